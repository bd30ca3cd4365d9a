// Starting at login: a desktop entry on Linux (XDG autostart), the system's login item elsewhere. Only an entry of our
// own is ever removed.
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Installation } from '../update/install-kind.ts';

/** Switches starting at login on or off. `failed`: the entry could not be changed. */
export type Autostart = (on: boolean) => 'done' | 'failed';

const OWN_LINE = 'X-Siegel-Autostart=true';

// Desktop Entry Specification 1.5, "The Exec key": reserved characters inside quotes take a backslash, which the string
// type doubles, and a percent sign is written twice.
function quoted(argument: string): string {
  const escaped = argument
    .replaceAll(/["`$\\]/g, String.raw`\$&`)
    .replaceAll('\\', '\\\\')
    .replaceAll('%', '%%');
  return `"${escaped}"`;
}

function entryOf(command: readonly string[]): string {
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Siegel',
    'Icon=siegel',
    `Exec=${command.map(quoted).join(' ')}`,
    'Terminal=false',
    'X-GNOME-Autostart-enabled=true',
    OWN_LINE,
    '',
  ].join('\n');
}

function read(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/**
 * What to start at login. For an AppImage, this is its file, since its content is mounted elsewhere at each start.
 * Otherwise, this is the executable, or on Linux the launcher in front of it (tools/packaging/launcher.sh). The
 * variable APPIMAGE is not used: it may name another AppImage, from which this program was started.
 */
export function programOf({ file }: Pick<Installation, 'file'>, executable: string): string {
  return file ?? executable.replace(/-app$/, '');
}

/** Autostart by `siegel.desktop` in `folder`, which starts `command`. */
export function desktopAutostart(folder: string, command: readonly string[]): Autostart {
  const file = join(folder, 'siegel.desktop');
  return (on) => {
    const now = read(file);
    const wanted = entryOf(command);
    try {
      if (on && now !== wanted) {
        mkdirSync(folder, { recursive: true, mode: 0o700 });
        writeFileSync(`${file}.part`, wanted, { mode: 0o644 });
        renameSync(`${file}.part`, file); // does not follow a symbolic link
      }
      if (!on && now?.split('\n').includes(OWN_LINE) === true) rmSync(file, { force: true });
      return 'done';
    } catch {
      return 'failed';
    }
  };
}

/** The part of Electron's `app` that is used. */
export interface LoginItems {
  readonly setLoginItemSettings: (settings: { openAtLogin: boolean; args: string[] }) => void;
}

/** Autostart of this system for the program that `command` starts. `home` is the person's folder. */
export function systemAutostart(
  { platform, env }: { readonly platform: NodeJS.Platform; readonly env: Readonly<Record<string, string | undefined>> },
  home: string,
  command: readonly string[],
  loginItems: LoginItems,
): Autostart {
  if (platform === 'win32' || platform === 'darwin') {
    return (on) => {
      loginItems.setLoginItemSettings({ openAtLogin: on, args: command.slice(1) });
      return 'done';
    };
  }
  // XDG Base Directory Specification 0.8: a path that is not absolute counts as not set.
  const config = env['XDG_CONFIG_HOME'] ?? '';
  return desktopAutostart(join(config.startsWith('/') ? config : join(home, '.config'), 'autostart'), command);
}
