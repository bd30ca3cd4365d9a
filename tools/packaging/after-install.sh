#!/bin/sh
# After the deb or rpm is unpacked: the command, the sandbox, the folders for policies. The packager replaces words in ${}.
set -e
app='/opt/${sanitizedProductName}'

# Packages before the launcher kept the command as an alternative.
if [ -e '/etc/alternatives/${executable}' ] && command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' "$app/${executable}" >/dev/null 2>&1 || true
fi
ln -sfn "$app/${executable}" '/usr/bin/${executable}'

# User namespaces make the sandbox; only where the kernel offers people none does the helper need to be root's. This script is
# root, who may have one even where a hardened kernel says 0 to everybody else.
forAll=$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null || echo 1)
if [ "$forAll" != 0 ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Only where AppArmor is, and where its version knows the profile's language.
profile="$app/resources/apparmor-profile"
if [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1; then
  if apparmor_parser --skip-kernel-load --skip-cache --quiet "$profile" >/dev/null 2>&1; then
    install -m 0644 "$profile" '/etc/apparmor.d/${executable}'
    apparmor_parser --replace --write-cache '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
  fi
fi

# Where an administrator puts policies: root's, readable by all. The program refuses folders that others may write.
for folder in /etc/siegel /etc/siegel/policies /etc/siegel/policies/managed /etc/siegel/policies/recommended; do
  install -d -o root -g root -m 0755 "$folder"
done

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
