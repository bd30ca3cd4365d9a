// The media keys of one call: which step of which generation is granted to the worker, and when it is withdrawn (protocol §6, §7).
// A base key is erased with the step made from it; what stays here is the base of the next step only. Nothing is granted before
// the machine says so.
import { unwrap } from '../../core/assert.ts';
import { STEPS_AHEAD } from '../../core/frame/kid.ts';
import { nextBase } from '../../core/keys/ratchet.ts';
import type { GenerationKeys, PerStream } from '../../core/keys/schedule.ts';
import type { Secret } from '../../core/keys/secret.ts';
import type { Stream } from '../../contract/ports.ts';
import type { Role } from '../../core/call/ring-state.ts';
import type { Clock } from '../time/clock.ts';
import { type GrantPort, grantStep } from './session/grant.ts';

const STEP_MS = 600_000; // ten minutes (protocol §7)
const OLD_LIVES_MS = 2000;
const SUITE = 5;
const STREAMS = [0, 1, 2] as const;
const PICTURES = [1, 2] as const; // camera and screen

interface Sealing {
  readonly generation: number;
  readonly bases: [Secret, Secret, Secret]; // of `next`
  next: number;
  readonly enteredAtMs: number;
}

interface Opening {
  readonly generation: number;
  base: Secret; // of `next`
  next: number;
  /** Smallest step not withdrawn. */
  lowest: number;
  /** Newest step a frame opened under. */
  newest: number;
  /** Was granted and withdrawn: no second encryptor or window may have it (protocol §7). */
  isSpent: boolean;
}

/** Keys of one call on their way to one worker. */
export class MediaKeys {
  readonly #clock: Clock;
  readonly #role: Role;
  #port: GrantPort | undefined;
  #mayOpen = false;
  #maySeal = false;
  #isVoiceOnly = false;
  /** What is sealed with was with a worker that is gone: only another generation is given to the next. */
  #isSpent = false;
  #onRenewed: () => void = () => undefined;
  /** Streams whose keys to seal are spent in the generation in use. */
  #spent = new Set<Stream>();
  #sealing: Sealing | undefined;
  #waiting: { readonly generation: number; readonly bases: PerStream<Secret> }[] = [];
  readonly #opening: Readonly<Record<Stream, Map<number, Opening>>> = { 0: new Map(), 1: new Map(), 2: new Map() };
  #cancelStep: () => void = () => undefined;
  readonly #cancels = new Set<() => void>();
  #isOver = false;

  constructor(role: Role, clock: Clock) {
    this.#role = role;
    this.#clock = clock;
  }

  /** Step that our audio is sealed with; 0 before there is one. */
  get step(): number {
    return Math.max(0, (this.#sealing?.next ?? 0) - 1);
  }

  /** The worker is there: what is due is granted. */
  attach(port: GrantPort): void {
    this.#port = port;
    this.#grantAll();
  }

  /**
   * The worker is gone, and with it its counters and windows: the next one gets no key of a generation that there is, also where
   * this one had none yet, for the peer's next has none either. Nothing can be sealed or opened before a rekey (protocol §7).
   */
  detach(): void {
    this.#port = undefined;
    this.#isSpent = true;
    for (const stream of STREAMS) {
      this.#spent.add(stream);
      for (const opening of this.#opening[stream].values()) opening.isSpent = true;
    }
  }

  /** Whether the newest generation was given to a worker that is gone, so that another one is needed. */
  get needsRekey(): boolean {
    return [...this.#opening[0].values()].at(-1)?.isSpent === true;
  }

  /** Runs once, as soon as sound can be sealed by a worker that came after another; now, where none has come. */
  whenRenewed(run: () => void): void {
    this.#onRenewed = run;
    if (!this.#isSpent || !this.#maySeal) this.#renewed(); // before READY nothing is sealed anyway, nor in a call that is silenced
  }

  /** From here on keys of this direction may be granted (the machine's `grant`). */
  allow(direction: 'open' | 'seal'): void {
    if (direction === 'open') this.#mayOpen = true;
    else this.#maySeal = true;
    this.#grantAll();
  }

  /**
   * Voice only, or pictures too: for camera and screen nothing can be sealed or opened while it is voice only, whatever a page does.
   * `needs-rekey`: what was withdrawn comes back only with the next generation.
   */
  limit(isVoiceOnly: boolean): 'done' | 'needs-rekey' {
    if (isVoiceOnly === this.#isVoiceOnly) return 'done';
    this.#isVoiceOnly = isVoiceOnly;
    for (const stream of isVoiceOnly ? PICTURES : []) {
      this.#spent.add(stream);
      if (this.#maySeal) this.#port?.post({ kind: 'forget-seal', stream });
      for (const opening of this.#opening[stream].values()) {
        opening.isSpent ||= opening.next > 0;
        this.#withdrawSteps(stream, opening, opening.next);
      }
    }
    if (!isVoiceOnly && !this.#isSpent && (this.#sealing?.next ?? 0) === 0) this.#spent.clear(); // nothing was granted yet
    this.#grantAll();
    return isVoiceOnly || this.#spent.size === 0 ? 'done' : 'needs-rekey';
  }

  /** Takes the keys of a generation just entered: opening starts at once, sealing waits for `sealUnder`. */
  enter(keys: GenerationKeys): void {
    const [own, theirs] =
      this.#role === 'caller'
        ? [keys.base.callerToCallee, keys.base.calleeToCaller]
        : [keys.base.calleeToCaller, keys.base.callerToCallee];
    this.#waiting.push({ generation: keys.generation, bases: own });
    for (const stream of STREAMS) {
      const { generation } = keys;
      this.#opening[stream].set(generation, {
        generation,
        base: theirs[stream],
        next: 0,
        lowest: 0,
        newest: 0,
        isSpent: false,
      });
      this.#withdrawBelow(stream, generation - 1); // a silent stream keeps g until g + 2
    }
    this.#grantAll();
  }

  /** Seals under this generation from now on; older ones that wait are erased. */
  sealUnder(generation: number): void {
    const found = unwrap(
      this.#waiting.find((entry) => entry.generation === generation),
      'a generation is entered before it seals',
    );
    for (const entry of this.#waiting) if (entry !== found) for (const base of entry.bases) base.wipe();
    this.#waiting = [];
    for (const base of this.#sealing?.bases ?? []) base.wipe();
    this.#sealing = { generation, bases: [...found.bases], next: 0, enteredAtMs: this.#clock.nowMs() };
    this.#spent = new Set(this.#isVoiceOnly ? PICTURES : []);
    this.#isSpent &&= this.#opening[0].get(generation)?.isSpent === true; // a generation from before, of which we hear nothing
    this.#grantSealing();
    if (!this.#isSpent) this.#renewed();
  }

  /** The worker opened a first frame under this key: older ones live two seconds more, and six steps ahead are granted. */
  firstOpened(stream: Stream, generation: number, step: number): void {
    const opening = this.#opening[stream].get(generation);
    if (opening === undefined || step >= opening.next) return;
    opening.newest = Math.max(opening.newest, step);
    this.#grantOpening(stream, opening);
    this.#later(OLD_LIVES_MS, () => {
      this.#withdrawBelow(stream, generation);
      this.#withdrawSteps(stream, opening, step);
    });
  }

  /** Silence on all streams: sealing ends until a new generation. */
  silence(): void {
    this.#maySeal = false;
    for (const stream of STREAMS) this.#port?.post({ kind: 'forget-seal', stream });
    this.#isSpent = false; // nothing is waited for any more
    this.#renewed();
  }

  /** Withdraws and erases everything, for good. */
  forget(): void {
    this.#isOver = true;
    this.#cancelStep();
    for (const cancel of this.#cancels) cancel();
    for (const base of this.#sealing?.bases ?? []) base.wipe();
    for (const entry of this.#waiting) for (const base of entry.bases) base.wipe();
    for (const stream of STREAMS) for (const { base } of this.#opening[stream].values()) base.wipe();
    if (this.#port === undefined) return;
    this.silence();
    for (const stream of STREAMS) this.#withdrawBelow(stream, Number.POSITIVE_INFINITY);
    this.#port.post({ kind: 'end' });
  }

  #renewed(): void {
    const run = this.#onRenewed;
    this.#onRenewed = () => undefined;
    run();
  }

  #grantAll(): void {
    for (const stream of STREAMS) {
      for (const opening of this.#opening[stream].values()) this.#grantOpening(stream, opening);
    }
    this.#grantSealing();
  }

  #grantSealing(): void {
    const sealing = this.#sealing;
    const port = this.#port;
    if (!this.#maySeal || port === undefined || sealing === undefined || this.#isOver) return;
    const due = Math.floor((this.#clock.nowMs() - sealing.enteredAtMs) / STEP_MS);
    if (due >= sealing.next) {
      for (; sealing.next < due; sealing.next++) advance(sealing); // steps that nobody was there to seal
      for (const stream of STREAMS) {
        if (this.#spent.has(stream)) continue;
        const at = { stream, generation: sealing.generation, step: due };
        grantStep(port, 'grant-seal', sealing.bases[stream], at);
      }
      advance(sealing);
      sealing.next++;
    }
    this.#cancelStep();
    const waitMs = sealing.enteredAtMs + sealing.next * STEP_MS - this.#clock.nowMs();
    this.#cancelStep = this.#clock.after(Math.max(1, waitMs), () => this.#grantSealing());
  }

  #grantOpening(stream: Stream, opening: Opening): void {
    const port = this.#port;
    if (!this.#mayOpen || port === undefined || this.#isOver || opening.isSpent) return;
    if (this.#isVoiceOnly && stream !== 0) return;
    for (; opening.next <= opening.newest + STEPS_AHEAD; opening.next++) {
      grantStep(port, 'grant-open', opening.base, { stream, generation: opening.generation, step: opening.next });
      opening.base = nextBase(opening.base, SUITE);
    }
  }

  #withdrawSteps(stream: Stream, opening: Opening, below: number): void {
    for (; opening.lowest < Math.min(below, opening.next); opening.lowest++) {
      this.#port?.post({ kind: 'forget-open', stream, generation: opening.generation, step: opening.lowest });
    }
  }

  #withdrawBelow(stream: Stream, generation: number): void {
    for (const opening of this.#opening[stream].values()) {
      if (opening.generation >= generation) continue;
      this.#withdrawSteps(stream, opening, opening.next);
      opening.base.wipe();
      this.#opening[stream].delete(opening.generation);
    }
  }

  #later(delayMs: number, run: () => void): void {
    const cancel = this.#clock.after(delayMs, () => {
      this.#cancels.delete(cancel);
      run();
    });
    this.#cancels.add(cancel);
  }
}

function advance(sealing: Sealing): void {
  for (const stream of STREAMS) sealing.bases[stream] = nextBase(sealing.bases[stream], SUITE);
}
