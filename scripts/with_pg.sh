#!/usr/bin/env bash
# Run a command with a throw-away PostgreSQL: started empty, named in DATABASE_URL, gone afterwards.
#
#   scripts/with_pg.sh [--durable] .venv/bin/pytest tongket
#
# The server listens on a socket in its own folder only, so any number of them can run side by side and
# nobody else reaches them. It is fast and careless (fsync off): for tests, never for records. With --durable it keeps
# what it has acknowledged, as an office's server does: for measuring.
set -euo pipefail

careless=(-c fsync=off -c autovacuum=off -c synchronous_commit=off -c full_page_writes=off -c jit=off)
if [ "${1:-}" = --durable ]; then
    careless=()
    shift
fi
[ $# -gt 0 ] || { echo "usage: scripts/with_pg.sh [--durable] COMMAND [ARGUMENT...]" >&2; exit 2; }

bin=$(find /usr/lib/postgresql -mindepth 2 -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
if [ -z "$bin" ]; then
    bin=$(dirname "$(command -v initdb || true)")
fi
[ -x "$bin/initdb" ] || { echo "No PostgreSQL server found: install the Debian package postgresql." >&2; exit 1; }

dir=$(mktemp -d /tmp/tongket-pg.XXXXXX) # short: the path of a socket may have 107 characters
server=

stop() {
    if [ -n "$server" ]; then
        kill -QUIT "$server" 2>/dev/null || true # at once: nothing in it is to be kept
        wait "$server" 2>/dev/null || true
    fi
    rm -rf "$dir"
}
trap stop EXIT
trap 'exit 129' HUP
trap 'exit 130' INT
trap 'exit 143' TERM

as=()
if [ "$(id -u)" -eq 0 ]; then # PostgreSQL refuses to run as root
    as=(setpriv --reuid=postgres --regid=postgres --init-groups)
    chown postgres: "$dir"
fi

cd_and() { (cd "$dir" && exec "$@"); }

cd_and "${as[@]}" "$bin/initdb" -D "$dir/data" -U tongket -A trust -E UTF8 --locale=C.UTF-8 --no-sync \
    >"$dir.log" 2>&1 || { cat "$dir.log" >&2; rm -f "$dir.log"; exit 1; }
rm -f "$dir.log"

# A session of its own, so that Ctrl-C reaches the command and not the server under it;
# the death signal stops the server even if this script is killed outright.
( cd "$dir" && exec setsid "${as[@]}" setpriv --pdeathsig=QUIT "$bin/postgres" -D "$dir/data" \
    -c listen_addresses= -c unix_socket_directories="$dir" -c unix_socket_permissions=0777 \
    "${careless[@]}" -c wal_level=minimal -c max_wal_senders=0 \
    -c max_connections=200 -c shared_buffers=256MB -c timezone=UTC ) </dev/null >"$dir/log" 2>&1 &
server=$!

for _ in $(seq 6000); do # ten minutes, for a machine that is busy with other things
    if "$bin/pg_isready" -q -h "$dir" -U tongket -d postgres; then
        ready=true
        break
    fi
    kill -0 "$server" 2>/dev/null || break
    sleep 0.1
done
if [ "${ready:-}" != true ]; then
    cat "$dir/log" >&2
    exit 1
fi
"$bin/createdb" -h "$dir" -U tongket tongket

export DATABASE_URL="postgres://tongket@/$dir/tongket"
"$@"
