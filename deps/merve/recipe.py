"""merve 1.2: the names that a CommonJS module exports, read from its source
without running it, for `import {name} from './module.cjs'` (merve_c.h)."""

import shutil

import node24

VERSION = "1.2.2"
MINUTES = 1
LEFTOVERS = ["src", "obj"]
FOLDER = "deps/merve/"
FLAGS = f"-std=c++20 -O2 -fPIE -fno-exceptions -fno-rtti -Isrc/{FOLDER} -w"


def flags(build):
    return FLAGS


def run(build, work):
    source = node24.unpack(build, work, [FOLDER]) / FOLDER
    build.compile_archive(work, "libmerve.a", [f"src/{FOLDER}merve.cpp"],
                          {"cxx": FLAGS})
    (work / "include").mkdir(exist_ok=True)
    shutil.copy(source / "merve_c.h", work / "include")
    shutil.copy(source / "LICENSE-MIT", work)
