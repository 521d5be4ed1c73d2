#!/usr/bin/env bash
# pango.sh: sees to it that Pango is on the machine, which lays out the text of PDF files.
. "$(dirname "$0")/lib.sh"

PACKAGES=(libpango-1.0-0 libpangoft2-1.0-0)
SUBSET=libharfbuzz-subset0 # makes the embedded font small; a Python library does so, too, slower

has_pango() {
    "$(find_python)" -c '
import ctypes
for name in ("libpango-1.0.so.0", "libpangoft2-1.0.so.0"):
    ctypes.CDLL(name)' 2>/dev/null
}

has_pango && exit 0
if may_install; then
    apt_install "${PACKAGES[@]}" "$SUBSET" || apt_install "${PACKAGES[@]}" || true
fi
has_pango || die \
    "Pango がありません。sudo apt-get install ${PACKAGES[*]} を実行してください。" \
    "Pango is needed for PDF files: sudo apt-get install ${PACKAGES[*]}"
