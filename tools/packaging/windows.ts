// What an installation on Windows writes besides its files, as tables: registry values and the keys that an uninstaller
// removes whole. The MSI (msi-project.ts) and the NSIS script (nsis-script.ts) are both made from these tables; the
// condition for an installation is for the MSI alone.

/**
 * A value under HKEY_LOCAL_MACHINE, removed with the program. `[#mainExecutable]` stands for the path of Siegel.exe.
 */
export interface RegistryValue {
  readonly key: string;
  /** `undefined` is the key's default value. */
  readonly name: string | undefined;
  readonly value: string | number;
}

/** The program's file as Windows Installer writes a path into a value (its id in electron-builder's project). */
export const PROGRAM = '[#mainExecutable]';

const LINK = String.raw`Software\Classes\siegel`;

/**
 * For everybody on the machine: the deep link (Microsoft, "Registering an Application to a URI Scheme"), and no crash
 * dumps.
 */
export const registryValues: readonly RegistryValue[] = [
  { key: LINK, name: undefined, value: 'URL:Siegel' },
  { key: LINK, name: 'URL Protocol', value: '' },
  { key: String.raw`${LINK}\DefaultIcon`, name: undefined, value: `${PROGRAM},0` },
  { key: String.raw`${LINK}\shell\open\command`, name: undefined, value: `"${PROGRAM}" "%1"` },
  {
    key: String.raw`Software\Microsoft\Windows\Windows Error Reporting\ExcludedApplications`,
    name: 'Siegel.exe',
    value: 1, // a dump would hold keys
  },
];

/** The keys that belong to the program alone, outermost only: an uninstaller removes them whole. */
export const ownKeys: readonly string[] = [LINK];

/** Where Windows stores its major version; the value exists from Windows 10 on, which Electron 45 needs. */
export const windowsVersion = {
  property: 'WINDOWSMAJOR',
  key: String.raw`SOFTWARE\Microsoft\Windows NT\CurrentVersion`,
  name: 'CurrentMajorVersionNumber',
} as const;

/** The condition for the MSI, and the message if it does not hold. */
export const launchCondition = {
  condition: 'Installed OR (WINDOWSMAJOR AND VersionNT64)',
  message: 'Siegel needs Windows 10 or newer, 64 bit. / Siegel benötigt Windows 10 oder neuer, 64 Bit.',
} as const;

/**
 * The id of the component with the registry values in every MSI. It must never change, because Windows Installer counts
 * references by it.
 */
export const REGISTRY_COMPONENT = '0E8B6E0B-9C43-4C0C-8B0E-5E2B1C7D4A11';
