// Seals and opens frames of four sizes with every contender, in turns, and posts the lower quartiles. If an opened
// frame differs from the original, the whole run fails.
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import { livekit, siegel, webcrypto } from './contenders.ts';

/** Microseconds per frame, the lower quartile of all rounds. */
export interface Row {
  readonly size: number;
  readonly contender: string;
  readonly sealUs: number;
  readonly openUs: number;
}

const ROUNDS = 24;
const sizes = [
  { size: 60, count: 1500, video: false },
  { size: 1200, count: 1500, video: true },
  { size: 20_000, count: 400, video: true },
  { size: 100_000, count: 120, video: true },
];

function framesOf(plain: readonly Uint8Array[], video: boolean): EncodedFrame[] {
  return plain.map((bytes, index) => ({
    data: bytes.slice().buffer,
    timestamp: index * 3000,
    ...(video ? { type: 'delta' as const } : {}),
    getMetadata: () => ({ mimeType: video ? 'video/VP8' : 'audio/opus', synchronizationSource: 7 }),
  }));
}

function same(out: readonly Uint8Array[], plain: readonly Uint8Array[]): boolean {
  return plain.every((bytes, index) => {
    const got = out[index];
    return got?.length === bytes.length && got.every((byte, at) => byte === bytes[at]);
  });
}

/** The lower quartile, because other work on the machine makes rounds slower, never faster. */
function quartile(numbers: readonly number[]): number {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 4)] ?? Number.NaN;
}

async function measure(): Promise<Row[]> {
  const contenders = [siegel, await livekit(), ...(await webcrypto())];
  const rows: Row[] = [];
  for (const { size, count, video } of sizes) {
    const plain = Array.from({ length: count }, () => {
      const bytes = new Uint8Array(size);
      for (let at = 0; at < size; at += 65_536) crypto.getRandomValues(bytes.subarray(at, at + 65_536));
      return bytes;
    });
    const taken = contenders.map((contender) => ({ contender, seal: [] as number[], open: [] as number[] }));
    for (let round = 0; round <= ROUNDS; round++) {
      const order = round % 2 === 0 ? taken : taken.toReversed();
      for (const { contender, seal, open } of order) {
        const sealed = await contender.seal(framesOf(plain, video));
        const opened = await contender.open(framesOf(sealed.out, video));
        if (!same(opened.out, plain)) throw new Error(`${contender.name} returned other frames than it was given`);
        if (round === 0) continue; // warm-up
        seal.push((sealed.ms * 1000) / count);
        open.push((opened.ms * 1000) / count);
      }
    }
    for (const { contender, seal, open } of taken) {
      rows.push({ size, contender: contender.name, sealUs: quartile(seal), openUs: quartile(open) });
    }
  }
  return rows;
}

measure().then(
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's own page
  (rows) => self.postMessage({ rows }),
  (error: unknown) => {
    setTimeout(() => {
      throw error;
    });
  },
);
