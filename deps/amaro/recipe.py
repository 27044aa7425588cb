"""amaro: SWC's TypeScript parser as WebAssembly, which strips types. It is what
Node.js itself uses, so that the same programs run.

The package is one script that carries the WebAssembly module as text. Here the
two are parted: amaro.js, and amaro.wasm.gz, which the executable holds packed.
"""

import base64
import gzip
import re
import tarfile

import npm

VERSION = "1.1.11"
MINUTES = 1
LEFTOVERS = []
INTEGRITY = ("sha512-Tg8KzTpeCUQ23RNSuA2GeVRxHhkHyq8U9jNpKRjiMQKY2C9iJ7pLlGw2iRy4"
             "nNMYtB+tkLghk3swCo13O68zDg==")

# What src/bindings/typescript.c gives in its place.
WASM = re.compile(rb'Buffer2\.from\("([A-Za-z0-9+/=]+)", "base64"\)')
REPLACEMENT = b'require("amaro.wasm")'


def flags(build):
    return INTEGRITY


def run(build, work):
    archive = npm.fetch(build, "amaro", VERSION, INTEGRITY,
                        "do ./configure --without-amaro")
    with tarfile.open(archive) as tar:
        script = tar.extractfile("package/dist/index.js").read()
        for name in ("package/LICENSE.md", "package/dist/LICENSE"):
            text = tar.extractfile(name).read()
            (work / name.replace("/", "-")).write_bytes(text)
    wasm = base64.b64decode(WASM.search(script)[1])
    (work / "amaro.js").write_bytes(WASM.sub(REPLACEMENT, script))
    # No date, so that building twice gives the same bytes.
    (work / "amaro.wasm.gz").write_bytes(gzip.compress(wasm, 9, mtime=0))
