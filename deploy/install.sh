#!/usr/bin/env bash
# install.sh: sets the portal up on a Debian machine without any network. Repeating it mends what
# is missing and changes neither settings nor data.
BUNDLE=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)
if [ ! -f "$BUNDLE/source/deploy/lib.sh" ]; then
    echo "展開した一式のフォルダの中の install.sh を実行してください。" >&2
    exit 1
fi
# shellcheck source=deploy/lib.sh
. "$BUNDLE/source/deploy/lib.sh"

usage() {
    cat <<'TEXT'
使い方： ./install.sh --host dx.city.example.lg.jp [選択肢]
  --host 名前           ポータルのホスト名（初回は必ず）
  --certificate ファイル  TLS の証明書（中間証明書を続けて書いたもの）。省くと、試すための自己署名の証明書を作る
  --key ファイル         その秘密鍵
  --mail-url 場所        メールサーバー。例 smtp://mail.city.example.lg.jp:25（省くと、メールを使わない）
  --mail-from 差出人      例 '進捗管理 <dx@city.example.lg.jp>'
TEXT
}

host='' certificate='' key='' mail_url='' mail_from=''
while [ $# -gt 0 ]; do
    case $1 in
    --help) usage; exit 0 ;;
    --host | --certificate | --key | --mail-url | --mail-from)
        [ $# -gt 1 ] || die "$1 の値がありません。"
        name=${1#--}
        printf -v "${name//-/_}" %s "$2"
        shift 2
        ;;
    *) usage >&2; die "「$1」という選択肢はありません。" ;;
    esac
done

# random: 64 letters and digits.
random() { openssl rand -hex 32; }

make_account() {
    id -u "$ACCOUNT" >/dev/null 2>&1 ||
        useradd --system --user-group --home-dir "$STATE" --no-create-home --shell /usr/sbin/nologin "$ACCOUNT"
    install -d -m 755 "$HOME_DIR" "$HOME_DIR/releases" "$CONFIG"
    install -d -m 700 -o "$ACCOUNT" -g "$ACCOUNT" "$STATE" "$STATE/files" "$STATE/heads" "$STATE/backup" "$STATE/cache"
    install -d -m 711 "$STATE.upgrades"
    install -d -m 700 "$CONFIG/tls"
}

# make_settings: once; what stands there is the city's own.
make_settings() {
    if [ -f "$CONFIG/portal.env" ]; then
        host=$(sed -n "s/^ALLOWED_HOSTS='\(.*\)'$/\1/p" "$CONFIG/portal.env" | cut -d, -f1)
        say "設定 $CONFIG/portal.env は、今のままにします。"
        return
    fi
    [[ $host =~ ^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$ ]] ||
        die "--host にホスト名を指定してください（英小文字、数字、-、.）。例： ./install.sh --host dx.city.example.lg.jp"
    local role
    role=$(random)
    (
        umask 077
        cat >"$CONFIG/owner.env.new" <<ENV
# 表の持ち主。manage.py migrate だけが使います。
DATABASE_URL='postgres://$OWNER:$(random)@127.0.0.1:$PGPORT/$DATABASE'
ENV
        cat >"$CONFIG/portal.env.new" <<ENV
# ポータルの設定（README の「設定」）。変えた後は systemctl restart dx-portal
DEPLOYMENT='production'
SECRET_KEY='$(random)$(random)'
# データベースの複写とは別の所に、写しを保管してください。
AUDIT_KEY='$(random)$(random)'
ALLOWED_HOSTS='$host'
PORTAL_URL='https://$host'
TLS_PROXY='on'
DATABASE_URL='postgres://$DATABASE:$role@127.0.0.1:$PGPORT/$DATABASE'
FILES_DIR='$STATE/files'
# 別の機械の、書き足しだけを許す置き場所に変えることを勧めます。
AUDIT_HEADS_FILE='$STATE/heads/audit_heads.txt'
BACKUP_DIR='$STATE/backup'
HOME='$STATE'
MPLCONFIGDIR='$STATE/cache'
MAIL_URL='$mail_url'
MAIL_FROM='$mail_from'
ENV
    )
    mv "$CONFIG/owner.env.new" "$CONFIG/owner.env"
    mv "$CONFIG/portal.env.new" "$CONFIG/portal.env"
}

# password_in FILE: of the DATABASE_URL that stands there.
password_in() { sed -n "s|^DATABASE_URL='postgres://[^:]*:\([^@]*\)@.*|\1|p" "$1"; }

# make_database: two roles, of which the portal's own owns nothing, and the database.
make_database() {
    local running owning
    running=$(password_in "$CONFIG/portal.env")
    owning=$(password_in "$CONFIG/owner.env")
    sql postgres <<SQL
DO \$\$ BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$OWNER') THEN CREATE ROLE $OWNER; END IF;
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '$DATABASE') THEN CREATE ROLE $DATABASE; END IF;
END \$\$;
ALTER ROLE $OWNER LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$owning';
ALTER ROLE $DATABASE LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD '$running';
SQL
    if [ -z "$(sql postgres <<<"SELECT 1 FROM pg_database WHERE datname = '$DATABASE'")" ]; then
        sql postgres <<<"CREATE DATABASE $DATABASE OWNER $OWNER ENCODING 'UTF8' LC_COLLATE 'C.UTF-8' LC_CTYPE 'C.UTF-8' TEMPLATE template0"
    fi
    sql "$DATABASE" <<SQL
REVOKE ALL ON DATABASE $DATABASE FROM PUBLIC;
GRANT CONNECT, TEMPORARY ON DATABASE $DATABASE TO $DATABASE;
ALTER SCHEMA public OWNER TO $OWNER;
SQL
}

# make_certificate: the city's; where there is none yet, one for trying.
make_certificate() {
    if [ -n "$certificate" ]; then
        [[ -r $certificate && -r $key ]] ||
            die "証明書 $certificate か、秘密鍵「$key」を読めません。--certificate と --key を確かめてください。"
        install -m 644 "$certificate" "$CONFIG/tls/portal.crt"
        install -m 600 "$key" "$CONFIG/tls/portal.key"
    elif [ ! -f "$CONFIG/tls/portal.crt" ]; then
        (umask 077 && openssl req -x509 -newkey rsa:2048 -nodes -days 397 -subj "/CN=$host" \
            -addext "subjectAltName=DNS:$host" -keyout "$CONFIG/tls/portal.key" \
            -out "$CONFIG/tls/portal.crt" 2>/dev/null)
        say "試すための自己署名の証明書を作りました。使い始める前に、市の証明書に替えてください： ./install.sh --certificate … --key …"
    fi
}

# make_command: `dx-portal COMMAND`, manage.py with the portal's settings.
make_command() {
    cat >/usr/local/sbin/dx-portal <<'SH'
#!/usr/bin/env bash
# dx-portal [--owner] COMMAND...: manage.py of the portal, with its settings and as its account;
# --owner: as the owner of the tables (migrate, restore, database_roles, public_role).
set -euo pipefail
[ "$(id -u)" = 0 ] || { echo "root で実行してください。" >&2; exit 1; }
set -a
. /etc/dx-portal/portal.env
if [ "${1:-}" = --owner ]; then
    . /etc/dx-portal/owner.env
    shift
fi
set +a
cd /opt/dx-portal/current/source
exec runuser -u dx-portal -- /opt/dx-portal/current/venv/bin/python manage.py "$@"
SH
    chmod 755 /usr/local/sbin/dx-portal
}

read_bundle
need_machine
need_packages
one_at_a_time
need_database
if [ -e "$HOME_DIR/current" ] && [ "$(readlink "$HOME_DIR/current")" != "$RELEASE" ]; then
    die "別の版（$(basename "$(readlink "$HOME_DIR/current")")）が動いています。新しい版にするには ./upgrade.sh を実行してください。"
fi
make_account
make_settings
make_database
make_release
[ -e "$HOME_DIR/current" ] || migrate "$RELEASE"
grant_rights "$RELEASE"
check "$RELEASE"
make_certificate
point_to "$RELEASE"
make_command
place_units "$RELEASE"
place_nginx "$RELEASE" "$host"
start_all
cat <<TEXT
ポータルの版 $VERSION を用意しました。住所は https://$host です。
次にすること：
  dx-portal load_plan                               計画を読み込む（坂戸市のもの。ほかは --from ファイル）
  dx-portal make_administrator ログインID 氏名        表示されたリンクで、本人がパスワードを決める
  $CONFIG/portal.env の AUDIT_KEY の写しを、データベースの複写とは別の所に保管する
TEXT
