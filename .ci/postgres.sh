#!/usr/bin/env bash
# postgres.sh COMMAND...  runs it with DATABASE_URL naming a PostgreSQL: the one that
# DATABASE_URL names already, or a server of its own, for the length of the command.
# Without a command it only sees to it that there will be one.
. "$(dirname "$0")/lib.sh"

OLDEST=15
work='' # folder of our own server: data, socket, log
bin=''  # folder of initdb and pg_ctl
child='' # the command, while it runs
signal=TERM # how it is ended

# newest_bin: the folder of the newest server programs on this machine, or failure.
newest_bin() {
    local folder
    for folder in $(printf '%s\n' /usr/lib/postgresql/*/bin | sort -rV) \
        "$(dirname "$(readlink -f "$(command -v initdb)")")"; do
        if [ -x "$folder/initdb" ] && [ "$(major_version "$folder")" -ge "$OLDEST" ]; then
            echo "$folder"
            return
        fi
    done
    return 1
}

# major_version FOLDER: 15 for "postgres (PostgreSQL) 15.18 (Debian ...)"
major_version() {
    "$1/postgres" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/'
}

find_or_install() {
    if ! bin=$(newest_bin) && may_install; then
        apt_install postgresql || true
        bin=$(newest_bin) || true
    fi
    [ -n "$bin" ] || die \
        "PostgreSQL $OLDEST 以上がありません。sudo apt-get install postgresql を実行するか、DATABASE_URL=postgres://… で指定してください。" \
        "PostgreSQL $OLDEST or later is needed: sudo apt-get install postgresql, or name a server with DATABASE_URL=postgres://..."
}

# as_server COMMAND...: as the user the server runs as, since initdb refuses root.
as_server() {
    if [ "$(id -u)" != 0 ]; then
        (cd "$work" && "$@")
    else
        (cd "$work" && runuser -u "$(server_user)" -- "$@")
    fi
}

server_user() {
    id -u postgres >/dev/null 2>&1 && echo postgres || echo nobody
}

free_port() {
    "$(find_python)" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# make_cluster: an empty database in a folder that only the server's user can enter.
make_cluster() {
    work=$(mktemp -d /tmp/sakado-pg.XXXXXX)
    password=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
    printf '%s\n' "$password" >"$work/password"
    [ "$(id -u)" != 0 ] || chown -R "$(server_user)" "$work"
    as_server "$bin/initdb" --pgdata="$work/data" --username=portal --pwfile="$work/password" \
        --auth=scram-sha-256 --encoding=UTF8 --no-locale --no-sync >"$work/initdb.log" 2>&1 ||
        { cat "$work/initdb.log" >&2; return 1; }
}

# start_server: on a free loopback port; without fsync, since nothing here need survive, and
# without autovacuum: its statistics of tables that a test had just emptied made others crawl.
start_server() {
    local port options
    port=$(free_port)
    options="-h 127.0.0.1 -p $port -k '$work' -F -c full_page_writes=off -c synchronous_commit=off -c autovacuum=off"
    as_server "$bin/pg_ctl" start --pgdata="$work/data" --log="$work/server.log" --wait \
        --silent --options="$options" >/dev/null || return 1
    export DATABASE_URL="postgres://portal:$password@127.0.0.1:$port/postgres"
}

# clean_up: ends the command, stops the server, removes its folder; runs whatever happened.
clean_up() {
    trap '' INT TERM HUP
    [ -z "$child" ] || kill "-$signal" -- "-$child" 2>/dev/null || true
    [ -z "$child" ] || wait "$child" || true
    [ -n "$work" ] || return 0
    [ ! -e "$work/data/postmaster.pid" ] ||
        as_server "$bin/pg_ctl" stop --pgdata="$work/data" --mode=immediate --silent || true
    rm -rf "$work"
}

# run COMMAND...: in a process group of its own, so that bash can answer a signal meanwhile.
run() {
    local code=0
    set -m
    "$@" &
    child=$!
    set +m
    wait "$child" || code=$?
    child=''
    return "$code"
}

case ${DATABASE_URL:-} in
postgres://* | postgresql://*) ;;
*) find_or_install ;;
esac
[ $# != 0 ] || exit 0
[ -n "$bin" ] || exec "$@"
trap clean_up EXIT
trap 'signal=INT; exit 130' INT
trap 'exit 143' TERM HUP
make_cluster || die "PostgreSQL の準備に失敗しました。" "initdb failed, see above"
# Another process may take the port between the question and the start.
start_server || start_server || start_server || {
    tail -n 20 "$work/server.log" >&2
    die "PostgreSQL が起動しません。" "PostgreSQL does not start, see above"
}
run "$@"
