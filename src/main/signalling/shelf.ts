// What is remembered by address, bounded by bytes: strangers decide for how many addresses something comes.

/** Values by address; beyond the bytes that it was made for the oldest give way. */
export class Shelf<T> {
  readonly #most: number;
  readonly #values = new Map<string, { readonly value: T; readonly bytes: number }>();
  #bytes = 0;

  constructor(mostBytes: number) {
    this.#most = mostBytes;
  }

  /** What was put last for this address, unless it gave way. */
  get(address: string): T | undefined {
    return this.#values.get(address)?.value;
  }

  /** Takes the place of what was there; the newest value stays, whatever its size. */
  put(address: string, value: T, bytes: number): void {
    this.#forget(address);
    this.#values.set(address, { value, bytes }); // last, and so the newest
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
