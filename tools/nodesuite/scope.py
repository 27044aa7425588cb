"""Which of the suite's files are tests of ours, and why the others are not.

Tests are left out by rule, never by name: by their folder, by what their name says
they test, by what their text reaches for, or because the suite's own status file
says so.
"""

import dataclasses
import pathlib
import re

# folder -> how its tests are told to have passed (run.py).
FOLDERS = {
    "parallel": "status",
    "sequential": "status",
    "es-module": "status",
    "async-hooks": "status",
    "client-proxy": "status",
    "module-hooks": "status",
    "report": "status",
    "test-runner": "status",
    "wasi": "status",
    "wpt": "status",
    "message": "output",
    "pseudo-tty": "terminal",
}

# What the other folders are.
FOLDERS_LEFT_OUT = {
    "addons": "addons against V8's own headers: no runtime but Node has that ABI",
    "js-native-api": "needs native addons (Node-API)",
    "node-api": "needs native addons (Node-API)",
    "sqlite": "needs a loadable extension, compiled by Node's build",
    "cctest": "C++ tests of Node's internals",
    "embedding": "C++ tests of embedding Node",
    "ffi": "needs a library that Node's build compiles",
    "fuzzers": "C++ fuzzers of Node's internals",
    "sea": "needs Node's build: postject and its fuse",
    "abort": "asks for core dumps of Node's own stack",
    "internet": "needs the internet",
    "system-ca": "changes the system's certificates",
    "pummel": "minutes and gigabytes for each test",
    "known_issues": "must fail",
    "benchmark": "tests of Node's benchmarks: make bench-node",
    "doctool": "tests of Node's documentation tools",
    "tick-processor": "tests of V8's profile reader, which Node bundles",
    "v8-updates": "tests of how Node updates V8",
    "wasm-allocation": "needs limited virtual memory",
    "test426": "needs the source map test suite",
    "overlapped-checker": "Windows only",
}

INTERNALS = re.compile(r"--expose[-_]internals|internalBinding\("
                       r"|internal/test/binding|process\.binding\(")
NAMES_LEFT_OUT = (
    (re.compile(r"^test-quic"), "QUIC is experimental and behind a build flag"),
    (re.compile(r"^test-(debugger|inspector-cli)"), "Node's command line debugger"),
    (re.compile(r"^test-(npm|corepack)"), "npm's and Corepack's own"),
    (re.compile(r"^test-eslint"), "Node's own lint rules"),
)
TEXTS_LEFT_OUT = (
    (INTERNALS, "reads Node's internals"),
    (re.compile(r"""require\([`'"]\./build/"""), "needs native addons (Node-API)"),
)
FLAGS = re.compile(r"^// +Flags:(.*)$", re.M)
ENVIRONMENT = re.compile(r"^// +Env:(.*)$", re.M)
SUFFIX = re.compile(r"\.[cm]?js$")
SUBJECT = re.compile(r"^test-([a-z0-9]+)")


@dataclasses.dataclass(frozen=True)
class Test:
    name: str           # "parallel/test-x.js"
    path: pathlib.Path
    kind: str           # a value of FOLDERS
    flags: tuple = ()
    environment: dict = dataclasses.field(default_factory=dict)
    flaky: bool = False  # says the suite: never in the list of what must pass

    @property
    def subject(self):
        """Its row in a table: `http` of the general folders, else the folder."""
        folder, _, file = self.name.partition("/")
        if folder not in ("parallel", "sequential"):
            return folder
        match = SUBJECT.match(file)
        return match[1] if match else "?"


def words(pattern, text):
    return tuple(w for line in pattern.findall(text) for w in line.split())


def files_of(folder, kind):
    """The files that are tests; those with an expected output are named at will."""
    if kind == "status":
        return (p for p in folder.glob("test-*") if SUFFIX.search(p.name))
    return (p for p in folder.iterdir()
            if SUFFIX.search(p.name) and p.with_suffix(".out").exists())


def status_read(folder):
    """{test's name without suffix: its words} of folder/FOLDER.status, from the
    sections that hold for Linux."""
    found, holds = {}, False
    file = folder / f"{folder.name}.status"
    for line in file.read_text().splitlines() if file.exists() else ():
        line = line.split("#")[0].strip()
        if line.startswith("["):
            holds = line in ("[true]", "[$system==linux]")
        elif holds and ":" in line:
            name, _, values = line.partition(":")
            found[SUFFIX.sub("", name.strip())] = values.replace(",", " ").split()
    return found


def reason_left_out(path, text, status):
    """Why a file of FOLDERS is not run, or None."""
    for pattern, reason in NAMES_LEFT_OUT:
        if pattern.search(path.name):
            return reason
    for pattern, reason in TEXTS_LEFT_OUT:
        if pattern.search(text):
            return reason
    if "SKIP" in status:
        return "the suite itself skips it"
    return None


def test_of(path, kind, text, status):
    pairs = (pair.partition("=") for pair in words(ENVIRONMENT, text))
    return Test(f"{path.parent.name}/{path.name}", path, kind,
                words(FLAGS, text), {name: value for name, _, value in pairs},
                "FLAKY" in status)


def find(suite):
    """({name: Test}, {name: why it is left out}) of the unpacked suite."""
    tests, left_out = {}, {}
    for folder, kind in FOLDERS.items():
        place = suite / "test" / folder
        if not place.is_dir():
            continue
        statuses = status_read(place)
        for path in sorted(files_of(place, kind)):
            text = path.read_text(errors="replace")
            status = statuses.get(SUFFIX.sub("", path.name), ())
            test = test_of(path, kind, text, status)
            if why := reason_left_out(path, text, status):
                left_out[test.name] = why
            else:
                tests[test.name] = test
    return tests, left_out


def select(tests, only=None, name=None):
    """The tests of a subject (`http`), of a folder (`wasi`), or the one named."""
    if name:
        wanted = SUFFIX.sub("", name)
        return {n: t for n, t in tests.items() if SUFFIX.sub("", n) == wanted}
    if only:
        return {n: t for n, t in tests.items()
                if f"/test-{only}" in n or n.startswith(f"{only}/")}
    return tests
