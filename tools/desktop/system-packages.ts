// What Debian and its relatives must have installed for tests, benches and demos: package names only.

/** Packages, each with its names from the newest release to older ones. */
export type SystemPackages = readonly (readonly string[])[];

/** For the tests, the benches and the demo of a call. `test/house` compares the list with what the tests start. */
export const systemPackages: SystemPackages = [
  ['xvfb'],
  ['openbox'],
  ['xdotool'],
  ['libgtk-3-0t64', 'libgtk-3-0'],
  ['libnss3'],
  ['libasound2t64', 'libasound2'],
  ['libgbm1'],
  ['libnotify4'],
  ['libsecret-1-0'],
  ['libxss1'],
  ['libxtst6'],
  ['dbus'],
  ['libglib2.0-bin'],
  ['gnome-keyring'],
  ['at-spi2-core'],
  ['pulseaudio'],
  ['pulseaudio-utils'],
  ['espeak-ng'],
  ['chromium'],
  ['chromium-headless-shell'],
  ['mosquitto'],
  ['rabbitmq-server'],
  ['coturn'],
  ['squid'],
  ['openssl'],
  ['iproute2'],
  ['nftables'],
  ['tcpdump'],
  ['libxml2-utils'],
  ['libplist-utils'],
  ['msitools'],
  ['wixl'],
  ['nsis'],
  ['fonts-dejavu-core'],
  ['fonts-noto-core'],
  ['adwaita-icon-theme'],
];

/** For the demo of managed machines: also what builds the package, and a client for the broker. */
export const managedPackages: SystemPackages = [...systemPackages, ['7zip'], ['fakeroot'], ['mosquitto-clients']];
