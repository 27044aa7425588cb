"""llhttp 9.2: the HTTP/1 parser, generated C."""

import shutil

import node20

VERSION = "9.2.1"
MINUTES = 1
LEFTOVERS = ["src", "obj"]
FLAGS = "-O3 -fPIE -Isrc/include -w"


def flags(build):
    return FLAGS


def run(build, work):
    source = node20.unpack(build, work, "deps/llhttp/")
    sources = [path.relative_to(work) for path in sorted(source.glob("src/*.c"))]
    build.compile_archive(work, "libllhttp.a", sources, {"cc": FLAGS})
    shutil.copytree(source / "include", work / "include", dirs_exist_ok=True)
