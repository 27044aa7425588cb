"""The runtimes that are compared, and how each wants to be called."""

import dataclasses
import pathlib
import shutil
import subprocess


@dataclasses.dataclass(frozen=True)
class Runtime:
    """A runtime: `run` and `evaluate` are the words between its executable and
    the program's file or text, `gc` those that let a program collect garbage."""
    name: str
    path: str
    run: tuple = ()
    evaluate: tuple = ("-e",)
    gc: tuple = ()

    def command(self, program, gc=False):
        return [self.path, *self.run, *(self.gc if gc else ()), str(program)]

    def command_for_text(self, text):
        return [self.path, *self.evaluate, text]

    def version(self):
        """The first line of --version, or why there is none."""
        try:
            result = subprocess.run([self.path, "--version"], timeout=60,
                                    capture_output=True, text=True)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"does not run: {error}"
        return (result.stdout.splitlines() or ["does not run"])[0]


def node_at(name, path):
    return Runtime(name, str(path), gc=("--expose-gc",))


def peers_in(folder):
    """Every peer that benchmark/peers names, installed or not."""
    modules = pathlib.Path(folder) / "node_modules"
    return [
        node_at("node-26", modules / "node-26/bin/node"),
        node_at("node-24", modules / "node-24/bin/node"),
        Runtime("bun", str(modules / "@oven/bun-linux-x64/bin/bun")),
        Runtime("deno", str(modules / "@deno/linux-x64-glibc/deno"),
                run=("run", "-A", "--quiet", "--no-lock"),
                evaluate=("eval", "--quiet", "--no-lock"),
                gc=("--v8-flags=--expose-gc",)),
    ]


def is_installed(folder):
    """Whether node_modules is at least as new as the lock file."""
    lock = folder / "package-lock.json"
    installed = folder / "node_modules/.package-lock.json"
    return (installed.exists()
            and installed.stat().st_mtime >= lock.stat().st_mtime)


def install(folder, say, size="about 500 MB"):
    """Brings node_modules to what the lock file says. What fails is said, not
    raised: the peers that are there can still be measured."""
    if is_installed(folder):
        return
    if shutil.which("npm") is None:
        say(f"{folder.name}: npm is missing, so nothing is installed "
            "(apt install npm)")
        return
    say(f"{folder.name}: npm ci ({size}, once)")
    result = subprocess.run(
        ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder, capture_output=True, text=True)
    if result.returncode != 0:
        lines = result.stderr.strip().splitlines() or ["no reason given"]
        say(f"{folder.name}: npm ci failed: {lines[0]}")
        return
    (folder / "node_modules/.package-lock.json").touch()


def available(runtimes, say):
    """Those of `runtimes` that exist; the others are said to be missing."""
    found = []
    for runtime in runtimes:
        if pathlib.Path(runtime.path).exists():
            found.append(runtime)
        else:
            say(f"{runtime.name}: missing ({runtime.path}); going on without")
    return found
