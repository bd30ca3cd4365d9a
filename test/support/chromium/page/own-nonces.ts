// In this engine the product's cipher seals frames that are all in flight together, and writes their nonces and
// additional data into the same memory. WebCrypto alone then opens each frame with a nonce and additional data in
// separate memory, which succeeds only if the engine copied both when it began to seal.
import { additionalData, nonce } from '../../../../src/core/frame/nonce.ts';
import { FrameCipher, importFrameKey } from '../../../../src/renderer/worker/frame-cipher.ts';

const COUNT = 50;
const header = new Uint8Array([0, 1]);

/** How many frames were sealed, and how many of these open under their own nonce and additional data. */
export async function ownNonces(): Promise<{ readonly sealed: number; readonly opened: number }> {
  const raw = crypto.getRandomValues(new Uint8Array(32));
  const salt = crypto.getRandomValues(new Uint8Array(12));
  const reading = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['decrypt']);
  const key = { key: await importFrameKey(raw, 'encrypt'), salt };
  const cipher = new FrameCipher(1);
  const inFlight = Array.from({ length: COUNT }, (_, i) =>
    cipher.seal(
      key,
      { counter: BigInt(i), bytes: header, headerLength: header.length, keyFrame: i === 0, timestamp: i },
      new Uint8Array(64).fill(i).buffer,
    ),
  );
  const opened = await Promise.all(
    (await Promise.all(inFlight)).map(async (sealed, i) => {
      const parameters = {
        name: 'AES-GCM',
        iv: nonce(salt, BigInt(i)),
        additionalData: additionalData(header, header.length, 1, i === 0, i),
      };
      const plain = await crypto.subtle.decrypt(parameters, reading, sealed).catch(() => undefined);
      return plain !== undefined && new Uint8Array(plain).every((byte) => byte === i);
    }),
  );
  return { sealed: inFlight.length, opened: opened.filter(Boolean).length };
}
