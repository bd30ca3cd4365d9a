// How much of a peer's session messages is opened (protocol §9). A peer's flood is genuine, so only its amount tells it: a peer that
// sends thousands a second must not keep main from windows, tray and other calls. Decided before anything is decrypted or parsed. It is data
// with a due time: the timer is the call's.

// A unit is one message of up to 1 KiB; a longer one costs one more for each KiB.
const UNIT_BYTES = 1024;
/** At once: more than an honest peer says in the 30 s for which a broker keeps its messages. */
const MOST_AT_ONCE = 256;
const PER_SECOND = 64;
const MOST_WAITING = 32;

/** The session messages of one call on their way to be opened. */
export class Inflow<T extends { readonly sealed: Uint8Array }> {
  readonly #nowMs: () => number;
  readonly #open: (message: T) => void;
  #units = MOST_AT_ONCE;
  #countedAtMs: number;
  /** The newest of what came too fast: the last word of a flood is read all the same. */
  #waiting: T[] = [];

  /** `nowMs` never goes back; `open` gets each message that is read, in the order of arrival. */
  constructor(nowMs: () => number, open: (message: T) => void) {
    this.#nowMs = nowMs;
    this.#open = open;
    this.#countedAtMs = nowMs();
  }

  /** When the next of those that wait has its turn; undefined where none does. */
  get dueAtMs(): number | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    return this.#countedAtMs + Math.max(0, Math.ceil(((costOf(next) - this.#units) * 1000) / PER_SECOND));
  }

  /** Takes a message: it is opened now, or in its turn, or never where newer ones have taken its place. */
  take(message: T): void {
    if (this.#waiting.length === 0 && this.#spend(message)) return this.#open(message);
    this.#waiting.push(message);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** Opens those whose turn has come. */
  openDue(): void {
    const [next] = this.#waiting;
    if (next === undefined || !this.#spend(next)) return;
    this.#waiting.shift();
    try {
      this.#open(next);
    } finally {
      this.openDue(); // a bug in one must not leave those behind it unread, the peer's end among them
    }
  }

  /** Nothing that waits is opened any more. */
  stop(): void {
    this.#waiting = [];
  }

  #spend(message: T): boolean {
    const nowMs = this.#nowMs();
    const passedMs = nowMs - this.#countedAtMs;
    this.#countedAtMs = nowMs;
    this.#units = Math.min(MOST_AT_ONCE, this.#units + (passedMs * PER_SECOND) / 1000);
    const cost = costOf(message);
    if (cost > this.#units) return false;
    this.#units -= cost;
    return true;
  }
}

function costOf({ sealed }: { readonly sealed: Uint8Array }): number {
  return Math.max(1, Math.ceil(sealed.length / UNIT_BYTES));
}
