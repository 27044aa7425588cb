"""V8 13.6 from Debian's nodejs 24 source package, as one static archive.

GYP describes the build, ninja runs it. Two changes to what GYP writes make it
five times as fast: a precompiled header for the three large targets, and less
optimisation for what only runs while building (torque, mksnapshot).
"""

import json
import pathlib
import re
import shutil

import node24

HERE = pathlib.Path(__file__).resolve().parent

VERSION = node24.VERSION
MINUTES = 30
LEFTOVERS = ["src"]
PARTS = ("deps/v8/", "tools/v8_gypfiles/", "common.gypi", "LICENSE")

# The three targets that hold most files and share one set of flags.
PCH_TARGETS = ("v8_base_without_compiler", "v8_initializers", "v8_compiler")
# Never part of the product: tools that run during the build.
BUILD_ONLY = ("v8_initializers", "torque", "torque_base", "torque_ls_base",
              "mksnapshot", "gen-regexp-special-case", "bytecode_builtins_list_generator",
              "v8_init")

CFLAGS = "-fPIE -fdata-sections -ffunction-sections -Wno-everything"


def variables(build):
    """The GYP variables that choose what V8 is built with."""
    compressed = 0 if build.options.without_pointer_compression else 1
    intl = 0 if build.options.without_intl else 1
    return {
        "host_arch": "x64", "target_arch": "x64", "clang": 1, "asan": 0,
        "want_separate_host_toolset": 0,
        "enable_lto": "false", "enable_thin_lto": "false", "is_debug": 0, "v8_optimized_debug": 1,
        "v8_enable_webassembly": 1, "v8_enable_javascript_promise_hooks": 1,
        "v8_enable_lite_mode": 0, "v8_enable_maglev": 1, "v8_enable_gdbjit": 0,
        "v8_promise_internal_field_count": 1, "v8_use_siphash": 1, "v8_enable_sandbox": 0,
        "v8_enable_pointer_compression": compressed,
        "v8_enable_pointer_compression_shared_cage": 0,
        "v8_enable_external_code_space": compressed,
        "v8_enable_31bit_smis_on_64bit_arch": compressed,
        "v8_enable_extensible_ro_snapshot": 0, "v8_trace_maps": 0,
        "v8_enable_object_print": 0, "v8_postmortem_support": 0,
        "v8_enable_i18n_support": intl, "v8_use_zlib": 0,
        # Buffers' memory must not move with its JS object.
        "v8_typed_array_max_size_in_heap": 0,
        "v8_random_seed": 314159265,  # building twice gives the same snapshot
        "icu_gyp_path": "icu.gyp",
        "icu_prefix": str(build.results.get("icu", "")),
    }


def flags(build):
    return [variables(build), str(build.results["simdutf"]), CFLAGS]


def run(build, work):
    source = node24.unpack(build, work, PARTS)
    out = source / "out" / "Release"
    if not (out / "configured").exists():
        source_prepare(build, source)
        ninja_generate(build, source)
        ninja_adjust(out)
        (out / "configured").touch()
    build.ninja(out, ["embed_check"], label="V8")
    build.say(build.run([out / "embed_check"], out).strip())
    product_collect(build, source, out, work)


def source_prepare(build, source):
    """Puts back what Debian took out: simdutf, and (by not using it) zlib."""
    simdutf = source / "deps/v8/third_party/simdutf"
    simdutf.mkdir(exist_ok=True)
    for name in ("simdutf.h", "simdutf.cpp"):
        shutil.copy(build.results["simdutf"] / "include" / name, simdutf / name)
    gyp = source / "tools/v8_gypfiles/v8.gyp"
    gyp.write_text(re.sub(r"\n *'v8_zlib',", "", gyp.read_text()))
    for name in ("embed.gyp", "embed_check.cc", "icu.gyp"):
        shutil.copy(HERE / name, source / name)
    shutil.copy(HERE / "pch.h", source / "pch.h")
    (source / "config.gypi").write_text(json.dumps({"variables": variables(build)}))


def gyp_flags(build, source):
    """Older gyp (Debian 12) refuses two files of one name in a target unless it is
    told not to; newer gyp does not know that it could."""
    flag = "--no-duplicate-basename-check"
    return [flag] if flag in build.run(["gyp", "--help"], source) else []


def ninja_generate(build, source):
    definitions = {"component": "static_library", "library": "static_library",
                   "python": "/usr/bin/python3"}
    argv = ["gyp", "-f", "ninja", "embed.gyp", "-I", "common.gypi",
            "-I", "config.gypi", "--depth=.", "-Goutput_dir=out",
            "--no-parallel", *gyp_flags(build, source)]
    argv += [f"-D{key}={value}" for key, value in definitions.items()]
    build.run(argv, source, env={
        "CC": build.clang, "CXX": build.clangxx, "AR": build.ar, "LINK": build.clangxx,
        "PYTHONPATH": str(source / "tools/v8_gypfiles"),
        "PYTHONDONTWRITEBYTECODE": "1"}, log=source / "gyp.log")


def ninja_adjust(out):
    for path in out.glob("obj/**/*.ninja"):
        text = path.read_text().replace(" $\n    ", " ")  # one line an edge
        level = "-O1" if path.stem in BUILD_ONLY else "-O2"
        text = re.sub(r"(?<= )-O3(?= |$)", level, text, flags=re.M)
        text = re.sub(r"^(cflags_cc? = .*)$", rf"\1 {CFLAGS}", text, flags=re.M)
        # Abseil's project leaves it out and then keeps a graph of all locks.
        if "-DNDEBUG" not in text:
            text = re.sub(r"^(defines =.*)$", r"\1 -DNDEBUG", text, flags=re.M)
        if path.stem in PCH_TARGETS:
            text = pch_use(text, path.stem)
        path.write_text(text)


def pch_use(text, target):
    """Makes a target's files include one precompiled header.

    Each target compiles its own copy, with exactly its own flags: a header
    compiled with others would be refused.
    """
    pch = f"{target}.pch"
    edges = re.compile(r"^build (obj/\S+\.o): cxx (\S+) \|\| (.*)$", re.M)
    order_only = edges.search(text)[3]
    text = edges.sub(rf"build \1: cxx_with_pch \2 | {pch} || \3", text)
    rules = (
        "rule cxx_with_pch\n"
        f"  command = $cxx -MMD -MF $out.d -include-pch {pch} $defines $includes $cflags"
        " $cflags_cc -c $in -o $out\n"
        "  deps = gcc\n  depfile = $out.d\n  description = CXX $out\n"
        "rule pch\n"
        "  command = $cxx -x c++-header -fpch-instantiate-templates -MMD -MF $out.d"
        " $defines $includes $cflags $cflags_cc -c $in -o $out\n"
        "  deps = gcc\n  depfile = $out.d\n  description = PCH $out\n")
    first = re.search(r"^build ", text, re.M).start()
    edge = f"build {pch}: pch ../../pch.h || {order_only}\n"
    return text[:first] + rules + edge + text[first:]


def product_collect(build, source, out, work):
    """Gathers the archives that embed_check links into lib/libv8.a."""
    ninja = (out / "obj/embed_check.ninja").read_text()
    line = re.search(r"^build embed_check: link (.*)$", ninja, re.M)[1]
    names = [word for word in line.replace("|", " ").split()
             if word.endswith(".a") and "simdutf" not in word]
    objects = []
    for name in dict.fromkeys(names):
        listing = build.run([build.ar, "t", out / name], out).split()
        objects += [resolve_member(out, name, member) for member in listing]
    (work / "lib").mkdir(exist_ok=True)
    (out / "objects.rsp").write_text("\n".join(dict.fromkeys(objects)) + "\n")
    library = work / "lib" / "libv8.a"
    library.unlink(missing_ok=True)
    build.run([build.ar, "qcsD", library, f"@{out / 'objects.rsp'}"], out)
    shutil.copytree(source / "deps/v8/include", work / "include", dirs_exist_ok=True)
    defines_write(out, work)


def resolve_member(out, archive, member):
    """A thin archive names its members relative to the current folder."""
    for base in (out, (out / archive).parent):
        path = (base / member).resolve()
        if path.exists():
            return str(path)
    raise FileNotFoundError(member)


def defines_write(out, work):
    """The V8_* macros that an embedder must share with the library."""
    ninja = (out / "obj/tools/v8_gypfiles/v8_base_without_compiler.ninja").read_text()
    words = re.search(r"^defines = (.*)$", ninja, re.M)[1].split()
    skipped = ("-DV8_EMBEDDER_STRING", "-DBUILDING_")
    kept = [word for word in words
            if word.startswith("-DV8_") and not word.startswith(skipped)]
    (work / "defines").write_text(" ".join(dict.fromkeys(kept)) + "\n")
