// How many of a peer's session messages are opened (protocol §9). The messages of a peer that floods are genuine, so
// only their number reveals the flood: thousands of messages a second must not keep main from windows, tray and other
// calls. The decision is made before a message is decrypted. A message that waits is data with a due time; the timer is
// the call's.

// A unit is a message of up to 1 KiB. A longer one costs one more unit for each further KiB.
const UNIT_BYTES = 1024;
/** How many units are opened at once: more than an honest peer sends in the 30 s for which a broker stores messages. */
const MOST_AT_ONCE = 256;
const PER_SECOND = 64;
const MOST_WAITING = 32;

/** The session messages of one call that are to be opened. */
export class Inflow<T extends { readonly sealed: Uint8Array }> {
  readonly #nowMs: () => number;
  readonly #open: (message: T) => void;
  #units = MOST_AT_ONCE;
  #countedAtMs: number;
  /** The newest of the messages that came too fast, so that the last message of a flood is still read. */
  #waiting: T[] = [];

  /** `nowMs` never goes back. `open` gets each message to be read, in the order of arrival. */
  constructor(nowMs: () => number, open: (message: T) => void) {
    this.#nowMs = nowMs;
    this.#open = open;
    this.#countedAtMs = nowMs();
  }

  /** When the next waiting message has its turn. Undefined if none waits. */
  get dueAtMs(): number | undefined {
    const [next] = this.#waiting;
    if (next === undefined) return undefined;
    return this.#countedAtMs + Math.max(0, Math.ceil(((costOf(next) - this.#units) * 1000) / PER_SECOND));
  }

  /** Takes a message. It is opened now, or in its turn, or never if newer ones replace it. */
  take(message: T): void {
    if (this.#waiting.length === 0 && this.#spend(message)) return this.#open(message);
    this.#waiting.push(message);
    if (this.#waiting.length > MOST_WAITING) this.#waiting.shift();
  }

  /** Opens the messages whose turn has come. */
  openDue(): void {
    const [next] = this.#waiting;
    if (next === undefined || !this.#spend(next)) return;
    this.#waiting.shift();
    try {
      this.#open(next);
    } finally {
      this.openDue(); // an exception in one message must not leave later ones unread, such as the peer's `end`
    }
  }

  /** Opens nothing more. */
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
