// What the two write to each other in a call, letter by letter. It lives here and dies with the call: no history, no log, no record.
// That it was closed is the life of what was erased: nothing is kept, and no line leaves, after that.
import { MOST_UNITS, readTextLine, type TextLine, writeTextLine } from '../../core/signal/text-line.ts';
import type { CallTextLine } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';

const SEND_EVERY_MS = 250; // what is typed has left within half a second (EN 301 549 §6.2.4)
const MOST_LINES = 60;
const MOST_A_SECOND = 10; // protocol §9

/** What the text of a call needs. */
export interface CallTextOptions {
  readonly clock: Clock;
  readonly send: (text: string) => void;
  /** Nothing is sent while the call is held: what was typed before waits. */
  readonly isHeld: () => boolean;
  readonly onChange: () => void;
}

/** Where a message stood: the newer of two of one line counts. */
interface Place {
  readonly generation: number;
  readonly counter: bigint;
}
type Shown = TextLine & { readonly from: 'us' | 'peer' };

/** The text of one call. */
export class CallText {
  readonly #options: CallTextOptions;
  #lines: Shown[] = [];
  readonly #places = new Map<number, Place>();
  readonly #unsent = new Map<number, TextLine>();
  #own = 0;
  #cancel: (() => void) | undefined;
  #isClosed = false;
  #second = { atMs: Number.NEGATIVE_INFINITY, count: 0 };

  constructor(options: CallTextOptions) {
    this.#options = options;
  }

  /** The lines of both, the oldest first; a line that is empty is not there. */
  get lines(): CallTextLine[] {
    return this.#lines
      .filter(({ text }) => text !== '')
      .map(({ from, line, text, isDone }) => ({ id: `${from}${String(line)}`, from, text, done: isDone }));
  }

  /** A person types: the line as it stands, and whether it is ended. */
  type(text: string, isDone: boolean): 'unknown-call' | undefined {
    if (this.#isClosed) return 'unknown-call';
    const line: TextLine = { line: this.#own, text: text.slice(0, MOST_UNITS), isDone };
    if (isDone) this.#own++;
    this.#put({ ...line, from: 'us' });
    this.#unsent.set(line.line, line);
    if (this.#cancel === undefined) this.#flush();
    return undefined;
  }

  /** The peer's message and where it stood; what is no line, too much at once or older than known is dropped. */
  take(message: string, place: Place): void {
    const line = readTextLine(message);
    if (this.#isClosed || line === undefined || !this.#hasRoom()) return;
    const known = this.#places.get(line.line);
    if (known !== undefined && !isNewer(place, known)) return;
    this.#places.set(line.line, place);
    this.#put({ ...line, from: 'peer' });
  }

  /** The call is over or may say nothing more: everything is gone. */
  close(): void {
    this.#isClosed = true;
    this.#cancel?.();
    this.#unsent.clear();
    this.#places.clear();
    this.#lines = [];
  }

  #put(line: Shown): void {
    const at = this.#lines.findIndex((other) => other.from === line.from && other.line === line.line);
    if (at >= 0) this.#lines[at] = line;
    else this.#lines = [...this.#lines, line].slice(-MOST_LINES);
    this.#options.onChange();
  }

  // One message at a time, the oldest line first, each as it stands by then.
  #flush(): void {
    const { clock, isHeld, send } = this.#options;
    const [next] = this.#unsent.values();
    this.#cancel = undefined;
    if (next === undefined || this.#isClosed) return;
    if (!isHeld()) {
      this.#unsent.delete(next.line);
      send(writeTextLine(next));
    }
    this.#cancel = clock.after(SEND_EVERY_MS, () => this.#flush());
  }

  #hasRoom(): boolean {
    const nowMs = this.#options.clock.nowMs();
    if (nowMs - this.#second.atMs >= 1000) this.#second = { atMs: nowMs, count: 0 };
    this.#second.count++;
    return this.#second.count <= MOST_A_SECOND;
  }
}

function isNewer(one: Place, other: Place): boolean {
  return one.generation > other.generation || (one.generation === other.generation && one.counter > other.counter);
}
