"""Debian's nodejs 24 source package: V8, and Node's tests and documentation.

Node's own lib/ and src/ are never unpacked: this is an independent
implementation.
"""

import tarfile

VERSION = "24.21.0"
SUITES = ["forky", "sid"]
SHA256 = {
    "nodejs_24.21.0+dfsg+~cs24.13.4.orig.tar.xz":
        "e6e0d1a00dfc9e31ab2b074fd99979a48be17c18e8e3edc14306736069bb8f54",
}


def unpack(build, work, prefixes):
    """Unpacks the parts of the package whose paths start with a prefix."""
    archive = build.archive("nodejs", SUITES, lambda v: v.startswith("24."),
                            "nodejs_24.*.orig.tar.xz", SHA256)
    source = work / "src"
    if source.exists():
        return source
    partial = work / "src.partial"
    with tarfile.open(archive) as tar:
        for member in tar:
            inner = member.name.split("/", 1)[-1]
            if inner.startswith(tuple(prefixes)):
                member.name = inner
                tar.extract(member, partial)
    partial.rename(source)
    return source
