// Verification notes that cannot be sent yet (protocol 5.18): a device without a broker keeps a bounded number of
// them.
import { expect, test } from 'vitest';
import { createVerifiedNotes } from '../../../../src/main/calls/notes/verified-notes.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';

const address = 'ben@b.example';
const ward = deviceKeysOf(new Uint8Array(32).fill(2));
const own = deviceKeysOf(new Uint8Array(32).fill(3));

test('a device without a broker keeps the newest 64 verification notes', async () => {
  const sent: number[] = [];
  let isOnline = false;
  const notes = createVerifiedNotes({
    book: { pin: () => ({ person: new Uint8Array(32).fill(9) }) },
    clock: { nowMs: () => 1_500_000 },
    own: { deviceId: own.id, deviceKeys: own, address, devices: () => [ward] },
    random: (length: number) => new Uint8Array(length).fill(7),
    transport: {
      send: (_device: string, bytes: Uint8Array) => {
        if (isOnline) sent.push(bytes[2] ?? 0);
        return Promise.resolve(isOnline ? 'sent' : 'not-connected');
      },
    },
  } as unknown as Parameters<typeof createVerifiedNotes>[0]);
  for (let i = 0; i < 70; i++) {
    notes.tell(new Uint8Array(16).fill(i), 'anna@a.example');
    await Promise.resolve();
    await Promise.resolve();
  }
  isOnline = true;
  notes.again();
  expect(sent).toEqual(Array.from({ length: 64 }, (_, i) => i + 6));
});
