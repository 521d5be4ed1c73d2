# shellcheck shell=bash
# Shared by the scripts in .ci/, which source it first.

set -euo pipefail
export PYTHONUTF8=1
cd "$(dirname "${BASH_SOURCE[0]}")/.."
# The resolved place, so that a virtual environment is recognised through any symbolic link.
ROOT=$(pwd -P)
export ROOT

# die JAPANESE ENGLISH: one line that says what to do, and the end.
die() {
    printf '%s (%s)\n' "$1" "$2" >&2
    exit 1
}

# may_install: can Debian packages be installed here without asking anybody?
may_install() {
    command -v apt-get >/dev/null || return 1
    [ "$(id -u)" = 0 ] || sudo -n true 2>/dev/null
}

# apt_get COMMAND...: apt-get as root, without questions, waiting for another apt-get to finish.
apt_get() {
    local as_root=()
    [ "$(id -u)" = 0 ] || as_root=(sudo -n)
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
        apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" </dev/null
}

# apt_install PACKAGE...: from fresh lists, telling on standard error what it does.
apt_install() {
    echo "apt-get install $*" >&2
    { apt_get update && apt_get install --no-install-recommends "$@"; } >&2
}

# find_python: the first interpreter that is recent enough, or failure.
find_python() {
    local candidate
    for candidate in ${PYTHON:+"$PYTHON"} python3 python3.14 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            printf '%s\n' "$candidate"
            return
        fi
    done
    return 1
}
