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

# One folder an upgrade: backup/ (of manage.py backup), READERS, FROM. The last two are root's: what
# they name is run.
UPGRADES=$STATE.upgrades
back=''
case ${1:-} in
'') ;;
--back) back=yes ;;
*) die "使い方： ./upgrade.sh（新しい版にする）、./upgrade.sh --back（直前の版とデータに戻す）" ;;
esac

setting() { sed -n "s/^$1='\(.*\)'$/\1/p" "$CONFIG/portal.env"; }
host() { setting ALLOWED_HOSTS | cut -d, -f1; }

# need_room: the copy and a second database have to fit.
need_room() {
    local size files free
    size=$(sql postgres <<<"SELECT pg_database_size('$DATABASE')")
    files=$(du -sB1 "$(setting FILES_DIR)" | cut -f1)
    free=$(df --output=avail -B1 "$(dirname "$UPGRADES")" | tail -n 1)
    [ "$free" -gt $((size * 2 + files + 1073741824)) ] ||
        die "$(dirname "$UPGRADES") の空きが足りません（データベースは $((size / 1048576)) MB、FILES_DIR は $((files / 1048576)) MB）。空きを作ってから、もう一度実行してください。"
}

# readers: the roles, besides the portal's own, that read what is public; a restore gives no rights.
readers() {
    sql "$DATABASE" <<SQL
SELECT DISTINCT grantee FROM information_schema.role_table_grants
WHERE table_name LIKE 'public\_%' AND privilege_type = 'SELECT' AND grantee NOT IN ('$OWNER', '$DATABASE', 'PUBLIC')
SQL
}

# keep_data: what the way back needs; nothing changes while it is written.
keep_data() {
    rm -rf "$KEPT.part"
    install -d -m 711 "$UPGRADES" "$KEPT.part"
    install -d -m 700 -o "$ACCOUNT" -g "$ACCOUNT" "$KEPT.part/backup"
    say "データベースとファイルを複写します。"
    as_portal "$OLD" backup "$KEPT.part/backup"
    readers >"$KEPT.part/READERS"
    printf '%s\n' "$OLD" >"$KEPT.part/FROM"
    rm -rf "$KEPT"
    mv "$KEPT.part" "$KEPT"
    ln -sfn "$KEPT" "$UPGRADES/last"
}

# bring_back FOLDER: the data of that folder under the portal's name, once they are proved to be those
# of then; those of now stay beside, under a name with the time. Fails, and changes nothing, else.
bring_back() {
    local kept=$1 old now
    old=$(cat "$kept/FROM")
    now=$(date +%Y%m%d_%H%M%S)
    sql postgres <<SQL || return
DROP DATABASE IF EXISTS ${DATABASE}_back;
CREATE DATABASE ${DATABASE}_back OWNER $OWNER ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE ${DATABASE}_back FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE ${DATABASE}_back TO $DATABASE;
SQL
    in_back "$old" restore "$(echo "$kept"/backup/2*)" --over-what-is-there || return
    in_back "$old" database_roles --portal "$DATABASE" --run >/dev/null || return
    let_read "$old" "$kept/READERS"
    sql postgres <<SQL || return
SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '$DATABASE' \g /dev/null
ALTER DATABASE $DATABASE RENAME TO ${DATABASE}_until_$now;
ALTER DATABASE ${DATABASE}_back RENAME TO $DATABASE;
SQL
    say "更新の後のデータは、データベース ${DATABASE}_until_$now に残してあります。"
}

# in_back RELEASE COMMAND...: manage.py as the owner of the database that is to come back.
in_back() {
    # shellcheck disable=SC2016 # read when it is sourced
    printf 'DATABASE_URL="${DATABASE_URL%%/*}/%s_back"\n' "$DATABASE" >"$UPGRADES/back.env"
    manage "$1" "$CONFIG/portal.env" "$CONFIG/owner.env" "$UPGRADES/back.env" -- "${@:2}"
}

# let_read RELEASE FILE: what is public, to the roles of a file; a role that is gone is no fault.
let_read() {
    local role
    while read -r role; do
        in_back "$1" public_role "$role" --run >/dev/null </dev/null ||
            say "ロール $role に読ませられませんでした。dx-portal --owner public_role $role --run を実行してください。" >&2
    done <"$2"
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
    if [ -n "$changing" ] && ! bring_back "$KEPT"; then
        say "更新の前のデータに戻せませんでした。止めたままにします。複写は $KEPT/backup にあります。上に出た誤りを確かめ、./upgrade.sh --back を実行してください。" >&2
        exit "$code"
    fi
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
    bring_back "$from" || {
        [ "$OLD" = "$old" ] || return_to "$OLD" # else an upgrade has ended half-way: it stays stopped
        die "更新の前のデータに戻せませんでした。データは変えていません。上に出た誤りを確かめてから、もう一度実行してください。"
    }
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
