"""The runtimes that run the suite: ours, and the peers of benchmark/peers."""

import dataclasses
import pathlib
import subprocess

from benchlib import peers

# Flags that Deno wants to have wrapped for V8; it refuses Node's own.
V8_FLAGS = ("--expose-gc", "--expose_gc", "--allow-natives-syntax",
            "--max-old-space-size", "--stack-size", "--harmony")

# The suite's folders have no package.json that says so.
DENO_COMMONJS = "--unstable-detect-cjs"


@dataclasses.dataclass(frozen=True)
class Runtime:
    name: str
    path: str
    run: tuple = ()
    version: str = ""

    @property
    def environment(self):
        """The suite's own check that there are no globals but Node's would fail
        every test of a runtime that has others."""
        if self.name in ("bun", "deno"):
            return {"NODE_TEST_KNOWN_GLOBALS": "0"}
        return {}

    def command_with(self, flags, file):
        if self.name == "bun":
            flags = ()
        if self.name == "deno":
            flags = [DENO_COMMONJS, *(f"--v8-flags={f}" for f in flags
                                      if f.startswith(V8_FLAGS))]
        return [self.path, *self.run, *flags, str(file)]


def runtime_of(peer):
    return Runtime(peer.name, peer.path, tuple(peer.run), peer.version())


def ours(path):
    return Runtime("node", str(pathlib.Path(path).resolve()))


def openssl_of(path):
    """The version of a runtime's OpenSSL."""
    return subprocess.run([path, "-p", "process.versions.openssl"], check=True,
                          capture_output=True, text=True).stdout.strip()


def peers_found(folder, names, say):
    """The peers that are there, or of them the named ones."""
    peers.install(folder, say)
    wanted = [p for p in peers.peers_in(folder) if not names or p.name in names]
    return [runtime_of(p) for p in peers.available(wanted, say)]
