#!/usr/bin/env bash
# upgrade.sh: takes a new version in, with a way back; offline.
# upgrade.sh --back: goes back to the version and the data of before the last upgrade.
BUNDLE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
if [ ! -f "$BUNDLE/source/deploy/lib.sh" ]; then
    echo "展開した一式のフォルダの中の upgrade.sh を実行してください。" >&2
    exit 1
fi
# shellcheck source=deploy/lib.sh
. "$BUNDLE/source/deploy/lib.sh"

UPGRADES=$STATE.upgrades # one folder an upgrade: portal.dump, heads.txt, FROM
back=''
case ${1:-} in
'') ;;
--back) back=yes ;;
*) die "使い方： ./upgrade.sh（新しい版にする）、./upgrade.sh --back（直前の版とデータに戻す）" ;;
esac

heads_file() { sed -n "s/^AUDIT_HEADS_FILE='\(.*\)'$/\1/p" "$CONFIG/portal.env"; }
host() { sed -n "s/^ALLOWED_HOSTS='\(.*\)'$/\1/p" "$CONFIG/portal.env" | cut -d, -f1; }

# need_room: the dump and a second database have to fit.
need_room() {
    local size free
    size=$(sql postgres <<<"SELECT pg_database_size('$DATABASE')")
    free=$(df --output=avail -B1 "$(dirname "$UPGRADES")" | tail -n 1)
    [ "$free" -gt $((size * 2 + 1073741824)) ] ||
        die "$(dirname "$UPGRADES") の空きが足りません（データベースは $((size / 1048576)) MB）。空きを作ってから、もう一度実行してください。"
}

# keep_data: what the way back needs; nothing changes while it is written.
keep_data() {
    rm -rf "$KEPT.part"
    install -d -m 700 "$UPGRADES" "$KEPT.part"
    say "データベースを複写します。"
    as_postgres pg_dump -Fc "$DATABASE" >"$KEPT.part/portal.dump"
    as_postgres pg_restore --list <"$KEPT.part/portal.dump" >/dev/null
    [ ! -e "$(heads_file)" ] || cp -p "$(heads_file)" "$KEPT.part/heads.txt"
    printf '%s\n' "$OLD" >"$KEPT.part/FROM"
    rm -rf "$KEPT"
    mv "$KEPT.part" "$KEPT"
    ln -sfn "$KEPT" "$UPGRADES/last"
}

# bring_back FOLDER: the data of that folder under the portal's name; those of now stay beside, under
# a name with the time.
bring_back() {
    local now
    now=$(date +%Y%m%d_%H%M%S)
    sql postgres <<SQL
DROP DATABASE IF EXISTS ${DATABASE}_back;
CREATE DATABASE ${DATABASE}_back OWNER $OWNER ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE ${DATABASE}_back FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ${DATABASE}_back TO $DATABASE;
SQL
    as_postgres pg_restore --exit-on-error -d "${DATABASE}_back" <"$1/portal.dump"
    sql postgres <<SQL
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$DATABASE' \g /dev/null
ALTER DATABASE $DATABASE RENAME TO ${DATABASE}_until_$now;
ALTER DATABASE ${DATABASE}_back RENAME TO $DATABASE;
SQL
    if [ -e "$1/heads.txt" ]; then
        mv "$(heads_file)" "$(heads_file).until_$now"
        cp -p "$1/heads.txt" "$(heads_file)"
    fi
    say "更新の後のデータは、データベース ${DATABASE}_until_$now に残してあります。"
}

# return_to RELEASE: program, units and nginx of a version that is there already.
return_to() {
    point_to "$1"
    place_units "$1"
    place_nginx "$1" "$(host)"
    start_all
}

# undo: after a fault, as it was before. Runs once, whatever ended the script.
undo() {
    local code=$?
    trap - EXIT
    trap '' INT TERM HUP
    [ "$code" != 0 ] || return 0
    set +e
    say "更新できませんでした。前の版 $(basename "$OLD") に戻します。" >&2
    [ -z "$changing" ] || bring_back "$KEPT"
    return_to "$OLD"
    say "前の版で動いています。上に出た誤りを確かめてから、もう一度実行してください。" >&2
    exit "$code"
}

go_back() {
    local from=$UPGRADES/last old
    [ -f "$from/FROM" ] || die "戻せる更新がありません。"
    old=$(cat "$from/FROM")
    [ -f "$old/.complete" ] || die "前の版 $old が、もうありません。"
    from=$(readlink -f "$from")
    say "版 $(basename "$old") と、更新の前のデータに戻します。更新の後に入力されたものは、画面から消えます。"
    stop_all
    bring_back "$from"
    return_to "$old"
    rm -f "$UPGRADES/last"
    as_portal "$old" check_triggers
    as_portal "$old" verify_audit
    say "版 $(basename "$old") に戻しました。"
}

upgrade() {
    say "止めて、記録を確かめます。"
    trap undo EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    stop_all
    as_portal "$OLD" seal_audit
    as_portal "$OLD" verify_audit
    keep_data
    changing=yes
    say "データベースを、新しい版のものにします。"
    migrate "$RELEASE"
    check "$RELEASE"
    as_portal "$RELEASE" verify_audit
    return_to "$RELEASE"
    trap - EXIT INT TERM HUP
    say "版 $(basename "$OLD") を $VERSION にしました。前の版とデータに戻すときは、このフォルダで ./upgrade.sh --back を実行します。"
}

read_bundle
need_machine
need_packages
one_at_a_time
need_database
OLD=$(readlink "$HOME_DIR/current" 2>/dev/null) || die "まだ入っていません。初めは ./install.sh を実行してください。"
KEPT=$UPGRADES/$(basename "$OLD")--$VERSION
changing=''
if [ -n "$back" ]; then
    go_back
    exit 0
fi
[ "$OLD" != "$RELEASE" ] || die "版 $VERSION は、もう動いています。"
need_room
make_release
upgrade
