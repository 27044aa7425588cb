"""Fetches packages from the npm registry that this machine is set up for.

The registry's address comes from the builder (`./configure --npm-registry=URL`),
from npm and its configuration, where it is installed, or from the environment
and .npmrc. On a machine without any of these it is the one that Debian's own
package of npm uses; nothing here names a host. What is fetched is pinned by its
checksum, wherever it comes from.
"""

import base64
import hashlib
import os
import pathlib
import re
import shutil
import subprocess
import urllib.error
import urllib.request

import debian
from problem import Problem

NPMRC = re.compile(r"^\s*registry\s*=\s*(\S+)", re.M)
DEFAULT = re.compile(r"define\('registry', \{\s*default: '(https://[^']+)'")


def file_integrity(path):
    """A file's checksum as npm writes it."""
    digest = hashlib.sha512(path.read_bytes()).digest()
    return "sha512-" + base64.b64encode(digest).decode("ascii")


def configured_registry():
    """What the environment or a .npmrc says, or None."""
    for name in ("npm_config_registry", "NPM_CONFIG_REGISTRY"):
        if os.environ.get(name):
            return os.environ[name]
    for path in (pathlib.Path.home() / ".npmrc", pathlib.Path("/etc/npmrc")):
        if path.is_file():
            found = NPMRC.search(path.read_text(errors="replace"))
            if found:
                return found[1]
    return None


def debian_default_registry(scratch):
    """The registry that Debian's package of npm uses, which is not installed for
    that: with all that it needs it is larger than this runtime."""
    if not shutil.which("apt-get"):
        return None
    folder = scratch / "npm"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    subprocess.run(["apt-get", "download", "-q", "npm"], cwd=folder,
                   capture_output=True)
    for package in folder.glob("npm_*.deb"):
        subprocess.run(["dpkg-deb", "-x", package.name, "files"], cwd=folder,
                       capture_output=True)
    for path in sorted(folder.glob("files/**/definitions.js")):
        found = DEFAULT.search(path.read_text(errors="replace"))
        if found:
            return found[1]
    return None


def download_plainly(url, path):
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:
            path.write_bytes(answer.read())
    except (urllib.error.URLError, OSError) as error:
        raise Problem(f"cannot fetch {path.name} ({error})") from error


def download(build, name, version, path):
    """Into path; by npm where it is installed, since it knows of proxies and
    passwords."""
    registry = build.options.npm_registry
    if shutil.which("npm"):
        argv = ["npm", "pack", "--silent", f"{name}@{version}"]
        if registry:
            argv.append(f"--registry={registry}")
        done = subprocess.run(argv, cwd=path.parent, capture_output=True, text=True)
        if done.returncode != 0:
            raise Problem(f"npm cannot fetch {name} {version}"
                          f" ({debian.last_line(done.stderr)})")
        return
    registry = (registry or configured_registry()
                or debian_default_registry(build.cache / "apt"))
    if not registry:
        raise Problem(f"no npm registry is known, where {name} comes from")
    download_plainly(f"{registry.rstrip('/')}/{name}/-/{path.name}", path)


def fetch(build, name, version, integrity, remedy):
    """The path of a package's archive: from --deps-dir, the cache, or the
    registry. For packages without a scope. `remedy` says what else the builder
    can do, where none of them has it."""
    file_name = f"{name}-{version}.tgz"
    folders = [build.cache / "archives"]
    if build.options.deps_dir:
        folders.insert(0, build.options.deps_dir)
    found = debian.archive_find(folders, file_name)
    if found is None:
        if build.options.deps_dir:
            raise Problem(f"no {file_name} in {build.options.deps_dir}:"
                          " see BUILDING.md for the archives it must hold,"
                          f" or {remedy}")
        build.say(f"fetching the package {name}")
        folders[-1].mkdir(parents=True, exist_ok=True)
        found = folders[-1] / file_name
        try:
            download(build, name, version, found)
        except Problem as problem:
            raise Problem(f"{problem}: name another registry with ./configure"
                          f" --npm-registry=URL, give {file_name} with"
                          f" --deps-dir=DIR, or {remedy}") from problem
    if file_integrity(found) != integrity:
        raise Problem(f"{found} is not the {name} {version} that is pinned:"
                      " delete it and run again")
    return found
