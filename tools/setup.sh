#!/bin/sh
# Installs what building and testing need, where it is missing (Debian 12, 13).
# `setup.sh apps` installs what `make test-apps` needs besides, `setup.sh bench`
# what `make bench` does.
set -eu

packages="clang-19 lld-19 llvm-19 clang-format-19 libclang-rt-19-dev
  ninja-build gyp python3 python3-jinja2 make ca-certificates debian-archive-keyring
  libc6-dev libstdc++-dev libuv1-dev libc-ares-dev libssl-dev
  zlib1g-dev libdeflate-dev libbrotli-dev libzstd-dev libgtest-dev"

case ${1:-} in
  apps) packages="npm postgresql redis-server mosquitto" ;;
  bench) packages="npm wrk" ;;
esac

fail() { echo "setup: error: $1" >&2; exit 1; }

# The C++ library's headers carry the compiler's version in their name.
cxx_headers() {
  . /etc/os-release
  case ${VERSION_ID:-} in
    12) echo libstdc++-12-dev ;;
    *) echo libstdc++-14-dev ;;
  esac
}

missing=
for package in $packages; do
  # A node of one's own brings its npm; wrk is often built by hand.
  case $package in
    npm | wrk) ! command -v "$package" >/dev/null 2>&1 || continue ;;
  esac
  [ "$package" != libstdc++-dev ] || package=$(cxx_headers)
  case $(dpkg-query -W -f='${Status}' "$package" 2>/dev/null) in
    *" installed") ;;
    *) missing="$missing $package" ;;
  esac
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null 2>&1 ||
  fail "this is no Debian: install the equivalents of$missing (see BUILDING.md)"
if [ "$(id -u)" = 0 ]; then sudo=; else
  command -v sudo >/dev/null 2>&1 || fail "run as root, or install sudo:$missing"
  sudo=sudo
fi

echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$sudo apt-get install -qy --no-install-recommends $missing >/dev/null 2>&1 || {
  $sudo apt-get update -q >/dev/null || fail "apt-get update failed: is there a network?"
  $sudo apt-get install -qy --no-install-recommends $missing >/dev/null ||
    fail "cannot install$missing: see the lines above"
}
