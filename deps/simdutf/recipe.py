"""simdutf 6: validation and transcoding of UTF-8, UTF-16, Latin-1 and base64.

V8 compiles the same two files, so this is the one copy in the executable.
"""

import shutil

import node20

VERSION = "6.0.3"
MINUTES = 1
LEFTOVERS = ["src", "obj"]
FLAGS = "-std=gnu++17 -O2 -fPIE -fno-exceptions -fno-rtti -Isrc -w"


def flags(build):
    return FLAGS


def run(build, work):
    source = node20.unpack(build, work, "deps/simdutf/")
    build.compile_archive(work, "libsimdutf.a", ["src/simdutf.cpp"], {"cxx": FLAGS})
    include = work / "include"
    include.mkdir(exist_ok=True)
    for name in ("simdutf.h", "simdutf.cpp"):
        shutil.copy(source / name, include / name)
