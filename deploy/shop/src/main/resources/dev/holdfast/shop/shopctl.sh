#!/bin/sh
# Starts and stops the shop of this home folder:  shopctl start|stop|restart|current|status
set -eu
home=$(CDPATH='' cd -- "$(dirname -- "$0")/.." && pwd -P)
pidfile=$home/shop.pid

# The process of the pid file, if it still is this shop.
running() {
    [ -s "$pidfile" ] || return 1
    pid=$(cat "$pidfile")
    kill -0 "$pid" 2>/dev/null || return 1
    [ ! -r "/proc/$pid/cmdline" ] || tr '\0' ' ' <"/proc/$pid/cmdline" | grep -qF "$home"
}

stop() {
    if running; then
        kill -TERM "$pid"
        tries=0
        while kill -0 "$pid" 2>/dev/null; do
            tries=$((tries + 1))
            [ "$tries" -lt 100 ] || kill -KILL "$pid" 2>/dev/null || true
            sleep 0.05
        done
    fi
    rm -f "$pidfile"
}

start() {
    if running; then
        echo "the shop runs already (process $pid)"
        return
    fi
    detach=''
    ! command -v setsid >/dev/null || detach=setsid
    # shellcheck disable=SC2086  # empty where there is no setsid
    $detach "$home/bin/java" "@$home/java.args" "$home" >>"$home/shop.log" 2>&1 </dev/null &
    echo $! >"$pidfile"
    echo "the shop starts as $(basename -- "$(readlink -f -- "$home/current")") (process $!)"
}

case "${1:-}" in
    start) start ;;
    stop) stop ;;
    restart) stop; start ;;
    current) basename -- "$(readlink -f -- "$home/current")" ;;
    status) if running; then echo "runs (process $pid)"; else echo "does not run"; exit 3; fi ;;
    *) echo "usage: shopctl start|stop|restart|current|status" >&2; exit 2 ;;
esac
