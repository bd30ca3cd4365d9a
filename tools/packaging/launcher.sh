#!/bin/sh
# Starts Siegel so that it can leave no core file, which would hold keys: the limit is a hard one and children inherit it.
# Arguments, streams, signals and the exit code are the program's own.
ulimit -c 0
exec "$(dirname -- "$(readlink -f -- "$0")")/siegel-app" "$@"
