#!/usr/bin/env python3
"""Fetches and builds what the runtime stands on, once per machine.

Each folder beside this file that has a recipe.py is a dependency built here.
Its result lies outside the tree, in CACHE/NAME-VERSION-HASH, where HASH covers
the recipe's files and the options it uses; a folder of that name is complete,
because it is renamed into place when its build has ended. Until then the work
lies in the same name with `.work`, where an interrupted build resumes.

Writes a makefile fragment that names each result (--write).
"""

import argparse
import hashlib
import importlib.util
import os
import pathlib
import re
import shutil
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))
sys.dont_write_bytecode = True

import debian  # noqa: E402
from problem import Problem  # noqa: E402

# In the order they are needed: V8 links ICU and compiles simdutf.
RECIPES = ["icu", "simdutf", "llhttp", "ada", "merve", "uvwasi", "amaro", "undici",
           "node-suite", "v8"]

DISK_NEEDED_GB = 8      # the peak of V8's build, with its sources
MEMORY_PER_JOB_GB = 1.5  # clang on V8's largest files


class Build:
    """What a recipe works with: options, tools, and where things are."""

    def __init__(self, options):
        self.options = options
        self.cache = options.cache
        self.results = {}
        self.jobs = options.jobs
        self.clang = options.cc
        self.clangxx = options.cxx
        self.ar = options.ar
        self.step = 0
        self.steps = 0

    def say(self, text):
        print(f"[{self.step}/{self.steps}] {text}", flush=True)

    def archive(self, package, suites, accepts, pattern, sha256=None):
        """The path of a source archive: from --deps-dir, the cache or the mirror.

        A given sha256 must match unless the mirror has moved on to another
        version that `accepts` takes (apt has then verified its signature).
        """
        folders = [self.cache / "archives"]
        if self.options.deps_dir:
            folders.insert(0, self.options.deps_dir)
        found = debian.archive_find(folders, pattern)
        if found is None:
            if self.options.deps_dir:
                raise Problem(f"no {pattern} in {self.options.deps_dir}:"
                              " see BUILDING.md for the archives it must hold")
            self.say(f"fetching the source package {package}")
            debian.source_fetch(package, suites, accepts, folders[-1],
                                self.cache / "apt", self.options.debian_mirror)
            found = debian.archive_find(folders, pattern)
        if found is None:
            raise Problem(f"the source package {package} has no {pattern}")
        if sha256 and found.name in sha256 and \
                debian.file_sha256(found) != sha256[found.name]:
            raise Problem(f"{found} is damaged: delete it and run again")
        return found

    def run(self, argv, cwd, env=None, log=None):
        """Runs a tool; its failure is a Problem that shows its last lines."""
        done = subprocess.run([str(word) for word in argv], cwd=cwd, text=True,
                              env={**os.environ, **(env or {})},
                              stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        if log:
            log.write_text(done.stdout)
        if done.returncode != 0:
            tail = "\n".join(done.stdout.splitlines()[-20:])
            raise Problem(f"{argv[0]} failed in {cwd}:\n{tail}")
        return done.stdout

    def ninja(self, folder, targets=(), label=""):
        """Runs ninja and shows its progress: a line each half minute, or one
        line rewritten on a terminal."""
        argv = ["ninja", f"-j{self.jobs}", *targets]
        env = {**os.environ, "NINJA_STATUS": "[%f/%t] "}
        child = subprocess.Popen(argv, cwd=folder, env=env, text=True,
                                 stdin=subprocess.DEVNULL,
                                 stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        tail, shown, started = [], time.monotonic(), time.monotonic()
        for line in child.stdout:
            tail = (tail + [line.rstrip()])[-60:]
            match = re.match(r"\[(\d+)/(\d+)\]", line)
            now = time.monotonic()
            pause = 0.5 if sys.stdout.isatty() else 30
            if match and now - shown > pause:
                shown = now
                done, total = int(match[1]), int(match[2])
                left = (now - started) / max(done, 1) * (total - done)
                text = (f"[{self.step}/{self.steps}] {label}: {done} of {total}"
                        f" steps, about {max(1, round(left / 60))} min left")
                end = "\r" if sys.stdout.isatty() else "\n"
                print(text.ljust(78), end=end, flush=True)
        if sys.stdout.isatty():
            print(" " * 78, end="\r")
        if child.wait() != 0:
            failed = [i for i, line in enumerate(tail) if line.startswith("FAILED")]
            shown_from = failed[0] if failed else max(0, len(tail) - 20)
            raise Problem(f"the build of {label} failed"
                          " (run again to resume):\n"
                          + "\n".join(tail[shown_from:shown_from + 25]))

    def compile_archive(self, work, name, sources, cflags, label=None):
        """Compiles C and C++ sources into the archive work/lib/NAME."""
        rules = [
            "rule cc", f"  command = {self.clang} -MMD -MF $out.d $flags -c $in -o $out",
            "  depfile = $out.d", "  deps = gcc",
            "rule cxx", f"  command = {self.clangxx} -MMD -MF $out.d $flags -c $in -o $out",
            "  depfile = $out.d", "  deps = gcc",
            # D: no dates or owners, so that building twice gives the same bytes.
            "rule ar", f"  command = rm -f $out && {self.ar} rcsD $out @$out.rsp",
            "  rspfile = $out.rsp", "  rspfile_content = $in",
        ]
        objects = []
        for index, source in enumerate(sources):
            source = pathlib.Path(source)
            output = f"obj/{index}-{source.stem}.o"
            kind = "cc" if source.suffix in (".c", ".S") else "cxx"
            rules += [f"build {output}: {kind} {source}", f"  flags = {cflags[kind]}"]
            objects.append(output)
        rules.append(f"build lib/{name}: ar {' '.join(objects)}")
        (work / "lib").mkdir(exist_ok=True)
        (work / "build.ninja").write_text("\n".join(rules) + "\n")
        self.ninja(work, label=label or name)


def recipe_load(name):
    path = HERE / name / "recipe.py"
    spec = importlib.util.spec_from_file_location(name.replace("-", "_"), path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def recipe_hash(name, recipe, build):
    digest = hashlib.sha256()
    for path in sorted((HERE / name).iterdir()):
        if path.is_file() and path.suffix != ".md":
            digest.update(path.name.encode() + b"\0" + path.read_bytes())
    digest.update(repr(recipe.flags(build)).encode())
    return digest.hexdigest()[:12]


def tools_check(options):
    for tool in (options.cc, options.cxx, options.ar, "ninja", "gyp"):
        if not shutil.which(tool):
            raise Problem(f"{tool} is not installed: run `make setup`"
                          " (or see BUILDING.md for the list of packages)")
    # V8's inspector is generated by templates, with the system's Python.
    if subprocess.run(["/usr/bin/python3", "-c", "import jinja2"],
                      stderr=subprocess.DEVNULL).returncode != 0:
        raise Problem("Python's jinja2 is not installed: run `make setup`, or"
                      " install python3-jinja2")


def disk_check(folder):
    free_gb = shutil.disk_usage(folder).free / 1e9
    if free_gb < DISK_NEEDED_GB:
        raise Problem(f"{folder} has {free_gb:.1f} GB free and the build of the"
                      f" dependencies needs {DISK_NEEDED_GB}: free some, or set"
                      " XDG_CACHE_HOME to a folder on a larger disk")


def jobs_default():
    """As many jobs as cores, fewer where memory is short; a Problem if none fit."""
    with open("/proc/meminfo", encoding="ascii") as file:
        fields = dict(line.split(":") for line in file)
    available_gb = int(fields["MemAvailable"].split()[0]) / 1e6
    fit = int(available_gb / MEMORY_PER_JOB_GB)
    if fit < 1:
        raise Problem(f"{available_gb:.1f} GB of memory are available and"
                      f" compiling V8 needs {MEMORY_PER_JOB_GB}: stop other"
                      " programs or add swap space")
    return min(len(os.sched_getaffinity(0)), fit)


def recipe_run(name, recipe, build, final):
    work = final.with_name(final.name + ".work")
    work.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    build.say(f"building {name} {recipe.VERSION}, about {recipe.MINUTES} min"
              f" on two cores" + (" (resuming)" if any(work.iterdir()) else ""))
    recipe.run(build, work)
    for leftover in recipe.LEFTOVERS:
        shutil.rmtree(work / leftover, ignore_errors=True)
    work.rename(final)
    build.say(f"{name} is built, {(time.monotonic() - started) / 60:.1f} min")


def deps_build(build, names):
    build.cache.mkdir(parents=True, exist_ok=True)
    planned = []
    for name in names:
        recipe = recipe_load(name)
        final = build.cache / (f"{name}-{recipe.VERSION}-"
                               f"{recipe_hash(name, recipe, build)}")
        if name == "v8" and build.options.v8_prefix:
            final = build.options.v8_prefix.resolve()
            if not (final / "lib" / "libv8.a").exists():
                raise Problem(f"--v8-prefix: no lib/libv8.a in {final}")
        build.results[name] = final
        if not final.exists():
            planned.append((name, recipe, final))
    if planned:
        disk_check(build.cache)
        build.jobs = build.jobs or jobs_default()
    build.steps = len(planned)
    for build.step, (name, recipe, final) in enumerate(planned, 1):
        recipe_run(name, recipe, build, final)


def fragment_write(build, path):
    lines = [f"{name.upper().replace('-', '_')}_PREFIX := {prefix}"
             for name, prefix in build.results.items()]
    text = "# Written by deps/build.py.\n" + "\n".join(lines) + "\n"
    if not path.exists() or path.read_text() != text:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    default_cache = pathlib.Path(os.environ.get("XDG_CACHE_HOME")
                                 or pathlib.Path.home() / ".cache") / "node-deps"
    parser.add_argument("--cache", type=pathlib.Path, default=default_cache)
    parser.add_argument("--deps-dir", type=pathlib.Path)
    parser.add_argument("--debian-mirror", default="")
    parser.add_argument("--npm-registry", default="")
    parser.add_argument("--v8-prefix", type=pathlib.Path)
    parser.add_argument("--without-intl", action="store_true")
    parser.add_argument("--without-amaro", action="store_true")
    parser.add_argument("--without-undici", action="store_true")
    parser.add_argument("--without-pointer-compression", action="store_true")
    parser.add_argument("--jobs", type=int, default=0)
    parser.add_argument("--cc", default="clang-19")
    parser.add_argument("--cxx", default="clang++-19")
    parser.add_argument("--ar", default="llvm-ar-19")
    parser.add_argument("--write", type=pathlib.Path)
    options = parser.parse_args()
    build = Build(options)
    names = [name for name in RECIPES
             if not (name == "icu" and options.without_intl)
             and not (name == "amaro" and options.without_amaro)
             and not (name == "undici" and options.without_undici)]
    try:
        tools_check(options)
        deps_build(build, names)
    except Problem as problem:
        print(f"error: {problem}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\ninterrupted: run the same command again to resume", file=sys.stderr)
        return 130
    if options.write:
        fragment_write(build, options.write)
    return 0


if __name__ == "__main__":
    sys.exit(main())
