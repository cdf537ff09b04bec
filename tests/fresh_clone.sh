#!/usr/bin/env bash
# Proves the promise of the README on a fresh clone with an empty home and empty caches:
# make up answers within 180 s of the command, downloads included; the second start within 10 s,
# with the data; Ctrl-C stops everything. UV= makes it fetch uv too, as on a bare machine.
set -euo pipefail
root=$(git -C "$(dirname "$0")" rev-parse --show-toplevel)
place=$(mktemp -d)
python=$(dirname "$(python3 -c 'import sys; print(sys.executable)')")
export HOME=$place/home PATH=$python:$PATH
export MOTCUA_PORT=${MOTCUA_PORT:-8765}
unset DATABASE_URL MOTCUA_HOME VIRTUAL_ENV UV_CACHE_DIR XDG_CACHE_HOME PIP_CACHE_DIR
mkdir "$HOME"
up=
trap 'if [ -n "$up" ]; then kill -INT -- "-$up" 2>/dev/null || true; wait "$up" || true; fi; rm -rf "$place"' EXIT
git clone --quiet "$root" "$place/clone"
cd "$place/clone"

start() { # label, seconds allowed
    local begun=$EPOCHREALTIME
    set -m
    make UV=.venv-tools/bin/uv up >"$place/$1.out" 2>&1 &
    up=$!
    set +m
    until [ "$(curl -s -o "$place/page" -w '%{http_code}' "http://127.0.0.1:$MOTCUA_PORT/")" = 200 ]; do
        kill -0 "$up" 2>/dev/null || { cat "$place/$1.out"; echo "$1: make up ended"; exit 1; }
        sleep 0.1
    done
    local took
    took=$(python3 -c "print(f'{$EPOCHREALTIME - $begun:.1f}')")
    printf '%s start: HTTP 200 after %s s (allowed %s s)\n' "$1" "$took" "$2"
    python3 -c "raise SystemExit($took > $2)" || { cat "$place/$1.out"; exit 1; }
}

stop() {
    # The terminal sends Ctrl-C to the whole group.
    kill -INT -- "-$up"
    wait "$up" || true
    up=
    sleep 1
    if pgrep -af "$place"; then echo "left over after $1"; exit 1; fi
    printf '%s stop: no process left\n' "$1"
}

start first 180
stop first
start second 10
if grep -q 'Tables' "$place/second.out"; then echo "the second start set up again"; exit 1; fi
stop second
