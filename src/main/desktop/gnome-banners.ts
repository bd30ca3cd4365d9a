// GNOME's do not disturb: the setting `show-banners`. Only GNOME's own library can read its settings, because they are
// merged from the person's and the machine's databases, defaults and locks. So GNOME's program `gsettings` reads the
// setting, once for each change. Decision 0082.
import { execFile } from 'node:child_process';
import type { BusMessage } from './bus-message.ts';

const PROGRAM = '/usr/bin/gsettings'; // not by PATH, which the person's other programs can set
const SCHEMA = 'org.gnome.desktop.notifications';
const NAME = 'show-banners';
const KEY = '/org/gnome/desktop/notifications/show-banners';
const PATIENCE_MS = 25_000; // as for an answer on the session bus
const MOST_BYTES = 1024;
// The variables that say where the databases are, and which defaults count.
const PASSED = [
  'HOME',
  'XDG_CONFIG_HOME',
  'XDG_RUNTIME_DIR',
  'XDG_CURRENT_DESKTOP',
  'DCONF_PROFILE',
  'DBUS_SESSION_BUS_ADDRESS',
] as const;

/** Whether GNOME shows banners; undefined if that cannot be read. */
export type ReadBanners = () => Promise<boolean | undefined>;

/** The value in the output of `gsettings get`; undefined if it is anything else. */
export function bannersOf(output: string): boolean | undefined {
  if (output === 'true\n') return true;
  return output === 'false\n' ? false : undefined;
}

/** Reads the setting with `program`, which gets only the variables in `PASSED` from the environment `env`. */
export function createReadBanners(
  env: Readonly<Record<string, string | undefined>>,
  program: string = PROGRAM,
): ReadBanners {
  const passed = Object.fromEntries(PASSED.map((name) => [name, env[name]]).filter(([, value]) => value !== undefined));
  return async () =>
    new Promise((resolve) => {
      execFile(
        program,
        ['get', SCHEMA, NAME],
        { env: passed, timeout: PATIENCE_MS, killSignal: 'SIGKILL', maxBuffer: MOST_BYTES },
        (error, stdout) => resolve(error === null ? bannersOf(stdout) : undefined),
      );
    });
}

/**
 * Whether a signal `Notify` of the writer of dconf, GNOME's database, may concern the setting: (prefix, changes below
 * it, tag). A path that ends in a slash stands for everything below it.
 */
export function concernsBanners([prefix, changes]: BusMessage['body']): boolean {
  if (typeof prefix !== 'string' || !Array.isArray(changes)) return false;
  return changes.some((change: string) => {
    const path = prefix + change;
    return path === KEY || (path.endsWith('/') && KEY.startsWith(path));
  });
}
