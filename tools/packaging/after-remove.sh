#!/bin/sh
# After the deb is gone: the command and the AppArmor profile go too. Policies and people's profiles stay.
set -e
case "$1" in
  upgrade | failed-upgrade | abort-upgrade) exit 0 ;;
esac
if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' '/opt/${sanitizedProductName}/${executable}' || true
fi
if [ -L '/usr/bin/${executable}' ] && [ ! -e '/usr/bin/${executable}' ]; then rm -f '/usr/bin/${executable}'; fi
rm -f '/etc/apparmor.d/${executable}'
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
