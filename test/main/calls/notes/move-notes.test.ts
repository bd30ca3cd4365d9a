// How the machine's effects about a move reach our other devices, and what happens if they cannot.
import { expect, test } from 'vitest';
import type { CallEvent } from '../../../../src/core/call/event.ts';
import type { CallDeps } from '../../../../src/main/calls/call-deps.ts';
import { performsMove } from '../../../../src/main/calls/notes/move-notes.ts';
import { HandClock } from '../../../flows/support/hand-clock.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';

const seed = (n: number, length = 32) => new Uint8Array(length).fill(n);
const own = deviceKeysOf(seed(1));
const good = deviceKeysOf(seed(2));
const low = { ...deviceKeysOf(seed(3)), s: seed(0) }; // a key of low order, with which no secret can be agreed
const gone = deviceKeysOf(seed(4));
const call = '09'.repeat(16);

function situation(broker: 'sent' | 'refused' = 'sent') {
  const clock = new HandClock();
  const sent: string[] = [];
  const events: CallEvent[] = [];
  const deps = {
    clock,
    random: (length: number) => seed(7, length),
    own: { deviceId: own.id, deviceKeys: own, devices: () => [own, good, low] },
    transport: {
      send: (to: string) => {
        sent.push(to);
        return Promise.resolve(broker);
      },
    },
  } as unknown as CallDeps;
  const device = { address: 'ben@b.example', person: seed(5), device: 'ben', key: seed(6) };
  const performer = performsMove(deps, { device, dispatch: (event) => events.push(event) });
  return { sent, events, performer, unsent: { kind: 'move-unsent', call, atMs: clock.nowMs() } };
}

test('an offer to move a call is sent to the device that it names', () => {
  const { events, performer, sent } = situation();
  performer['offer-move']({ kind: 'offer-move', device: good.id, call });
  expect([sent, events]).toEqual([[good.id], []]);
});

test.each([
  ['whose key has a low order', low.id],
  ['that no longer belongs to this person', gone.id],
])('an offer to a device %s is reported as not sent', (_what, device) => {
  const { events, performer, sent, unsent } = situation();
  performer['offer-move']({ kind: 'offer-move', device, call });
  expect([sent, events]).toEqual([[], [unsent]]);
});

test('an offer that the broker refuses is reported as not sent', async () => {
  const { events, performer, unsent } = situation('refused');
  performer['offer-move']({ kind: 'offer-move', device: good.id, call });
  await expect.poll(() => events).toEqual([unsent]);
});

test('the end of an offer is sent to a current own device only', () => {
  const { performer, sent } = situation();
  for (const device of [gone.id, good.id])
    performer['tell-move-end']({ kind: 'tell-move-end', device, call, reason: 'over' });
  expect(sent).toEqual([good.id]);
});
