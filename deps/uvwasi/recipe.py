"""uvwasi: WASI preview1's system calls on libuv, as the same package as V8
carries it. What `node:wasi` stands on.
"""

import shutil

import node24

VERSION = "0.0.23"
MINUTES = 1
LEFTOVERS = ["src", "obj"]
FLAGS = ("-std=gnu17 -O2 -fPIE -ffunction-sections -fdata-sections"
         " -D_GNU_SOURCE -Isrc/deps/uvwasi/include -w")


def flags(build):
    return FLAGS


def run(build, work):
    source = node24.unpack(build, work, ["deps/uvwasi/"]) / "deps" / "uvwasi"
    sources = [path.relative_to(work) for path in sorted(source.glob("src/*.c"))]
    build.compile_archive(work, "libuvwasi.a", sources, {"cc": FLAGS})
    shutil.copytree(source / "include", work / "include", dirs_exist_ok=True)
