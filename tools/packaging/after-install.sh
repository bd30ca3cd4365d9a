#!/bin/sh
# Runs after the deb or rpm is unpacked: sets up the command, the sandbox, the AppArmor profile and the folders for
# policies. The packager replaces the names in ${}.
set -e
app='/opt/${sanitizedProductName}'

# Earlier packages, which had no launcher, installed the command as an alternative (update-alternatives).
if [ -e '/etc/alternatives/${executable}' ] && command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --remove '${executable}' "$app/${executable}" >/dev/null 2>&1 || true
fi
ln -sfn "$app/${executable}" '/usr/bin/${executable}'

# User namespaces are what the sandbox is built on. The helper must be setuid root only if the kernel refuses namespaces
# to ordinary users. This script runs as root, and a hardened kernel may refuse a namespace to everybody but root.
# Therefore the script reads the kernel's setting first.
forAll=$(cat /proc/sys/kernel/unprivileged_userns_clone 2>/dev/null || echo 1)
if [ "$forAll" != 0 ] && unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# The profile is installed only if AppArmor is there and its version can parse the profile.
profile="$app/resources/apparmor-profile"
if [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1; then
  if apparmor_parser --skip-kernel-load --skip-cache --quiet "$profile" >/dev/null 2>&1; then
    install -m 0644 "$profile" '/etc/apparmor.d/${executable}'
    apparmor_parser --replace --write-cache '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
  fi
fi

# The folders for policies belong to root and are readable by all. The program refuses folders that others may write to.
for folder in /etc/siegel /etc/siegel/policies /etc/siegel/policies/managed /etc/siegel/policies/recommended; do
  install -d -o root -g root -m 0755 "$folder"
done

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
