"""Fetches Debian source packages through a private apt configuration.

The mirror's address comes from the machine's own apt configuration (or from
`./configure --debian-mirror=URL`); nothing here names a host. The archive's
signatures are verified by apt with the machine's Debian keyring.
"""

import hashlib
import pathlib
import shutil
import subprocess

from problem import Problem

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"


def machine_mirror():
    """The address of the Debian mirror this machine installs from."""
    if not shutil.which("apt-get"):
        raise Problem("no apt-get here: name a folder of sources with"
                      " ./configure --deps-dir=DIR (see BUILDING.md)")
    listing = subprocess.run(
        ["apt-get", "indextargets", "--format", "$(SITE) $(RELEASE) $(COMPONENT)",
         "Created-By: Packages"], capture_output=True, text=True).stdout
    for line in listing.splitlines():
        site, release, component = (line.split() + ["", "", ""])[:3]
        if component == "main" and "security" not in site + release \
                and site.rstrip("/").endswith("debian"):
            return site
    raise Problem("no Debian mirror in this machine's apt configuration:"
                  " name one with ./configure --debian-mirror=URL")


def apt_options(folder, mirror, suite):
    """Writes a private apt configuration and returns apt-get's options for it."""
    for name in ("lists/partial", "cache/archives/partial", "parts"):
        (folder / name).mkdir(parents=True, exist_ok=True)
    (folder / "status").touch()
    (folder / "sources.list").write_text(
        f"deb-src [signed-by={KEYRING}] {mirror} {suite} main\n")
    settings = {
        "Dir::Etc::SourceList": folder / "sources.list",
        "Dir::Etc::SourceParts": "/dev/null",
        "Dir::State::Lists": folder / "lists",
        "Dir::State::status": folder / "status",
        "Dir::Cache": folder / "cache",
        "APT::Get::List-Cleanup": "0",
        "Acquire::Languages": "none",
        "Acquire::Retries": "3",
        # A mirror that is not updated any more serves signed, expired lists.
        # What is taken from it is pinned by checksum, or any 24.x will do.
        "Acquire::Check-Valid-Until": "false",
        "APT::Sandbox::User": "root",
    }
    return [word for key, value in settings.items()
            for word in ("-o", f"{key}={value}")]


def listed_version(options, package):
    """The newest version of a source package in the private configuration."""
    shown = subprocess.run(["apt-cache", *options, "showsrc", "--only-source",
                            package], capture_output=True, text=True).stdout
    versions = [line.split(":", 1)[1].strip() for line in shown.splitlines()
                if line.startswith("Version:")]
    return versions[-1] if versions else None


def source_fetch(package, suites, accepts, into, scratch, mirror):
    """Downloads a source package's files into a folder.

    suites: the Debian suites to try, in order; accepts: predicate over the
    version. Returns the version taken. Raises Problem with the remedy.
    """
    mirror = mirror or machine_mirror()
    tried = []
    for suite in suites:
        options = apt_options(scratch / f"apt-{suite}", mirror, suite)
        update = subprocess.run(["apt-get", *options, "update"],
                                capture_output=True, text=True)
        version = listed_version(options, package)
        tried.append(f"{suite}: {version or 'none'}")
        if update.returncode != 0 and version is None:
            tried[-1] = f"{suite}: {last_line(update.stderr)}"
        if version is None or not accepts(version):
            continue
        into.mkdir(parents=True, exist_ok=True)
        got = subprocess.run(
            ["apt-get", *options, "source", "--download-only", "-q",
             f"{package}={version}"], cwd=into, capture_output=True, text=True)
        if got.returncode == 0:
            return version
        tried[-1] += f" ({last_line(got.stderr)})"
    raise Problem(f"cannot fetch the source of {package} ({'; '.join(tried)}):"
                  " check the network, or give the archives with"
                  " ./configure --deps-dir=DIR")


def last_line(text):
    lines = [line for line in text.splitlines() if line.strip()]
    return lines[-1].strip() if lines else "no answer"


def file_sha256(path):
    digest = hashlib.sha256()
    with open(path, "rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def archive_find(folders, pattern):
    """The first file that matches a glob pattern in any of the folders."""
    for folder in folders:
        found = sorted(pathlib.Path(folder).glob(pattern))
        if found:
            return found[-1]
    return None
