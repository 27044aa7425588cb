"""ada 2.9: WHATWG URL parsing, used through its own C interface (ada_c.h)."""

import shutil

import node20

VERSION = "2.9.2"
MINUTES = 1
LEFTOVERS = ["src", "obj"]
FLAGS = "-std=gnu++17 -O2 -fPIE -fno-exceptions -fno-rtti -Isrc/include -Isrc/src -w"


def flags(build):
    return FLAGS


def run(build, work):
    source = node20.unpack(build, work, "", "-ada")
    build.compile_archive(work, "libada.a", ["src/src/ada.cpp"], {"cxx": FLAGS})
    shutil.copytree(source / "include", work / "include", dirs_exist_ok=True)
