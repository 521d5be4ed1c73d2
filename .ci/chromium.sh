#!/usr/bin/env bash
# chromium.sh COMMAND...  runs it with CHROMIUM naming a browser that works, and with a
# Japanese font on the machine (page widths mean nothing without one).
# Without a command it only sees to it that both are there.
. "$(dirname "$0")/lib.sh"

# works PROGRAM: it answers with a version. Ubuntu's chromium is a script that asks for a
# snap, and a snap sees neither our temporary folders nor a machine without snapd.
works() {
    local program
    program=$(readlink -f "$(command -v "$1")") || return 1
    case $program in /snap/* | */bin/snap) return 1 ;; esac
    if head -c 2 "$program" | grep -q '#!' && grep -q '/snap/bin' "$program"; then return 1; fi
    timeout 30 "$program" --version 2>/dev/null </dev/null | grep -qE '[0-9]+\.[0-9]+'
}

find_browser() {
    local name
    for name in chromium-headless-shell chromium google-chrome google-chrome-stable microsoft-edge \
        microsoft-edge-stable chromium-browser; do
        if works "$name"; then
            command -v "$name"
            return
        fi
    done
    return 1
}

# provide_shell: the same browser without windows of its own, which takes a third less of the
# processor. Where it is not to be had, the whole browser serves as well.
provide_shell() {
    works chromium-headless-shell && return
    if may_install; then apt_install chromium-headless-shell || true; fi
}

# real_package: would apt-get bring a browser, or (Ubuntu) only the stub of a snap?
real_package() {
    apt_get update >&2
    apt-get install --simulate chromium 2>/dev/null | grep '^Inst chromium ' | grep -qv snap
}

provide_browser() {
    if [ -n "${CHROMIUM:-}" ]; then
        works "$CHROMIUM" || die "CHROMIUM=$CHROMIUM は起動できません。" \
            "CHROMIUM=$CHROMIUM does not run, or is a snap"
        return
    fi
    provide_shell
    if ! CHROMIUM=$(find_browser) && may_install && real_package; then
        apt_install chromium || true
        CHROMIUM=$(find_browser) || true
    fi
    [ -n "$CHROMIUM" ] || die \
        "ブラウザーがありません。sudo apt-get install chromium を実行するか（Ubuntu の snap 版は使えません）、CHROMIUM=/場所/chrome で Chrome、Chromium、Edge を指定してください。" \
        "no browser: sudo apt-get install chromium (not Ubuntu's snap), or CHROMIUM=/path/to/chrome, chromium or edge"
}

has_japanese_font() {
    fc-list :lang=ja family 2>/dev/null | grep -q .
}

provide_font() {
    has_japanese_font && return
    if may_install; then apt_install fontconfig fonts-ipafont-gothic || true; fi
    has_japanese_font || die \
        "日本語フォントがありません。sudo apt-get install fontconfig fonts-ipafont-gothic を実行してください。" \
        "no Japanese font: sudo apt-get install fontconfig fonts-ipafont-gothic"
}

# driver_runs: playwright speaks to the browser through a program that wants a C library
# which a bare Debian lacks.
driver_runs() {
    (cd .venv/lib/python3*/site-packages/playwright/driver && ./node --version) >/dev/null 2>&1
}

provide_driver() {
    .ci/venv.sh
    driver_runs && return
    if may_install; then apt_install libatomic1 || true; fi
    driver_runs || die \
        "playwright が動きません。sudo apt-get install libatomic1 を実行してください。" \
        "playwright does not run: sudo apt-get install libatomic1"
}

provide_browser
provide_font
provide_driver
export CHROMIUM
[ $# = 0 ] || exec "$@"
