#!/bin/sh
# Starts Siegel so that it can leave no core file, which would hold keys: the limit is a hard one and children inherit it.
# Streams, signals and the exit code are the program's own, and so are the arguments, with one word before them: over ssh there is
# no display, what support asks there needs none, and the engine ends at once unless it is told so.
# A limit of nothing counts for files only: a kernel that pipes core files to a collector (systemd-coredump, apport, abrt) asks it
# anyway. At one byte it starts none (fs/coredump.c), and no file is that short; where that cannot be set, nothing it is.
prlimit --pid "$$" --core=1:1 2>/dev/null || ulimit -c 0
word=
if [ -z "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  for argument in "$@"; do
    case "$argument" in
      --doctor | --doctor=* | --check-network | --check-network=* | --print-policy | --verify-record=*) word=--ozone-platform=headless ;;
    esac
  done
fi
exec "$(dirname -- "$(readlink -f -- "$0")")/siegel-app" ${word:+"$word"} "$@"
