"""ICU 76: what Intl and String.prototype.normalize need, as one static archive.

Debian 12's own ICU (72) is older than V8 13.6 accepts. The sources compile as
they are; autoconf and the data build are not needed, because the archive holds
the finished data file.
"""

import tarfile

VERSION = "76.1"
MINUTES = 3
LEFTOVERS = ["icu", "obj"]
SHA256 = {
    "icu_76.1.orig.tar.gz":
        "dfacb46bfe4747410472ce3e1144bf28a102feeaa4e3875bac9b4c6cf30f4f3e",
}
FLAGS = ("-O2 -fPIE -fdata-sections -ffunction-sections"
         " -fvisibility=hidden -DNDEBUG -DU_STATIC_IMPLEMENTATION"
         " -DU_COMMON_IMPLEMENTATION -DU_I18N_IMPLEMENTATION"
         " -Iicu/source/common -Iicu/source/i18n -w")


def flags(build):
    return FLAGS


def run(build, work):
    archive = build.archive("icu", ["trixie"], lambda v: v.startswith("76."),
                            "icu_76.*.orig.tar.gz", SHA256)
    source = work / "icu" / "source"
    if not (source / "unpacked").exists():
        with tarfile.open(archive) as tar:
            wanted = ("icu/source/common/", "icu/source/i18n/", "icu/LICENSE",
                      "icu/source/data/in/icudt")
            tar.extractall(work, (m for m in tar if m.name.startswith(wanted)))
        (source / "unpacked").touch()
    data = source / "data" / "in" / "icudt76l.dat"
    (work / "data.S").write_text(
        '.section .rodata.icudt,"a",@progbits\n.balign 16\n'
        ".globl icudt76_dat\n.hidden icudt76_dat\n.type icudt76_dat, @object\n"
        f'icudt76_dat:\n.incbin "{data}"\n.size icudt76_dat, . - icudt76_dat\n'
        '.section .note.GNU-stack,"",@progbits\n')
    sources = sorted(source.glob("common/*.cpp")) + sorted(source.glob("i18n/*.cpp"))
    sources = [path.relative_to(work) for path in sources]
    build.compile_archive(work, "libicu.a", sources + ["data.S"],
                          {"cxx": "-std=gnu++17 " + FLAGS, "cc": "-fPIE"}, "icu")
    headers = work / "include" / "unicode"
    headers.mkdir(parents=True, exist_ok=True)
    for folder in ("common", "i18n"):
        for header in (source / folder / "unicode").glob("*.h"):
            (headers / header.name).write_bytes(header.read_bytes())
