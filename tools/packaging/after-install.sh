#!/bin/sh
# After the deb is unpacked: the command, the sandbox, the folder for policies. Words in ${} are put in by the packager.
set -e
app='/opt/${sanitizedProductName}'

if command -v update-alternatives >/dev/null 2>&1; then
  update-alternatives --install '/usr/bin/${executable}' '${executable}' "$app/${executable}" 100
else
  ln -sf "$app/${executable}" '/usr/bin/${executable}'
fi

# User namespaces make the sandbox; only where the kernel offers none does the helper need to be root's.
if unshare --user true 2>/dev/null; then
  chmod 0755 "$app/chrome-sandbox"
else
  chmod 4755 "$app/chrome-sandbox"
fi

# Ubuntu from 24.04 on gives user namespaces only to programs with a profile.
profile="$app/resources/apparmor-profile"
if [ -d /etc/apparmor.d ] && command -v apparmor_parser >/dev/null 2>&1; then
  if apparmor_parser --skip-kernel-load --debug "$profile" >/dev/null 2>&1; then
    install -m 0644 "$profile" '/etc/apparmor.d/${executable}'
    apparmor_parser --replace --write-cache '/etc/apparmor.d/${executable}' >/dev/null 2>&1 || true
  fi
fi

# Where an administrator puts policies: root's, readable by all, and it stays when the package goes.
install -d -o root -g root -m 0755 /etc/siegel /etc/siegel/policies /etc/siegel/policies/managed /etc/siegel/policies/recommended

if command -v update-desktop-database >/dev/null 2>&1; then update-desktop-database -q /usr/share/applications || true; fi
