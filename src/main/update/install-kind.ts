// How this Siegel was installed: the kind of package, and whether it is one person's or the whole machine's. Pure: the
// facts come in. In doubt the installation counts as the machine's, because such an installation never changes itself.

/** What the program was installed from; `archive` is unpacked by hand, `unpackaged` is a build under test. */
export type PackageKind = 'unpackaged' | 'deb' | 'rpm' | 'appimage' | 'archive' | 'msi' | 'nsis' | 'mac';

/** An installation. `file` is the running AppImage. */
export interface Installation {
  readonly kind: PackageKind;
  readonly isForMachine: boolean;
  readonly file?: string;
}

/** The facts from which the kind is determined. */
export interface InstallFacts {
  readonly platform: string; // of Node
  readonly isPackaged: boolean;
  readonly executable: string; // absolute path
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly exists: (path: string) => boolean;
  /** Whether this person may write into the folder; not asked on Windows. */
  readonly mayWrite: (folder: string) => boolean;
  /** Whether the file belongs to this person. Only asked for an AppImage. */
  readonly isOwn: (file: string) => boolean;
}

const programFolders = ['ProgramFiles', 'ProgramFiles(x86)', 'ProgramW6432'];
const rpmDatabases = ['/usr/lib/sysimage/rpm', '/var/lib/rpm'];

function parentOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

/** The installation that these facts describe. */
export function installationOf(facts: InstallFacts): Installation {
  if (!facts.isPackaged) return { kind: 'unpackaged', isForMachine: false };
  const folder = parentOf(facts.executable);
  if (facts.platform === 'win32') {
    // The NSIS installer leaves its uninstaller beside the program. Windows Installer keeps its uninstaller elsewhere.
    const kind = facts.exists(`${folder}\\Uninstall Siegel.exe`) ? 'nsis' : 'msi';
    // Rights cannot be determined here: Node only looks at an attribute. A person's installation lies in their own
    // folder, and nowhere else.
    const isOwn = kind === 'nsis' && isBelow(facts, ['LOCALAPPDATA']) && !isBelow(facts, programFolders);
    return { kind, isForMachine: !isOwn };
  }
  const isForMachine = !facts.mayWrite(folder);
  if (facts.platform === 'darwin') return { kind: 'mac', isForMachine };
  const { APPIMAGE: image, APPDIR: mount } = facts.environment;
  // The AppImage itself sets both variables. If another AppImage has set them, the running program is not below APPDIR.
  if (image?.startsWith('/') === true && mount !== undefined && facts.executable.startsWith(`${mount}/`)) {
    // If several people can write to the folder, all of them may start this AppImage. So it must also belong to this
    // person.
    const isPersons = facts.isOwn(image) && facts.mayWrite(parentOf(image));
    return { kind: 'appimage', isForMachine: !isPersons, file: image };
  }
  if (isForMachine && facts.exists('/var/lib/dpkg/info/siegel.list')) return { kind: 'deb', isForMachine };
  if (isForMachine && rpmDatabases.some(facts.exists)) return { kind: 'rpm', isForMachine };
  return { kind: 'archive', isForMachine };
}

function isBelow({ executable, environment }: InstallFacts, variables: readonly string[]): boolean {
  return variables.some((name) => {
    const folder = environment[name] ?? '';
    return folder !== '' && executable.toLowerCase().startsWith(`${folder.toLowerCase()}\\`);
  });
}
