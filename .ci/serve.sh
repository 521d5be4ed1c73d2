#!/usr/bin/env bash
# make run: the portal with sample data on this machine. Repeating it destroys nothing.
. "$(dirname "$0")/lib.sh"

PORT=${PORT:-8000}

# port_is_free: asks for the port as the server will.
port_is_free() {
    .venv/bin/python - "$PORT" 2>/dev/null <<'PYTHON'
import socket, sys
probe = socket.socket()
probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
probe.bind(("127.0.0.1", int(sys.argv[1])))
PYTHON
}

if ! [[ $PORT =~ ^[1-9][0-9]{3,4}$ && $PORT -ge 1024 && $PORT -le 65535 ]]; then
    die "PORT=$PORT は使えません。1024 から 65535 までの数で指定してください。" \
        "PORT must be a number from 1024 to 65535"
fi
[ "${DEPLOYMENT:-local}" = local ] || die \
    "make run は手元で試すためのものです。DEPLOYMENT=$DEPLOYMENT では README の「本番で動かす」に従ってください。" \
    "make run is for trying the portal out; for production see README"
.ci/venv.sh requirements.txt
mkdir -p var/static 2>/dev/null || true
[ -w var ] || die \
    "フォルダ $ROOT/var に書き込めません。持ち主と権限を確かめてください。" \
    "this folder is not writable: $ROOT/var"
port_is_free || die \
    "ポート $PORT は使用中です。make run PORT=8001 のように別の番号で起動してください。" \
    "port $PORT is in use: try make run PORT=8001"

export PORTAL_URL=${PORTAL_URL:-http://127.0.0.1:$PORT}
for step in "migrate --verbosity 0" check_triggers createcachetable "load_plan --only-new" demo_years rebuild_search; do
    # shellcheck disable=SC2086 # a step is a command with its options
    .venv/bin/python manage.py $step
done
echo "http://127.0.0.1:$PORT を開いてください。終わるには Ctrl+C を押します。 (open it in a browser; Ctrl+C ends it)"
# What a city runs too, so that what works here works there; threads serve one person well.
exec .venv/bin/python -m gunicorn sakado_dx.wsgi --bind "127.0.0.1:$PORT" --threads 4 \
    --log-level warning --no-control-socket
