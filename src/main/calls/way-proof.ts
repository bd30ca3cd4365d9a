// Whether the way of a call's media is still one, while it is doubted: an address of this machine is gone and nobody knows whether
// the media went by it. What has come by it since the doubt began is the proof, and no word of anybody (docs/decisions/0027).
import type { MediaFact } from '../../contract/media.ts';

type Stats = Extract<MediaFact, { kind: 'stats' }>;

/** Reads the page's statistics of one call for signs of life. */
export class WayProof {
  #address = '';
  #before: { readonly packets: number; readonly answers: number } | undefined;

  /** From here on only what comes counts. */
  doubt(): void {
    this.#before = undefined;
  }

  /** Takes statistics; true where packets or answers of the peer have come since the ones before. */
  hasCome({ packetsReceived, way }: Stats): boolean {
    this.#address = way?.address ?? '';
    const [sound, camera, screen] = packetsReceived;
    const now = { packets: sound + camera + screen, answers: way?.answers ?? 0 };
    const before = this.#before;
    this.#before = now;
    return before !== undefined && (now.packets > before.packets || now.answers > before.answers);
  }

  /** Whether the way begins at one of these addresses of this machine, as far as the page could say. */
  beginsAt(addresses: readonly string[]): boolean {
    return this.#address !== '' && addresses.includes(this.#address);
  }
}
