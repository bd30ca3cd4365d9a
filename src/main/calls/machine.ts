// What runs the call machine of one call: its state, one queue of events, one timer for what is due, and its own time. Decides nothing.
// The timer is the only one of a call: what waits beside the machine is data with a due time, and has its turn by it.
import type { Effect } from '../../core/call/effect.ts';
import type { CallEvent } from '../../core/call/event.ts';
import { type CallState, wakeAtMs } from '../../core/call/state.ts';
import { transition } from '../../core/call/transition.ts';
import { isSeenChanged } from '../../core/call/view.ts';
import { type Log, ownWord } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import { steady } from '../time/steady.ts';

/** What was due when a step threw is due still: so much later it is tried again. */
const AFTER_BUG_MS = 1000;
const NEVER = Number.POSITIVE_INFINITY;
/** What a call asks for again and again, or at each letter that is typed: no lines of the log. */
const UNSAID: ReadonlySet<Effect['kind']> = new Set(['note', 'ping-worker', 'send-text']);

const OPENED = ['sound-opened', 'camera-opened', 'screen-opened'] as const;

/** What waits beside the machine, by a pace of its own. */
export interface Waiting {
  /** By the call's own time; undefined where nothing waits. */
  readonly dueAtMs: number | undefined;
  /** Reads what is due. */
  readonly readDue: () => void;
}

/** What a machine runs with. */
export interface MachineParts {
  readonly clock: Clock;
  /** At `debug` each step that asks for something, once, and the first frame of a stream under each key: by these lines `npm run bench:moments` draws where the time of a call goes. */
  readonly log: Pick<Log, 'debug'>;
  readonly isOnline: () => boolean;
  readonly perform: (effect: Effect) => void;
  readonly waiting: () => Waiting | undefined;
  /** A person may see something else, and every effect of that is done. */
  readonly onChange: () => void;
}

/** The machine of one call. */
export class Machine {
  #state: CallState;
  readonly #parts: MachineParts;
  readonly #nowMs: ReturnType<typeof steady>; // what is due in a call comes, whatever is done to the clock
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

  /** Now, by the call's own time: it never goes back. In ms since 1970. */
  get nowMs(): number {
    return this.#nowMs();
  }

  /** More may wait beside it: the timer is set anew where that is due sooner. Anybody may send, so it costs nothing else. */
  rearm(): void {
    const dueAtMs = Math.max(this.#parts.waiting()?.dueAtMs ?? NEVER, this.#notBeforeMs);
    if (!this.#isStepping && dueAtMs < this.#wakesAtMs) this.#armWake();
  }

  /**
   * Lets something happen, now by the call's own time. Effects are done when this returns, unless it is called by one of them; an event
   * that changes nothing a person may see is told to nobody: a peer may send without end. A bug in one effect keeps none of the others
   * from being done; it is thrown at the end, the first where there are several.
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
    const atMs = this.#nowMs(this.#wakesAtMs); // whatever was done to the clock meanwhile
    attempt(bugs, () => this.#parts.waiting()?.readDue()); // what was read is not read again: a bug in it is no cause to wait
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
