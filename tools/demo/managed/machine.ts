// One managed machine of the demo: a desktop of its own, a person's own account, and its own /etc/siegel and host names
// in a mount and UTS namespace of its own. It runs the installed package, which no debugger may enter. So the scene
// reads and presses everything as assistive technology does, and types on the keyboard. Needs root.
import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, openSync, readdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { AccessibleScreen, type Wanted } from '../../desktop/accessible.ts';
import { borrowedAccount, commandAs } from '../../desktop/account.ts';
import { startDesktop, type Desktop } from '../../desktop/desktop.ts';
import { photograph } from '../../desktop/framebuffer.ts';
import { recordSpeaker, toneShare } from '../../desktop/tone.ts';

const PROGRAM = '/usr/bin/siegel';
const LISTEN_MS = 1500;
// The engine's noise suppression removes most of a steady tone. What remains is a narrow line, while noise has a broad
// spectrum.
const CLEARLY = 0.01;
const CLEARER_THAN = 20;
// Replaces /etc/siegel, /etc/hosts and the host name in the namespaces, and then runs the program as the person.
const BECOME_MACHINE =
  'mount --bind "$1" /etc/siegel && mount --bind "$2" /etc/hosts && hostname "$3" && shift 3 && exec "$@"';

/** What a machine is made of. */
export interface MachineOptions {
  readonly user: string;
  readonly host: string;
  readonly folder: string;
  readonly hosts: string;
  readonly toneHz: number;
  readonly say: (line: string) => void;
}

/** One machine and the person at it. */
export class Machine {
  readonly name: string;
  readonly desktop: Desktop;
  readonly #options: MachineOptions;
  #screen: AccessibleScreen | undefined;
  #program: ChildProcess | undefined;

  private constructor(desktop: Desktop, options: MachineOptions) {
    this.name = options.host;
    this.desktop = desktop;
    this.#options = options;
  }

  /** Sets the machine up; the program does not run yet. */
  static async setUp(options: MachineOptions): Promise<Machine> {
    const { user, folder, toneHz, say } = options;
    const etc = path.join(folder, 'etc-siegel');
    for (const name of ['policies/managed', 'policies/recommended', 'enrolment']) {
      mkdirSync(path.join(etc, name), { recursive: true, mode: 0o755 });
    }
    writeFileSync(path.join(folder, 'hosts'), options.hosts, { mode: 0o644 });
    const account = borrowedAccount(user);
    const desktop = await startDesktop({
      keyring: 'unlocked',
      account,
      accessibility: true,
      toneHz,
      withoutApp: true,
      say,
    });
    return new Machine(desktop, options);
  }

  /** Puts a policy file in place as device management would: owned by root, readable by all. */
  setPolicy(name: string, values: object): void {
    const file = path.join(this.#options.folder, 'etc-siegel', 'policies', 'managed', name);
    writeFileSync(file, `${JSON.stringify(values, undefined, 2)}\n`, { mode: 0o644 });
    chmodSync(file, 0o644);
  }

  /** Puts a file for the enrolment in place, readable by root and the person only. */
  dropFile(name: string, text: string): void {
    const file = path.join(this.#options.folder, 'etc-siegel', 'enrolment', name);
    writeFileSync(file, text, { mode: 0o640 });
    spawnSync('chown', [`root:${this.desktop.account.gid}`, file]);
  }

  /** Starts the installed program as the person; resolves when its first window is there. */
  async start(...args: readonly string[]): Promise<void> {
    const command = [PROGRAM, '--force-renderer-accessibility', '--disable-gpu', ...args];
    this.#program = spawn('/usr/bin/unshare', this.#inside(command), {
      env: this.desktop.env,
      stdio: ['ignore', 'ignore', openSync(path.join(this.#options.folder, 'program.log'), 'a')],
      cwd: this.desktop.account.home,
    });
    this.#screen ??= await AccessibleScreen.join(this.desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    await this.#screen.find({ role: 'frame', name: /Siegel/ });
  }

  /** Runs the installed program with `args`; returns its output and exit code, -1 if it did not exit within 60 s. */
  ask(...args: readonly string[]): { readonly code: number; readonly out: string } {
    const outcome = spawnSync('/usr/bin/unshare', this.#inside([PROGRAM, ...args]), {
      env: this.desktop.env,
      encoding: 'utf8',
      cwd: this.desktop.account.home,
      timeout: 60_000,
    });
    return { code: outcome.status ?? -1, out: `${outcome.stdout}${outcome.stderr}` };
  }

  /** The elements on the screen; throws before the first start. */
  get screen(): AccessibleScreen {
    if (this.#screen === undefined) throw new Error(`${this.name} has not been started`);
    return this.#screen;
  }

  /** Clicks into a field and replaces its content. */
  async type(field: Wanted, text: string): Promise<void> {
    const at = await this.screen.middle(await this.screen.find(field));
    this.#keys('mousemove', String(at.x), String(at.y), 'click', '1', 'key', 'ctrl+a', 'type', '--delay', '8', text);
  }

  /** Types where the focus is. */
  write(text: string): void {
    this.#keys('type', '--delay', '8', text);
  }

  /** Presses a key, by its X name. */
  key(name: string): void {
    this.#keys('key', name);
  }

  /**
   * Resolves when a window of the system whose title matches the pattern `title` is on the screen; rejects after
   * `patienceMs`.
   */
  async window(title: string, patienceMs = 20_000): Promise<void> {
    const deadline = Date.now() + patienceMs;
    while (this.#xdotool('search', '--onlyvisible', '--name', title) !== 0) {
      if (Date.now() > deadline) throw new Error(`${this.name}: there is no window “${title}”`);
      await wait(100);
    }
  }

  /** Writes a picture of the whole screen to `file`. */
  async picture(file: string): Promise<void> {
    await photograph(this.desktop.frameBuffer, file);
  }

  /** Waits until the speaker plays this tone and not `otherHz`; false after `patienceMs`. */
  async hears(toneHz: number, otherHz: number, patienceMs = 20_000): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    for (;;) {
      const { samples, rateHz } = await recordSpeaker(this.desktop, LISTEN_MS);
      const share = toneShare(samples, rateHz, toneHz);
      if (share > CLEARLY && share > CLEARER_THAN * toneShare(samples, rateHz, otherHz)) return true;
      if (Date.now() > deadline) return false;
      await wait(200);
    }
  }

  /** Whether the person's profile exists. */
  hasProfile(): boolean {
    const profile = path.join(this.desktop.env['HOME'] ?? '', '.config', 'Siegel');
    return existsSync(profile) && readdirSync(profile).length > 0;
  }

  /** Ends the program at once, as if the machine were switched off. */
  async endProgram(): Promise<void> {
    const program = this.#program;
    if (program === undefined || program.exitCode !== null || program.signalCode !== null) return;
    const gone = new Promise((resolve) => program.once('exit', resolve));
    program.kill('SIGKILL');
    await gone;
  }

  /** Ends everything of this machine. */
  async stop(): Promise<void> {
    await this.endProgram();
    this.#screen?.close();
    await this.desktop.stop();
  }

  #inside(command: readonly string[]): string[] {
    const { folder, host } = this.#options;
    const places = [path.join(folder, 'etc-siegel'), path.join(folder, 'hosts'), host];
    const person = commandAs(this.desktop.account, command);
    return ['--mount', '--uts', '--', '/bin/sh', '-c', BECOME_MACHINE, 'machine', ...places, ...person];
  }

  #keys(...args: readonly string[]): void {
    if (this.#xdotool(...args) !== 0) throw new Error(`${this.name}: the keyboard input failed`);
  }

  #xdotool(...args: readonly string[]): number | null {
    const env = { ...process.env, DISPLAY: this.desktop.display };
    return spawnSync('xdotool', args, { env, stdio: 'ignore' }).status;
  }
}
