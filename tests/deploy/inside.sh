#!/usr/bin/env bash
# inside.sh FIRST SECOND BROKEN: run in a Debian tree without any network by test_closed_network.py:
# the unpacked folders of three versions, of which the last has a migration that fails half-way.
# Prints a line for each thing that held.
set -euo pipefail
export PATH=/usr/local/sbin:/usr/sbin:/usr/bin:/sbin:/bin LC_ALL=C.UTF-8
first=$1 second=$2 broken=$3
HOST=dx.city.example.lg.jp
service=/etc/systemd/system/dx-portal.service
pid=''

held() { printf 'held: %s\n' "$*"; }
line_of() { sed -n "s/^$2=//p" "$1"; }

# as_unit UNIT KEY [INSTANCE]: becomes what the unit starts, as its account and with its settings;
# to be called in a subshell, which then is that program and can be ended.
as_unit() {
    local unit=$1 account
    account=$(line_of "$unit" User)
    set -a
    # shellcheck disable=SC1090
    . "$(line_of "$unit" EnvironmentFile)"
    set +a
    cd "$(line_of "$unit" WorkingDirectory)"
    # shellcheck disable=SC2046
    exec setpriv --reuid "$account" --regid "$account" --clear-groups -- \
        $(line_of "$unit" "$2" | sed "s/%i/${3:-}/g")
}

start() {
    (as_unit $service ExecStartPre)
    as_unit $service ExecStart >>/tmp/gunicorn.log 2>&1 &
    pid=$!
    for _ in $(seq 240); do
        kill -0 $pid || break
        if curl -fs -o /dev/null http://127.0.0.1:8000/healthz; then return; fi
        sleep 0.5
    done
    tail -n 40 /tmp/gunicorn.log
    return 1
}

stop() {
    [ -n "$pid" ] || return 0
    kill "$pid"
    wait "$pid" || true
    pid=''
    ! curl -s -o /dev/null http://127.0.0.1:8000/healthz
}

ask() { curl -sk --max-time 100 --resolve "$HOST:443:127.0.0.1" --resolve "$HOST:80:127.0.0.1" "$@"; }
status() { ask -o /dev/null -w '%{http_code}' "$@"; }
version() { basename "$(readlink /opt/dx-portal/current)"; }
asked() { runuser -u postgres -- psql -XAtd dx_portal -c "$1"; }
rows() { asked "SELECT count(*) FROM organization_user"; }
may_read() { asked "SELECT has_table_privilege('$1', '$2', 'SELECT')"; }

clean_up() {
    stop
    nginx -s stop 2>/dev/null || true
    pg_ctlcluster "$cluster" main stop -m immediate || true
}

cd /
cluster=$(pg_lsclusters --no-header | awk '{ print $1; exit }')
pg_ctlcluster "$cluster" main start
trap clean_up EXIT
[ "$(wc -l </proc/net/route)" = 1 ] && held "no route"

"$first/install.sh" --host "$HOST" && held "installed"
cp /etc/dx-portal/portal.env /tmp/before.env
"$first/install.sh"
cmp /tmp/before.env /etc/dx-portal/portal.env
held "installed again, settings kept"
dx-portal load_plan >/dev/null && held "plan loaded"
[ "$(stat -c %a:%U /etc/dx-portal/portal.env /etc/dx-portal/owner.env | sort -u)" = 600:root ] && held "secrets private"
systemd-analyze verify /etc/systemd/system/dx-portal* && held "units valid"

start && held "started"
nginx && held "nginx"
[ "$(status "https://$HOST/accounts/login/")" = 200 ] && held "login page over TLS"
[ "$(status "http://$HOST/")" = 301 ] && held "plain HTTP sent to TLS"
ask -D - -o /dev/null "https://$HOST/accounts/login/" | grep -i '^strict-transport-security: max-age=[0-9]' >/dev/null && held "HSTS"
page=$(ask "https://$HOST/accounts/login/")
sheet=$(grep -oE '/static/[^"]+\.css' <<<"$page")
sheet=${sheet%%$'\n'*}
[ "$(status "https://$HOST$sheet")" = 200 ] && held "style sheet"
head -c 14000000 /dev/zero >/tmp/large
[ "$(status --data-binary @/tmp/large "https://$HOST/")" = 413 ] && held "14 MB refused"
head -c 5000000 /dev/zero >/tmp/large
[ "$(status --data-binary @/tmp/large "https://$HOST/accounts/login/")" = 413 ] && held "5 MB to the login refused"
for timer in /etc/systemd/system/dx-portal-*.timer; do
    command=${timer##*/dx-portal-}
    (as_unit /etc/systemd/system/dx-portal-job@.service ExecStart "${command%.timer}") >/tmp/job.log 2>&1 ||
        { cat /tmp/job.log; echo "failed: $command"; exit 1; }
done
held "every timer's command"
ask "https://$HOST/readyz" >/tmp/ready || true
[ "$(find /var/lib/dx-portal/backup -name manifest.json | wc -l)" = 1 ] && held "a backup"
runuser -u postgres -- psql -XAtd dx_portal -c "SET ROLE dx_portal; CREATE TABLE t (x int)" 2>/dev/null || held "no DDL for the role that runs"
dx-portal make_administrator admin1 試験 >/dev/null && held "administrator made"
runuser -u postgres -- createuser dx_citizens
dx-portal --owner public_role dx_citizens --run >/dev/null && held "role for citizens"
printf evidence >/var/lib/dx-portal/files/kept.txt

old=$(version)
stop
[ "$(status "https://$HOST/")" = 503 ] && held "resting page while stopped"
"$second/upgrade.sh" && held "upgraded"
[ "$(version)" != "$old" ] && held "new version"
[ "$(may_read dx_portal glossary_term)" = t ] && held "rights given again after the migration"
start
[ "$(status "https://$HOST/accounts/login/")" = 200 ] && held "new version served"
dx-portal make_administrator admin2 試験 >/dev/null
[ "$(rows)" = 2 ] || exit 1
stop
rm /var/lib/dx-portal/files/kept.txt
"$second/upgrade.sh" --back && held "went back"
[ "$(version)" = "$old" ] && held "old version"
[ "$(rows)" = 1 ] && held "data of before"
[ "$(cat /var/lib/dx-portal/files/kept.txt)" = evidence ] && held "file of before"
[ "$(may_read dx_citizens public_glossary_term)" = t ] && held "citizens read again"
start
[ "$(status "https://$HOST/accounts/login/")" = 200 ] && held "old version served"
stop

# A migration that fails when half of it stands: the script itself goes back to version and data.
if "$broken/upgrade.sh" >/tmp/broken.log 2>&1; then exit 1; fi
cat /tmp/broken.log
grep -q 'half-way, as the test wants' /tmp/broken.log && held "migration failed half-way"
[ "$(version)" = "$old" ] && [ "$(rows)" = 1 ] && held "failed upgrade undone"
[ -z "$(asked "SELECT 1 FROM pg_tables WHERE tablename = 'left_half_way'")" ] && held "nothing of it left"
[ "$(may_read dx_citizens public_glossary_term)" = t ] && held "citizens read after it"
dx-portal verify_audit >/dev/null && held "record in order after it"
start
[ "$(status "https://$HOST/accounts/login/")" = 200 ] && held "served after a failed upgrade"
