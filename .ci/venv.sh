#!/usr/bin/env bash
# venv.sh [LIST]  makes .venv as the list says (requirements-test.txt, or requirements.txt for
# running alone); does nothing where that is done already.
. "$(dirname "$0")/lib.sh"

VENV=$ROOT/.venv
WHOLE=requirements-test.txt # which asks for requirements.txt, too
LIST=${1:-$WHOLE}

# usable: the environment runs, is recent enough, and was made at this very place
# (a moved or copied one has programs that still point to the old place).
usable() {
    "$VENV/bin/python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        grep -qsF "$VENV/bin/python" "$VENV/bin/pip"
}

# wanted LIST: changes whenever the list or the interpreter do.
wanted() {
    { cat requirements.txt "$1" && "$VENV/bin/python" -VV; } | sha256sum
}

# done_for LIST: is what stands there what the list wants?
done_for() {
    [ "$(cat "$VENV/.$1.sha256" 2>/dev/null)" = "$(wanted "$1")" ]
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
if done_for "$WHOLE" || done_for "$LIST"; then exit 0; fi

echo "必要なライブラリを入れます。初回は数分かかります。 (installing requirements)" >&2
# Modules are compiled when they are first used, which most of them never are.
"$VENV/bin/python" -m pip install --quiet --disable-pip-version-check --no-compile \
    --require-hashes -r "$LIST" >&2 ||
    die "ライブラリを入れられませんでした。ネットワークを確かめて、もう一度お試しください。" \
        "pip could not install $LIST: check the network and try again"
wanted "$LIST" >"$VENV/.$LIST.sha256"
