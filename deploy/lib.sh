# shellcheck shell=bash disable=SC2034
# Shared by install.sh and upgrade.sh, which source it first. BUNDLE: the unpacked folder.

set -euo pipefail
umask 022
export LC_ALL=C.UTF-8 PYTHONUTF8=1

HOME_DIR=/opt/dx-portal         # releases/VERSION/{source,venv}, and `current`
CONFIG=/etc/dx-portal           # portal.env, owner.env, tls/, proxy.conf
STATE=/var/lib/dx-portal        # files/, heads/, backup/, cache/
ACCOUNT=dx-portal               # of the machine
DATABASE=dx_portal              # and the role that the portal runs as
OWNER=dx_portal_owner           # owns the tables; migrations alone use it

say() { printf '%s\n' "$*"; }

die() {
    printf '中止しました：%s\n' "$*" >&2
    exit 1
}

# read_bundle: VERSION, PYTHON and MACHINE of the bundle, whose every file is as it was written.
read_bundle() {
    [ -f "$BUNDLE/BUNDLE" ] || die "$BUNDLE は、make bundle で作った一式ではありません。展開したフォルダの中のものを実行してください。"
    (cd "$BUNDLE" && sha256sum --quiet --check SHA256SUMS) ||
        die "一式のファイルが、作ったときと違います。もう一度、持ち込み直してください。"
    VERSION=$(sed -n 's/^VERSION=//p' "$BUNDLE/BUNDLE")
    PYTHON=$(sed -n 's/^PYTHON=//p' "$BUNDLE/BUNDLE")
    MACHINE=$(sed -n 's/^MACHINE=//p' "$BUNDLE/BUNDLE")
    RELEASE=$HOME_DIR/releases/$VERSION
}

# need_machine: root, and a machine that the wheels are made for.
need_machine() {
    [ "$(id -u)" = 0 ] || die "root で実行してください（sudo ./install.sh など）。"
    command -v dpkg >/dev/null || die "Debian か、Debian を元にした Linux で実行してください。"
    [ "$(uname -m)" = "$MACHINE" ] ||
        die "この一式は $MACHINE のためのもので、この機械は $(uname -m) です。make bundle MACHINE=$(uname -m) で作り直してください。"
}

# need_packages: everything that Debian has to bring, all that is missing in one sentence.
need_packages() {
    local missing=()
    command -v "python$PYTHON" >/dev/null || missing+=("python$PYTHON")
    "python$PYTHON" -c 'import ensurepip, venv' 2>/dev/null || missing+=("python$PYTHON-venv")
    { command -v psql && command -v pg_dump && command -v pg_lsclusters; } >/dev/null || missing+=(postgresql)
    command -v nginx >/dev/null || missing+=(nginx-light)
    command -v openssl >/dev/null || missing+=(openssl)
    has_library libpango-1.0.so.0 || missing+=(libpango-1.0-0)
    has_library libpangoft2-1.0.so.0 || missing+=(libpangoft2-1.0-0)
    has_library libharfbuzz-subset.so.0 || missing+=(libharfbuzz-subset0)
    [ ${#missing[@]} = 0 ] || die "Debian のパッケージが足りません。庁内のミラーか、インストール用のメディアから入れて、もう一度実行してください：apt-get install ${missing[*]}"
}

# To the end of the list: with -q, grep would leave ldconfig to write to nobody, which fails by chance.
has_library() { ldconfig -p | grep "^[[:space:]]*$1 " >/dev/null; }

# need_database: a PostgreSQL 15 or later that answers on this machine.
need_database() {
    local number
    number=$(as_postgres psql -XAtc 'SHOW server_version_num' 2>/dev/null) ||
        die "PostgreSQL が応答しません。systemctl start postgresql で起動してから、もう一度実行してください。"
    [ "$number" -ge 150000 ] || die "PostgreSQL は15以上が要ります。この機械のものは ${number%????} です。"
    PGPORT=$(as_postgres psql -XAtc 'SHOW port')
}

as_postgres() { (cd / && runuser -u postgres -- "$@"); }

# sql DATABASE: statements from standard input, as the superuser; the first fault ends it.
sql() { as_postgres psql -XAqt -v ON_ERROR_STOP=1 -d "$1"; }

# make_release: source and virtual environment of this version, from the bundle alone.
make_release() {
    if [ -f "$RELEASE/.complete" ]; then
        say "版 $VERSION は、もう置いてあります。"
        return
    fi
    say "版 $VERSION を置きます。"
    rm -rf "$RELEASE"
    mkdir -p "$RELEASE"
    cp -R "$BUNDLE/source" "$RELEASE/source"
    mkdir "$RELEASE/source/var"
    cp -R "$BUNDLE/static" "$RELEASE/source/var/static"
    cp "$BUNDLE/BUNDLE" "$BUNDLE/SBOM.cdx.json" "$BUNDLE/LICENCES.txt" "$RELEASE/"
    "python$PYTHON" -m venv "$RELEASE/venv"
    PIP_CONFIG_FILE=/dev/null "$RELEASE/venv/bin/python" -m pip --isolated install --quiet \
        --disable-pip-version-check --no-index --find-links "$BUNDLE/wheels" --require-hashes \
        -r "$RELEASE/source/requirements.txt" ||
        die "ライブラリを入れられませんでした。空きがあるかを確かめて、もう一度実行してください。"
    "$RELEASE/venv/bin/python" -m compileall -q "$RELEASE/source" >/dev/null || true
    chown -R root:root "$RELEASE"
    chmod -R go-w "$RELEASE"
    touch "$RELEASE/.complete"
}

# manage RELEASE SETTINGS... -- COMMAND...: manage.py of a release as the portal's account, with the
# variables of these files alone.
manage() {
    local release=$1 files=()
    shift
    while [ "$1" != -- ]; do
        files+=("$1")
        shift
    done
    shift
    (
        set -a
        for file in "${files[@]}"; do
            # shellcheck disable=SC1090 # written by install.sh
            . "$file"
        done
        set +a
        cd "$release/source"
        exec runuser -u "$ACCOUNT" -- "$release/venv/bin/python" manage.py "$@"
    )
}

# as_portal, as_owner RELEASE COMMAND...
as_portal() { manage "$1" "$CONFIG/portal.env" -- "${@:2}"; }
as_owner() { manage "$1" "$CONFIG/portal.env" "$CONFIG/owner.env" -- "${@:2}"; }

knows() { [ -n "$(find "$1/source" -path "*/management/commands/$2.py" -print -quit)" ]; }

# migrate RELEASE: tables, rights, the cache's table, and what is searched.
migrate() {
    as_owner "$1" migrate --verbosity 0
    as_owner "$1" createcachetable
    grant_rights "$1"
    as_owner "$1" rebuild_search
}

# grant_rights RELEASE: what the role that the portal runs as may do; it owns nothing.
grant_rights() { as_owner "$1" database_roles --portal "$DATABASE" --run >/dev/null; }

# check RELEASE: what has to hold before anybody is let in.
check() {
    as_portal "$1" check --deploy --fail-level WARNING
    as_portal "$1" check_triggers
}

has_systemd() { [ -d /run/systemd/system ]; }

# place_units RELEASE: those of the commands that the release knows.
place_units() {
    local unit command
    for unit in /etc/systemd/system/dx-portal*; do
        [ -e "$unit" ] && [ ! -e "$1/source/deploy/units/${unit##*/}" ] && [ -f "$unit" ] && rm "$unit"
    done
    install -m 644 "$1"/source/deploy/units/*.service /etc/systemd/system/
    for unit in "$1"/source/deploy/units/*.timer; do
        command=${unit##*/dx-portal-}
        if knows "$1" "${command%.timer}" || [ "$command" = clearsessions.timer ]; then
            install -m 644 "$unit" /etc/systemd/system/
        fi
    done
    ! has_systemd || systemctl daemon-reload
}

timers() { (cd /etc/systemd/system && ls dx-portal-*.timer); }

start_all() {
    if ! has_systemd; then
        say "systemd が動いていないため、起動していません。次の起動から自動で動きます。"
    fi
    # shellcheck disable=SC2046 # names of our own
    systemctl --quiet enable dx-portal.service $(timers)
    if has_systemd; then
        # shellcheck disable=SC2046
        systemctl restart dx-portal.service $(timers)
    fi
}

stop_all() {
    if has_systemd; then
        # shellcheck disable=SC2046
        systemctl stop $(timers) 'dx-portal-job@*.service' dx-portal.service
    fi
}

# place_nginx RELEASE HOST
place_nginx() {
    local site=/etc/nginx/sites-available/dx-portal.conf
    install -m 644 "$1/source/deploy/nginx/proxy.conf" "$CONFIG/proxy.conf"
    sed "s/@HOST@/$2/g" "$1/source/deploy/nginx/dx-portal.conf" >"$site"
    ln -sfn "$site" /etc/nginx/sites-enabled/dx-portal.conf
    nginx -q -t || die "nginx の設定に誤りがあります。上の行を確かめてください。"
    ! has_systemd || systemctl --quiet reload-or-restart nginx.service
}

# point_to RELEASE: `current` in one step, so that it always leads somewhere.
point_to() {
    ln -sfn "$1" "$HOME_DIR/current.new"
    mv -T "$HOME_DIR/current.new" "$HOME_DIR/current"
}

# one_at_a_time: of two that are started together the second is told so.
one_at_a_time() {
    mkdir -p "$CONFIG"
    exec 9>"$CONFIG/.lock"
    flock -n 9 || die "別の install.sh か upgrade.sh が動いています。終わってから実行してください。"
}
