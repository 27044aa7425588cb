"""What is measured: benchmark/SUBJECT/bench.json, read and expanded.

    {
      "about": "one sentence for the report",
      "limit": {"source": "limit.c", "flags": ["-luv"]},    (optional)
      "cases": [CASE...]
    }

A case has a `name`, a `kind` and what that kind needs:

    process   the whole process, started `times` times (10):
              `program` (a file of the folder; `arguments` are its own) or
              `text` (given to -e)
    script    a program that prints lines of JSON: {name, ops, ns}, or
              {name, value, unit}, or {name, error}; `gc` asks for gc()
    load      `program` serves on $PORT; wrk with `connections`, `path`, and
              perhaps `script` (Lua, gets `arguments`) asks
    idle      `program` serves on $PORT; `connections` keep-alive connections
              ask once, and stay

`env` adds to the program's environment. `"needs": "ws"` names a package of
benchmark/package.json. `"certificate": true` puts a key's and its certificate's file
into $KEY and $CERTIFICATE; a load is then over TLS. `"grow": {"N": [1, 10, 100]}` makes one
case of each value, with `{N}` replaced wherever it stands.
"""

import dataclasses
import json
import pathlib

KINDS = {"process", "script", "load", "idle"}


class SubjectError(Exception):
    """A bench.json that cannot be used; the text says why."""


@dataclasses.dataclass(frozen=True)
class Subject:
    name: str
    folder: pathlib.Path
    about: str
    limit: dict
    cases: list


def substitute(value, name, number):
    """`value` with {name} replaced; a string that is nothing else becomes the
    number itself."""
    if isinstance(value, dict):
        return {k: substitute(v, name, number) for k, v in value.items()}
    if isinstance(value, list):
        return [substitute(v, name, number) for v in value]
    if value == f"{{{name}}}":
        return number
    if isinstance(value, str):
        return value.replace(f"{{{name}}}", str(number))
    return value


def expand(case):
    """The cases that one declared case stands for."""
    if "grow" not in case:
        return [case]
    plain = {k: v for k, v in case.items() if k != "grow"}
    [(name, values)] = case["grow"].items()
    return [substitute(plain, name, value) for value in values]


def check(subject, case, folder):
    where = f"{subject}: {case.get('name', 'a case without name')}"
    if "name" not in case or case.get("kind") not in KINDS:
        raise SubjectError(f"{where}: needs a name and one kind of "
                           f"{', '.join(sorted(KINDS))}")
    has_program = (folder / case.get("program", "")).is_file()
    # What a package brings is there only once it is installed.
    if "text" not in case and not has_program and "needs" not in case:
        raise SubjectError(f"{where}: needs a program that exists")


def read(folder):
    """The subject declared in `folder`."""
    try:
        declared = json.loads((folder / "bench.json").read_text())
    except (OSError, ValueError) as error:
        raise SubjectError(f"{folder.name}: bench.json: {error}") from error
    cases = [c for case in declared.get("cases", []) for c in expand(case)]
    for case in cases:
        check(folder.name, case, folder)
    return Subject(folder.name, folder, declared.get("about", ""),
                   declared.get("limit", {}), cases)


def read_all(root, only=None):
    """All subjects below `root`; `only` is a comma-separated choice of
    SUBJECT or SUBJECT/part-of-a-case's-name."""
    folders = sorted(p.parent for p in root.glob("*/bench.json"))
    wanted = dict.fromkeys(f.name for f in folders)
    if only:
        wanted = {}
        for choice in only.split(","):
            name, _, part = choice.partition("/")
            wanted.setdefault(name, set()).add(part)
    unknown = set(wanted) - {f.name for f in folders}
    if unknown:
        raise SubjectError(f"no such subject: {', '.join(sorted(unknown))} "
                           f"(there are {' '.join(f.name for f in folders)})")
    return [narrow(read(f), wanted[f.name]) for f in folders
            if f.name in wanted]


def narrow(subject, parts):
    """`subject` with only the cases whose name contains one of `parts`."""
    if not parts or "" in parts:
        return subject
    cases = [c for c in subject.cases if any(p in c["name"] for p in parts)]
    if not cases:
        raise SubjectError(f"{subject.name}: no case is named so")
    return dataclasses.replace(subject, cases=cases)
