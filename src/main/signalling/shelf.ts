// Remembers values by address. Their total size is limited, because strangers decide for how many addresses values
// arrive.

/** Values by address. Beyond the limit in bytes the oldest are dropped. */
export class Shelf<T> {
  readonly #most: number;
  readonly #values = new Map<string, { readonly value: T; readonly bytes: number }>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** The last value for this address, unless it was dropped. */
  get(address: string): T | undefined {
    return this.#values.get(address)?.value;
  }

  /** Replaces the value for this address. The newest value stays, whatever its size. */
  put(address: string, value: T, bytes: number): void {
    this.#forget(address);
    this.#values.set(address, { value, bytes }); // at the end, as the newest
    this.#bytes += bytes;
    for (const oldest of this.#values.keys()) {
      if (this.#bytes <= this.#most || oldest === address) break;
      this.#forget(oldest);
    }
  }

  #forget(address: string): void {
    this.#bytes -= this.#values.get(address)?.bytes ?? 0;
    this.#values.delete(address);
  }
}
