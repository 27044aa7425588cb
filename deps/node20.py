"""Where llhttp, simdutf and ada come from: Debian's nodejs 20 source package.

Only their own folders are unpacked.
"""

import tarfile

SUITES = ["trixie"]
SHA256 = {
    "nodejs_20.19.2+dfsg.orig.tar.xz":
        "5e5559381ad031d245a8efa403458abbb73755f74c3e6380f185a4dd342b7949",
    "nodejs_20.19.2+dfsg.orig-ada.tar.xz":
        "26deff017c505b316f2498aaf293c896f4ab92b5349b367cf21fe14fa2cbd1e1",
}


def unpack(build, work, folder, component=""):
    """Unpacks `folder` of the package (or of a component) as work/src."""
    pattern = f"nodejs_20.*.orig{component}.tar.xz"
    archive = build.archive("nodejs", SUITES, lambda v: v.startswith("20."),
                            pattern, SHA256)
    source = work / "src"
    if source.exists():
        return source
    partial = work / "src.partial"
    with tarfile.open(archive) as tar:
        for member in tar:
            inner = member.name.split("/", 1)[-1]
            if inner.startswith(folder) and member.isfile():
                member.name = inner[len(folder):]
                tar.extract(member, partial)
    partial.rename(source)
    return source
