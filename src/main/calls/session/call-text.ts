// What the two people write to each other in a call, letter by letter. The text exists only during the call: no
// history, no log, no record. The machine decides when a line of ours leaves, and whether there is text at all
// (core/call/media-text.ts).
import { unwrap } from '../../../core/assert.ts';
import { MOST_UNITS, readTextLine, type TextLine, writeTextLine } from '../../../core/signal/text-line.ts';
import { isBefore, type Place } from '../../../core/signal/place.ts';
import type { CallTextLine } from '../../../contract/text-line.ts';

const MOST_LINES = 60;
const MOST_A_SECOND = 10; // protocol §9

/** What the text of a call needs. */
export interface CallTextOptions {
  /** The call's own time, which never goes back. */
  readonly nowMs: () => number;
  /** Whether text of the peer is shown now. */
  readonly mayRead: () => boolean;
  /** A person has typed into this line of ours; the machine will call `leave`. */
  readonly onTyped: (line: number) => void;
  readonly send: (text: string) => void;
  readonly onChange: () => void;
}

type Shown = TextLine & { readonly from: 'us' | 'peer' };

/** The text of one call. */
export class CallText {
  readonly #options: CallTextOptions;
  #lines: Shown[] = [];
  readonly #places = new Map<number, Place>();
  readonly #unsent = new Map<number, TextLine>();
  #own = 0;
  #second = { atMs: Number.NEGATIVE_INFINITY, count: 0 };

  constructor(options: CallTextOptions) {
    this.#options = options;
  }

  /** The lines of both people, the oldest first. Empty lines are left out. */
  get lines(): CallTextLine[] {
    return this.#lines
      .filter(({ text }) => text !== '')
      .map(({ from, line, text, isDone }) => ({ id: `${from}${String(line)}`, from, text, done: isDone }));
  }

  /**
   * A person has typed, and the desk has allowed it. `text` is the whole current line, `isDone` whether it is finished.
   */
  type(text: string, isDone: boolean): void {
    const line: TextLine = { line: this.#own, text: text.slice(0, MOST_UNITS), isDone };
    if (isDone) this.#own++;
    this.#put({ ...line, from: 'us' });
    this.#unsent.set(line.line, line);
    this.#options.onTyped(line.line);
  }

  /** Sends a line of ours as it reads now. */
  leave(line: number): void {
    const typed = unwrap(this.#unsent.get(line), 'a line that leaves was typed');
    this.#unsent.delete(line);
    this.#options.send(writeTextLine(typed));
  }

  /**
   * Takes a message of the peer at this place in the session. The message is dropped if no text is shown now, if it is
   * not a line, if it comes too fast, or if it is not newer than the last message about the same line.
   */
  take(message: string, place: Place): void {
    const line = readTextLine(message);
    if (!this.#options.mayRead() || line === undefined || !this.#hasRoom()) return;
    const known = this.#places.get(line.line);
    if (known !== undefined && !isBefore(known, place)) return;
    this.#places.set(line.line, place);
    this.#put({ ...line, from: 'peer' });
  }

  /** The call is over, or nothing more may be said in it: all text is erased. */
  erase(): void {
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

  #hasRoom(): boolean {
    const nowMs = this.#options.nowMs();
    if (nowMs - this.#second.atMs >= 1000) this.#second = { atMs: nowMs, count: 0 };
    this.#second.count++;
    return this.#second.count <= MOST_A_SECOND;
  }
}
