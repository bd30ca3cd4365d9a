#!/bin/sh
# Runs after the deb or rpm is removed: removes the command, the AppArmor profile and those folders for policies that
# are empty. Policies stay, and so does what people have in their homes. The argument is the reason for the call (dpkg)
# or the number of versions that are still installed (rpm).
set -e
case "$1" in
  upgrade | failed-upgrade | abort-upgrade | abort-install | 1) exit 0 ;;
esac
if [ "$(readlink '/usr/bin/${executable}' 2>/dev/null)" = '/opt/${sanitizedProductName}/${executable}' ]; then
  rm -f '/usr/bin/${executable}'
fi
profile='/etc/apparmor.d/${executable}'
if [ -f "$profile" ]; then
  if command -v apparmor_parser >/dev/null 2>&1; then apparmor_parser --remove "$profile" >/dev/null 2>&1 || true; fi
  rm -f "$profile"
fi
for folder in /etc/siegel/policies/managed /etc/siegel/policies/recommended /etc/siegel/policies /etc/siegel; do
  rmdir "$folder" 2>/dev/null || true
done
if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
