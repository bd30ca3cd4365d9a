// The page that calls itself through the relays (decision 0093). It has a process and a session of its own, is never
// shown, and exists for one trial. It has the network of a stage and no device. It sends a tone and a picture that it
// generates, and the sealing worker seals them with keys that main makes for this trial alone. The page has no command:
// main learns from the opening worker, over its port, that frames have arrived.
import { type WebContents, WebContentsView } from 'electron';
import type { Sender } from '../../contract/command-shapes.ts';
import type { IceServer } from '../../contract/media.ts';
import type { Stream } from '../../contract/ports.ts';
import type { View } from '../../contract/view.ts';
import type { RunTrial, TrialOutcome } from '../doctor/trial-call.ts';
import type { Log } from '../log.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Clock, Random } from '../time/clock.ts';
import { Page } from './page.ts';
import { tryoutView } from './page-views.ts';
import { pagePreferences, type WindowSetting } from './window-options.ts';
import { openWorkerPort } from './worker-port.ts';

const LIMIT_MS = 10_000; // a call whose media have not arrived by then counts as lost
const LEAVES_MS = 300; // time for the page to give back its allocations at the relays
const SENT: readonly Stream[] = [0, 1]; // sound and camera

type Settle = (outcome: TrialOutcome) => void;

interface Opened {
  readonly view: WebContentsView; // keeps the page's contents from being collected
  readonly page: Page;
}

/** Whether a trial may run: no call rings or is on, and neither the program nor the screen is locked. */
export function mayTry(view: View, isScreenLocked: boolean): boolean {
  return !isScreenLocked && tryoutView(view)?.isFree === true;
}

/** Runs trials one after the other, each in a page of its own. A change of policy ends all: it may forbid a relay. */
export class TrialPage {
  readonly #setting: Omit<WindowSetting, 'isProtected'>;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #log: Log;
  #isAllowed = false;
  #ends = 0; // how often `end` was called: a trial that was queued before an `end` does not begin after it
  #last: Promise<unknown> = Promise.resolve();
  #opened: Opened | undefined;
  #settle: Settle = () => undefined;

  constructor(
    setting: Omit<WindowSetting, 'isProtected'>,
    policy: Pick<PolicyInForce, 'onChange'>,
    clock: Clock,
    random: Random,
    log: Log,
  ) {
    this.#setting = setting;
    this.#clock = clock;
    this.#random = random;
    this.#log = log;
    policy.onChange(() => this.end());
  }

  /** The page if `contents` belong to it, otherwise `undefined`. */
  readonly pageOf = (contents: WebContents): Sender | undefined =>
    this.#opened?.page.contents === contents ? this.#opened.page : undefined;

  /** Sets whether trials may run from now on. If not, the running one ends at once. */
  allow(isAllowed: boolean): void {
    this.#isAllowed = isAllowed;
    if (!isAllowed) this.end();
  }

  /** How often `end` was called. */
  readonly ends = (): number => this.#ends;

  /** Ends the running trial and all that wait behind it. Each that has no outcome yet resolves with `not-now`. */
  end(): void {
    this.#ends++;
    this.#settle({ kind: 'not-now' });
    this.#free();
  }

  /** Runs a trial through these relays, once all trials before it have ended. */
  readonly run: RunTrial = (iceServers) => {
    const ends = this.#ends;
    const outcome = this.#last.then((): Promise<TrialOutcome> | TrialOutcome =>
      ends === this.#ends ? this.#try(iceServers) : { kind: 'not-now' },
    );
    this.#last = outcome;
    return outcome;
  };

  // Never rejects and always settles: the next trial waits for this one.
  async #try(iceServers: readonly IceServer[]): Promise<TrialOutcome> {
    if (!this.#isAllowed) return { kind: 'not-now' };
    let stopWaiting: () => void = () => undefined;
    try {
      const outcome = await new Promise<TrialOutcome>((resolve, reject) => {
        // This limit is set first, so that it also holds if something below fails.
        stopWaiting = this.#clock.after(LIMIT_MS, () => resolve({ kind: 'lost' }));
        this.#settle = resolve;
        this.#open(iceServers, reject);
      });
      stopWaiting();
      await new Promise<unknown>((resolve) => {
        stopWaiting = this.#clock.after(LEAVES_MS, () => resolve(undefined));
        this.#settle = resolve;
        if (this.#opened?.page.isLoaded === true) this.#opened.page.push('media', { kind: 'close', call: '' });
        else resolve(undefined); // the trial was ended, or its page crashed or never loaded
      });
      return outcome;
    } catch (error) {
      this.#log.warn('a trial call failed', { error });
      return { kind: 'lost' };
    } finally {
      stopWaiting();
      this.#settle = () => undefined;
      this.#free();
    }
  }

  #open(iceServers: readonly IceServer[], fail: (error: unknown) => void): void {
    const view = new WebContentsView({ webPreferences: pagePreferences('trial', this.#setting) });
    const lose = (): void => this.#settle({ kind: 'lost' });
    const page = new Page({ kind: 'trial', call: '' }, view.webContents, {
      onLoaded: (loaded) => {
        try {
          this.#begin(loaded, iceServers);
        } catch (error) {
          fail(error);
        }
      },
      onCrash: lose,
      onReload: lose,
      onHopeless: lose,
      onVanished: lose,
      onZoom: () => undefined,
    });
    this.#opened = { view, page };
  }

  // As between two devices, one worker seals and the other opens.
  #begin(page: Page, iceServers: readonly IceServer[]): void {
    const [sealing, opening] = [openWorkerPort(page.contents), openWorkerPort(page.contents)];
    const beganMs = this.#clock.nowMs();
    const missing = new Set(SENT);
    // A port without a listener may be collected, and its worker would drop its keys.
    sealing.onMessage(() => undefined);
    opening.onMessage((message) => {
      // No other kind of message counts, and none of a trial that is over.
      if (message.kind !== 'first-opened' || this.#opened?.page !== page) return;
      missing.delete(message.stream);
      if (missing.size === 0) this.#settle({ kind: 'carried', milliseconds: this.#clock.nowMs() - beganMs });
    });
    for (const stream of SENT) {
      const [key, salt] = [this.#random(32), this.#random(12)];
      const grant = { stream, generation: 0, step: 0, key, salt };
      sealing.post({ kind: 'grant-seal', ...grant });
      opening.post({ kind: 'grant-open', ...grant });
      key.fill(0);
      salt.fill(0);
    }
    page.push('media', {
      kind: 'open',
      call: '',
      offers: true,
      camera: false,
      microphones: [],
      cameras: [],
      background: 'off',
      processing: { echoCancellation: false, noiseSuppression: 'off', autoGainControl: false },
      codecs: ['VP8'],
      iceServers: [...iceServers],
      relayOnly: true,
    });
  }

  // Kills the page's process, since a page whose thread hangs would not close.
  #free(): void {
    const page = this.#opened?.page;
    this.#opened = undefined;
    if (page === undefined) return;
    page.gone();
    if (page.contents.isDestroyed()) return;
    page.contents.forcefullyCrashRenderer();
    page.contents.close({ waitForBeforeUnload: false });
  }
}
