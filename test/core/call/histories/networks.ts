// The networks of a history: which addresses each machine has, whether machines reach each other directly, and whether
// relays work.

/** How two machines can reach each other: directly, by relays, or both. `direct`: nobody has a relay. */
export type Paths = 'direct' | 'relays' | 'both';

/** The addresses of all machines, and the networks between them. */
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

  /** A new number, for offers and user fragments. */
  number(): number {
    return ++this.#number;
  }

  has(device: string, address: string): boolean {
    return this.of(device).includes(address);
  }

  /** Gives the machine one more address, which is new. */
  gain(device: string): void {
    const address = `10.0.${this.#next >> 8}.${this.#next & 255}`;
    this.#next++;
    this.#addresses.set(device, [...this.of(device), address]);
  }

  /** Removes the machine's oldest address; false if it has none. */
  lose(device: string): boolean {
    const [first, ...others] = this.of(device);
    this.#addresses.set(device, others);
    return first !== undefined;
  }
}
