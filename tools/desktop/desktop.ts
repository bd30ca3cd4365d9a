// A virtual desktop for an ordinary user: display, window manager, session bus, tray, and on request an unlocked
// keyring, a sound card and assistive technology. Everything that it starts ends with the process that started it.
// launch.ts starts the apps.
import type { ChildProcess } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { resolveRuntime, type Runtime } from '../runtime.ts';
import { ordinaryAccount, spawnAs, type Account } from './account.ts';
import { copyApp, type AppCopy } from './app-copy.ts';
import { unlockedKeyring } from './keyring.ts';
import { watchTray, type TrayWatcher } from './tray-watcher.ts';

const START_TIMEOUT_MS = 20_000;
/**
 * The speakers that tests record: the system's default, and another one that a person may choose by its label. Each
 * microphone brings one more, which it hears; so whatever rings on all speakers is heard by the microphones.
 */
export const SPEAKER = 'speaker';
export const OTHER_SPEAKER = { sink: 'desk', label: 'Desk_loudspeaker' } as const;
/** The system's default microphone. */
export const MICROPHONE = 'microphone';
/** A second microphone, which hears another tone than the system's. */
export const OTHER_MICROPHONE = { source: 'other', toneHz: 700, label: 'Desk_microphone' } as const;
// An ordinary session bus with two exceptions. It starts no services by itself, because a second, locked keyring would
// win the race. And root may join it, because root runs the tests and another user runs the app.
const BUS_CONFIG = `<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
  <policy context="mandatory"><allow user="root"/></policy>
</busconfig>
`;

/** Width and height of the screen in pixels, unless a desktop asks for another size. */
export const SCREEN = { width: 1600, height: 1000 } as const;

/** The features of the desktop. */
export interface DesktopOptions {
  readonly keyring: 'unlocked' | 'none';
  readonly say: (line: string) => void;
  /** The owner of the desktop; by default the ordinary account. */
  readonly account?: Account;
  /** Whether assistive technology is served, so that the screen can be read and pressed over AT-SPI. */
  readonly accessibility?: true;
  /**
   * A sound card without hardware: two microphones, of which the system's hears a tone of this many Hz, and two
   * speakers that tests record.
   */
  readonly toneHz?: number;
  /** By default `SCREEN`. */
  readonly screen?: { readonly width: number; readonly height: number };
  /** Makes no copy of the built app, because another one is installed. */
  readonly withoutApp?: true;
}

/** A running desktop. `env` is the whole environment for programs on it; `session` is a folder of the account. */
export interface Desktop {
  readonly account: Account;
  readonly runtime: Runtime;
  /** Empty with `withoutApp`. */
  readonly app: AppCopy;
  readonly env: Readonly<Record<string, string>>;
  readonly display: string;
  readonly session: string;
  readonly tray: TrayWatcher;
  /** The path of the file that holds the content of the screen (framebuffer.ts). */
  readonly frameBuffer: string;
  /** A folder of the account under the session folder, made if it is missing: for a profile. */
  readonly folder: (name: string) => string;
  readonly stop: () => Promise<void>;
}

/** The first line of `stream`. Rejects if the program ends before that line, or if none comes in 20 s. */
async function firstLine(child: ChildProcess, stream: Readable, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const timer = setTimeout(() => reject(new Error(`${name} did not start in time`)), START_TIMEOUT_MS);
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    child.once('error', fail);
    child.once('exit', () => fail(new Error(`${name} ended at once`)));
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (!text.includes('\n')) return;
      clearTimeout(timer);
      resolve(text.slice(0, text.indexOf('\n')).trim());
    });
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await Promise.race([gone, wait(3000, undefined, { ref: false })]);
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGKILL');
}

function ownedFolder(account: Account, folder: string): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (account.borrowed) chownSync(folder, account.uid, account.gid);
  return folder;
}

// A tone that plays into a sink of its own, whose monitor is the microphone. PulseAudio's own source of a tone delivers
// two seconds at once, of which the engine keeps a tenth of a second.
function microphoneModules(name: string, toneHz: number): readonly string[] {
  const label = name === MICROPHONE ? 'Microphone' : OTHER_MICROPHONE.label;
  return [
    `module-null-sink sink_name=tone-${name} norewinds=1`,
    `module-sine sink=tone-${name} frequency=${toneHz}`,
    `module-remap-source master=tone-${name}.monitor source_name=${name} source_properties=device.description=${label}`,
  ];
}

function soundModules(toneHz: number): readonly string[] {
  return [
    'module-native-protocol-unix',
    `module-null-sink sink_name=${SPEAKER}`,
    `module-null-sink sink_name=${OTHER_SPEAKER.sink} sink_properties=device.description=${OTHER_SPEAKER.label}`,
    ...microphoneModules(MICROPHONE, toneHz),
    ...microphoneModules(OTHER_MICROPHONE.source, OTHER_MICROPHONE.toneHz),
  ].map((module) => `--load=${module}`);
}

/**
 * Starts a desktop, with the built app unless `withoutApp`; the caller stops the desktop. Rejects if the app is needed
 * and not built, or if the display, the session bus, the keyring or the tray does not start.
 */
export async function startDesktop(options: DesktopOptions): Promise<Desktop> {
  const { keyring, say, screen: size = SCREEN } = options;
  const runtime = await resolveRuntime(say);
  const account = options.account ?? ordinaryAccount();
  const session = mkdtempSync(path.join(account.home, account.borrowed ? 'session-' : '.siegel-session-'));
  ownedFolder(account, session);
  const children: ChildProcess[] = [];
  const stop = async (): Promise<void> => {
    for (const child of children.toReversed()) await end(child);
    rmSync(session, { recursive: true, force: true });
  };
  try {
    const home = ownedFolder(account, path.join(session, 'home'));
    const env: Record<string, string> = {
      HOME: home,
      USER: account.name,
      LOGNAME: account.name,
      PATH: '/usr/local/bin:/usr/bin:/bin',
      LANG: 'C.UTF-8',
      XDG_RUNTIME_DIR: ownedFolder(account, path.join(session, 'run')),
      XDG_CURRENT_DESKTOP: 'GNOME', // makes Chromium choose libsecret
      ...(options.accessibility === undefined ? { NO_AT_BRIDGE: '1' } : { ACCESSIBILITY_ENABLED: '1' }),
      GTK_USE_PORTAL: '0',
    };
    const start = (command: readonly string[], stdio: Parameters<typeof spawnAs>[3]): ChildProcess => {
      const child = spawnAs(account, command, env, stdio);
      children.push(child);
      return child;
    };
    const screen = start(
      [
        'Xvfb',
        '-displayfd',
        '3',
        '-screen',
        '0',
        `${size.width}x${size.height}x24`,
        '-nolisten',
        'tcp',
        '-ac',
        '-fbdir',
        env['XDG_RUNTIME_DIR'] ?? '',
      ],
      ['ignore', 'ignore', 'ignore', 'pipe'],
    );
    const display = `:${await firstLine(screen, screen.stdio[3] as Readable, 'Xvfb')}`;
    env['DISPLAY'] = display;
    const busConfig = path.join(session, 'bus.conf');
    writeFileSync(busConfig, BUS_CONFIG, { mode: 0o644 });
    const bus = start(
      ['dbus-daemon', `--config-file=${busConfig}`, '--nofork', '--nopidfile', '--print-address=1'],
      ['ignore', 'pipe', 'ignore'],
    );
    env['DBUS_SESSION_BUS_ADDRESS'] = await firstLine(bus, bus.stdout as Readable, 'dbus-daemon');
    start(['openbox'], 'ignore');
    if (options.accessibility) start(['/usr/libexec/at-spi-bus-launcher', '--launch-immediately'], 'ignore');
    if (options.toneHz !== undefined) {
      const modules = soundModules(options.toneHz);
      start(['pulseaudio', '-n', '--daemonize=no', '--exit-idle-time=-1', ...modules], 'ignore');
    }
    if (keyring === 'unlocked') {
      ownedFolder(account, path.join(home, '.local'));
      ownedFolder(account, path.join(home, '.local', 'share'));
      ownedFolder(account, path.join(home, '.local', 'share', 'keyrings'));
      const daemon = start(
        ['gnome-keyring-daemon', '--unlock', '--components=secrets', '--foreground'],
        ['pipe', 'ignore', 'ignore'],
      );
      daemon.stdin?.end('a passphrase of this test desktop');
      await unlockedKeyring(env['DBUS_SESSION_BUS_ADDRESS'], START_TIMEOUT_MS);
    }
    const tray = await watchTray(env['DBUS_SESSION_BUS_ADDRESS']);
    const app = options.withoutApp ? { executable: '', folder: '' } : await copyApp(runtime, account, session);
    chmodSync(session, 0o755); // other accounts may enter the folder, too
    const folder = (name: string): string => ownedFolder(account, path.join(session, name));
    say(`display ${display}, user ${account.name}, keyring ${keyring}`);
    return {
      account,
      runtime,
      app,
      env,
      display,
      session,
      tray,
      folder,
      frameBuffer: path.join(env['XDG_RUNTIME_DIR'] ?? '', 'Xvfb_screen0'),
      stop: async () => {
        tray.close();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}
