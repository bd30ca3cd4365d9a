#!/bin/sh
# Starts Siegel so that it can leave no core file, which would contain keys: the limit is hard, and children inherit it.
# Streams, signals, exit code and arguments pass through unchanged, except that one option may be added. Over ssh there
# is no display. The commands for support need none, but Chromium would end at once without the headless platform.
# A limit of 0 stops files only: a kernel that pipes core dumps to a collector (systemd-coredump, apport, abrt) ignores
# that limit. With a limit of one byte the kernel starts no collector (fs/coredump.c), and no core file is that short.
# If one byte cannot be set, the limit is 0.
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
