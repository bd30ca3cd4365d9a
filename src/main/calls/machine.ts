// Runs the call machine of one call: its state, a queue of events, one timer, and the call's own time. It decides
// nothing. The timer is the only one of a call: whatever else waits is data with a due time and shares it.
import type { Effect } from '../../core/call/effect.ts';
import type { CallEvent } from '../../core/call/event.ts';
import { type CallState, wakeAtMs } from '../../core/call/state.ts';
import { transition } from '../../core/call/transition.ts';
import { isSeenChanged } from '../../core/call/view.ts';
import { type Log, ownWord } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import { steady } from '../time/steady.ts';

/** After a step has thrown, the machine tries again after this time, since the work of the step is still due. */
const AFTER_BUG_MS = 1000;
const NEVER = Number.POSITIVE_INFINITY;
/** Effects that occur repeatedly, or at each typed letter. A step that asks for nothing else is not logged here. */
const UNSAID: ReadonlySet<Effect['kind']> = new Set(['note', 'ping-worker', 'send-text']);

const OPENED = ['sound-opened', 'camera-opened', 'screen-opened'] as const;

/** Work that waits outside the machine, with a pace of its own. */
export interface Waiting {
  /** When the next work is due, in the call's own time. Undefined if nothing waits. */
  readonly dueAtMs: number | undefined;
  /** Reads what is due. */
  readonly readDue: () => void;
}

/** What a machine needs to run. */
export interface MachineParts {
  readonly clock: Clock;
  /**
   * At `debug` the machine logs once each step that asks for something not in `UNSAID`, and the first frame of a stream
   * under each key. `npm run bench:moments` computes from these where the time of a call goes.
   */
  readonly log: Pick<Log, 'debug'>;
  readonly isOnline: () => boolean;
  readonly perform: (effect: Effect) => void;
  readonly waiting: () => Waiting | undefined;
  /** What a person sees has changed, and all effects of the change are done. */
  readonly onChange: () => void;
}

/** The machine of one call. */
export class Machine {
  #state: CallState;
  readonly #parts: MachineParts;
  readonly #nowMs: ReturnType<typeof steady>; // not the system's clock, so that due events come even if that is changed
  readonly #queue: CallEvent[] = [];
  #isStepping = false;
  #notBeforeMs = Number.NEGATIVE_INFINITY; // after a bug
  #wakesAtMs = Number.POSITIVE_INFINITY;
  #cancelWake: () => void = () => undefined;

  constructor(first: CallState, parts: MachineParts) {
    this.#state = first;
    this.#parts = parts;
    this.#nowMs = steady(parts.clock);
  }

  get state(): CallState {
    return this.#state;
  }

  /** The current time of the call, in ms since 1970. It never goes back. */
  get nowMs(): number {
    return this.#nowMs();
  }

  /**
   * Sets the timer anew if something outside the machine is due sooner. It does nothing else, because anybody may send.
   */
  rearm(): void {
    const dueAtMs = Math.max(this.#parts.waiting()?.dueAtMs ?? NEVER, this.#notBeforeMs);
    if (!this.#isStepping && dueAtMs < this.#wakesAtMs) this.#armWake();
  }

  /**
   * Handles an event at the current time of the call. When this returns, the effects of the event are done, and so are
   * those of events that these effects dispatched. If an effect calls `dispatch`, `dispatch` returns at once, and the
   * event is handled after the present one. A change that no person can see is not reported, because a peer may send
   * without end. If an effect throws, the others are still performed, and the first exception is thrown at the end.
   */
  dispatch(event: CallEvent): void {
    this.#queue.push({ ...event, atMs: this.#nowMs() });
    if (this.#isStepping) return;
    const before = this.#state;
    const bugs: Error[] = [];
    this.#isStepping = true;
    for (let next = this.#queue.shift(); next !== undefined; next = this.#queue.shift()) this.#step(next, bugs);
    this.#isStepping = false;
    if (bugs.length > 0) this.#notBeforeMs = this.#nowMs() + AFTER_BUG_MS;
    this.#armWake();
    if (isSeenChanged(before, this.#state)) this.#parts.onChange();
    throwFirst(bugs);
  }

  #step(event: CallEvent, bugs: Error[]): void {
    let effects: readonly Effect[] = [];
    attempt(bugs, () => {
      const next = transition(this.#state, event);
      this.#state = next.call;
      ({ effects } = next);
    });
    const isOpened = event.kind === 'first-opened';
    if (isOpened || effects.some(({ kind }) => !UNSAID.has(kind))) {
      const by = ownWord(isOpened ? OPENED[event.stream] : event.kind);
      this.#parts.log.debug('a call went on', { by, ring: this.#state.ring.kind });
    }
    for (const effect of effects) attempt(bugs, () => this.#parts.perform(effect));
  }

  #armWake(): void {
    this.#cancelWake();
    const dueAtMs = Math.min(wakeAtMs(this.#state) ?? NEVER, this.#parts.waiting()?.dueAtMs ?? NEVER);
    this.#wakesAtMs = Math.max(dueAtMs, this.#notBeforeMs);
    if (dueAtMs === NEVER) return;
    this.#cancelWake = this.#parts.clock.after(Math.max(0, this.#wakesAtMs - this.#nowMs()), () => this.#wake());
  }

  #wake(): void {
    const bugs: Error[] = [];
    const atMs = this.#nowMs(this.#wakesAtMs); // even if the clock was changed meanwhile
    // A message whose reading throws is not read again, and does not keep the event below from being handled.
    attempt(bugs, () => this.#parts.waiting()?.readDue());
    const offline = !this.#parts.isOnline();
    if ((wakeAtMs(this.#state) ?? NEVER) <= this.#nowMs())
      attempt(bugs, () => this.dispatch({ kind: 'time', atMs, offline }));
    this.#armWake();
    throwFirst(bugs);
  }
}

function throwFirst([bug]: readonly Error[]): void {
  if (bug !== undefined) throw bug;
}

function attempt(bugs: Error[], work: () => void): void {
  try {
    work();
  } catch (error) {
    bugs.push(error instanceof Error ? error : new Error('what was thrown is no error'));
  }
}
