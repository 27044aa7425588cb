"""undici: the web's HTTP client. It is what Node.js itself uses, so that the same
programs run.

The package is some hundred CommonJS files. Here those that fetch(), WebSocket and
EventSource need become one script, a module of lib/: a table of functions by the
files' names, each called when it is first required.
"""

import posixpath
import re
import tarfile

import npm
from problem import Problem

VERSION = "7.30.2"
MINUTES = 1
LEFTOVERS = []
INTEGRITY = ("sha512-mLyPQnHwUxaM/rideoK/+KL8DaAJLRl4aBCfmX444aCSLnIaomqPLtNRe2jd"
             "CYcsk5wZzXrDIQC8ZeYNRAYyIA==")

ENTRY = "index-fetch.js"

# The globals that it uses, which lib/internal/fetch/environment.js gives it: those
# of globalThis are the program's to change.
GLOBALS = """
AbortController AbortSignal Blob Buffer DOMException Event EventTarget File
MessagePort ReadableStream TextDecoder TextEncoder TransformStream URL
URLSearchParams WebAssembly clearImmediate clearInterval clearTimeout performance process
queueMicrotask setImmediate setInterval setTimeout
""".split()

RELATIVE = re.compile(r"""\brequire\((['"])(\.[^'"]+)\1\)""")

HEAD = """'use strict';
// undici {version}, made one script by deps/undici/recipe.py.
const {{ {globals} }} =
  require('internal/fetch/environment').globals;
const {{ requireNode }} = require('internal/fetch/environment');
// So it calls itself `node` where it names itself to servers.
const __UNDICI_IS_NODE__ = true;
const files = {{
  __proto__: null,
"""
TAIL = """};
const loaded = new Map();
function load(id) {
  const module = loaded.get(id);
  if (module !== undefined) return module.exports;
  const run = files[id];
  return run === undefined ? requireNode(id) : loadFirst(id, run);
}
function loadFirst(id, run) {
  const module = { exports: {} };
  loaded.set(id, module);
  run(module.exports, load, module);
  return module.exports;
}
module.exports = { load };
"""


def flags(build):
    return INTEGRITY


def resolve(texts, path, name):
    """What `require(name)` in the file `path` gives, as CommonJS finds it."""
    found = posixpath.normpath(posixpath.join(posixpath.dirname(path), name))
    for candidate in (found, f"{found}.js", f"{found}/index.js"):
        if candidate in texts:
            return candidate
    raise Problem(f"undici's {path} requires {name}, which is not there")


def collect(texts, path, bundled):
    """Adds a file and what it requires to `bundled`, by their names, with names
    from the package's root for relative ones."""
    if path in bundled:
        return
    bundled[path] = RELATIVE.sub(
        lambda match: f"require('{resolve(texts, path, match[2])}')", texts[path])
    for match in RELATIVE.finditer(texts[path]):
        collect(texts, resolve(texts, path, match[2]), bundled)


def escape(text):
    """ASCII, which V8 uses in place: the escapes mean the same in strings."""
    units = re.sub(r"[^\x00-\uffff]", lambda match: "".join(
        f"\\u{unit:04x}" for unit in surrogates(match[0])), text)
    return re.sub(r"[^\x00-\x7f]", lambda match: f"\\u{ord(match[0]):04x}", units)


def surrogates(character):
    code = ord(character) - 0x10000
    return 0xd800 + (code >> 10), 0xdc00 + (code & 0x3ff)


def bundle(texts):
    bundled = {}
    collect(texts, ENTRY, bundled)
    parts = [HEAD.format(version=VERSION, globals=", ".join(GLOBALS))]
    for path, text in sorted(bundled.items()):
        parts.append(f"'{path}': function(exports, require, module) {{\n"
                     f"{escape(text)}\n}},\n")
    return "".join(parts) + TAIL


def run(build, work):
    archive = npm.fetch(build, "undici", VERSION, INTEGRITY,
                        "do ./configure --without-undici")
    with tarfile.open(archive) as tar:
        texts = {member.name.removeprefix("package/"):
                 tar.extractfile(member).read().decode()
                 for member in tar if member.name.endswith(".js")}
        licence = tar.extractfile("package/LICENSE").read()
    (work / "LICENSE").write_bytes(licence)
    (work / "undici.js").write_text(bundle(texts), encoding="ascii")
