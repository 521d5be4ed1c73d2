#!/usr/bin/env bash
# Makes .venv as requirements.txt says; does nothing where that is done already.
. "$(dirname "$0")/lib.sh"

VENV=$ROOT/.venv
STAMP=$VENV/.requirements.sha256

# usable: the environment runs, is recent enough, and was made at this very place
# (a moved or copied one has programs that still point to the old place).
usable() {
    "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        grep -qsF "$VENV/bin/python" "$VENV/bin/pip"
}

# wanted: changes whenever the requirements or the interpreter do.
wanted() {
    { cat requirements.txt && "$VENV/bin/python" -VV; } | sha256sum
}

build() {
    local python
    python=$(find_python) || die \
        "Python 3.11 以上が見つかりません。インストールするか、PYTHON=/場所/python3 で指定してください。" \
        "Python 3.11 or later is needed: install it, or name it with PYTHON=/path/to/python3"
    "$python" -c 'import venv, ensurepip' 2>/dev/null || die \
        "Python の venv がありません。sudo apt-get install python3-venv を実行してから、もう一度お試しください。" \
        "the venv module is missing: sudo apt-get install python3-venv"
    echo "仮想環境 .venv を作ります。 (making .venv)" >&2
    rm -rf "$VENV"
    "$python" -m venv "$VENV" >&2
}

if ! [[ -w . && ( -w .venv || ! -e .venv ) ]]; then
    die "フォルダ $ROOT に書き込めません。書き込めるフォルダに置き直すか、持ち主の利用者で実行してください。" \
        "this folder is not writable: $ROOT"
fi
# Of two that come at once the second waits, and finds the work done.
exec 9<requirements.txt
flock 9
usable || build
[ "$(cat "$STAMP" 2>/dev/null)" != "$(wanted)" ] || exit 0

echo "必要なライブラリを入れます。初回は数分かかります。 (installing requirements)" >&2
# Modules are compiled when they are first used, which most of them never are.
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
    -r requirements.txt >&2 ||
    die "ライブラリを入れられませんでした。ネットワークを確かめて、もう一度お試しください。" \
        "pip could not install requirements.txt: check the network and try again"
wanted >"$STAMP"
