#!/usr/bin/env bash
# machine.sh: sees to it that there is what the tests of deploy/ ask: nginx and openssl to look at
# its file, shellcheck for the scripts, and for the long run what makes a Debian tree.
. "$(dirname "$0")/lib.sh"
PATH=$PATH:/usr/sbin

missing=()
command -v nginx >/dev/null || missing+=(nginx-light)
for name in openssl shellcheck; do
    command -v "$name" >/dev/null || missing+=("$name")
done
[ -z "${TEST_LONG:-}" ] || command -v debootstrap >/dev/null || missing+=(debootstrap)
[ ${#missing[@]} != 0 ] || exit 0
if may_install; then apt_install "${missing[@]}" && exit 0; fi
# Their tests say that they were left out, and why.
printf '%s\n' "${missing[*]} がないため、本番の機械のためのファイルの試験を一部省きます。 (some tests of deploy/ are left out)" >&2
