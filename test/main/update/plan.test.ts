// What Siegel does about a newer version, depending on the installation and on policy. Also how an installation is
// recognised, and how versions are read and compared.
import { describe, expect, it } from 'vitest';
import { type InstallFacts, installationOf, type PackageKind } from '../../../src/main/update/install-kind.ts';
import { type UpdatePolicy, updatePlan } from '../../../src/main/update/plan.ts';
import { compareVersions, parseVersion, runningVersion } from '../../../src/core/update/version.ts';

const kinds: readonly PackageKind[] = ['unpackaged', 'deb', 'rpm', 'appimage', 'archive', 'msi', 'nsis', 'mac'];
const full: UpdatePolicy = { UpdateMode: 'automatic', UpdateFeedUrl: 'https://it.example/siegel', UpdateKeys: ['k'] };

describe('update plans', () => {
  it.each(kinds)('the update plan of a machine-wide installation (%s) is never to install', (kind) => {
    for (const UpdateMode of ['automatic', 'notify', 'off'] as const) {
      const plan = updatePlan({ kind, isForMachine: true }, { ...full, UpdateMode });
      expect(plan).toBe(UpdateMode === 'off' || kind === 'unpackaged' ? 'off' : 'notify');
    }
  });

  it.each(kinds)('the update plan is off if policy names no feed or no key, or turns updates off (%s)', (kind) => {
    const own = { kind, isForMachine: false };
    expect(updatePlan(own, { ...full, UpdateFeedUrl: '' })).toBe('off');
    expect(updatePlan(own, { ...full, UpdateKeys: [] })).toBe('off');
    expect(updatePlan(own, { ...full, UpdateMode: 'off' })).toBe('off');
  });

  it('the update plan is to install only for an AppImage or NSIS of one person, and only in automatic mode', () => {
    const install = kinds.filter((kind) => updatePlan({ kind, isForMachine: false }, full) === 'install');
    expect(install).toEqual(['appimage', 'nsis']);
    for (const kind of install) {
      expect(updatePlan({ kind, isForMachine: false }, { ...full, UpdateMode: 'notify' })).toBe('notify');
    }
  });
});

describe('kinds of installation', () => {
  const linux: InstallFacts = {
    platform: 'linux',
    isPackaged: true,
    executable: '/opt/Siegel/siegel',
    environment: {},
    exists: () => false,
    mayWrite: () => false,
    isOwn: () => true,
  };
  const windows: InstallFacts = {
    ...linux,
    platform: 'win32',
    executable: 'C:\\Program Files\\Siegel\\Siegel.exe',
    environment: { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Users\\anna\\AppData\\Local' },
  };
  const own = { executable: 'C:\\Users\\anna\\AppData\\Local\\Programs\\Siegel\\Siegel.exe', mayWrite: () => true };
  const image = {
    executable: '/run/mount_x/siegel',
    environment: { APPIMAGE: '/home/a/Siegel.AppImage', APPDIR: '/run/mount_x' },
  };

  it.each<[string, InstallFacts, object]>([
    ['a build under test', { ...linux, isPackaged: false }, { kind: 'unpackaged', isForMachine: false }],
    ['a deb', { ...linux, exists: (path) => path.includes('dpkg') }, { kind: 'deb', isForMachine: true }],
    ['an rpm', { ...linux, exists: (path) => path.includes('rpm') }, { kind: 'rpm', isForMachine: true }],
    [
      'an archive in a folder of the person',
      { ...linux, mayWrite: () => true },
      { kind: 'archive', isForMachine: false },
    ],
    ['an archive that root unpacked', linux, { kind: 'archive', isForMachine: true }],
    [
      'an AppImage of the person',
      { ...linux, ...image, mayWrite: (folder) => folder === '/home/a' },
      { kind: 'appimage', isForMachine: false, file: '/home/a/Siegel.AppImage' },
    ],
    [
      'an AppImage that root has placed',
      { ...linux, ...image },
      { kind: 'appimage', isForMachine: true, file: '/home/a/Siegel.AppImage' },
    ],
    [
      'an AppImage of somebody else in a folder that several people may write into',
      { ...linux, ...image, mayWrite: () => true, isOwn: (file) => file !== '/home/a/Siegel.AppImage' },
      { kind: 'appimage', isForMachine: true, file: '/home/a/Siegel.AppImage' },
    ],
    [
      'an archive that has the AppImage variables of another program',
      { ...linux, environment: image.environment },
      { kind: 'archive', isForMachine: true },
    ],
    ['an MSI', windows, { kind: 'msi', isForMachine: true }],
    [
      'an MSI installation whose program an administrator runs',
      { ...windows, mayWrite: () => true },
      { kind: 'msi', isForMachine: true },
    ],
    ['an NSIS of the machine', { ...windows, exists: () => true }, { kind: 'nsis', isForMachine: true }],
    [
      'a machine-wide NSIS installation whose program an administrator runs',
      { ...windows, exists: () => true, mayWrite: () => true },
      { kind: 'nsis', isForMachine: true },
    ],
    [
      'an NSIS of the machine in another folder, which Node reports as writable for everybody',
      { ...windows, executable: 'D:\\Siegel\\Siegel.exe', exists: () => true, mayWrite: () => true },
      { kind: 'nsis', isForMachine: true },
    ],
    [
      'an NSIS of the machine whose folder is inside the one that LOCALAPPDATA names',
      {
        ...windows,
        exists: () => true,
        mayWrite: () => true,
        environment: { ProgramFiles: 'C:\\Program Files', LOCALAPPDATA: 'C:\\Program Files' },
      },
      { kind: 'nsis', isForMachine: true },
    ],
    ['an NSIS of one person', { ...windows, ...own, exists: () => true }, { kind: 'nsis', isForMachine: false }],
    ['macOS', { ...linux, platform: 'darwin', mayWrite: () => true }, { kind: 'mac', isForMachine: false }],
  ])('an installation is recognised: %s', (_what, facts, installation) => {
    expect(installationOf(facts)).toEqual(installation);
  });
});

describe('versions', () => {
  it('versions are compared number by number, not as text', () => {
    const order = ['0.2.0', '0.2.1', '0.10.0', '1.0.0', '10.0.0'].map(runningVersion);
    for (let at = 1; at < order.length; at++) {
      expect(compareVersions(order[at] ?? [0, 0, 0], order[at - 1] ?? [0, 0, 0])).toBeGreaterThan(0);
    }
  });

  it.each(['', '1', '1.2', '1.2.3.4', '01.2.3', '1.2.3-beta', 'v1.2.3', '1.2.100000', ' 1.2.3'])(
    'the version “%s” is invalid',
    (text) => {
      expect(parseVersion(text)).toBeUndefined();
    },
  );

  it('a trial suffix of a version is ignored, and an unreadable version counts as 0.0.0', () => {
    expect(runningVersion('0.2.0-trial.electron33')).toEqual([0, 2, 0]);
    expect(runningVersion('nonsense')).toEqual([0, 0, 0]);
  });
});
