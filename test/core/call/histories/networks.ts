// The networks of a history: which addresses each machine has, whether
// machines reach each other directly, and whether relays work.

/** How two machines may reach each other at all: directly, by relays, or as they like. `direct`: nobody has a relay. */
export type Paths = 'direct' | 'relays' | 'both';

/** The addresses of all machines, and what lies between them. */
export class Networks {
  readonly paths: Paths;
  isUp = true;
  readonly #addresses = new Map<string, string[]>();
  #next = 1;
  #number = 0;

  constructor(paths: Paths) {
    this.paths = paths;
  }

  /** The addresses that this machine has now. */
  of(device: string): readonly string[] {
    return this.#addresses.get(device) ?? [];
  }

  /** A number that nobody had before, for offers and user fragments. */
  number(): number {
    return ++this.#number;
  }

  has(device: string, address: string): boolean {
    return this.of(device).includes(address);
  }

  /** It has one more, one that nobody had before. */
  gain(device: string): void {
    const address = `10.0.${this.#next >> 8}.${this.#next & 255}`;
    this.#next++;
    this.#addresses.set(device, [...this.of(device), address]);
  }

  /** The one that it had first is gone; false where it had none. */
  lose(device: string): boolean {
    const [first, ...others] = this.of(device);
    this.#addresses.set(device, others);
    return first !== undefined;
  }
}
