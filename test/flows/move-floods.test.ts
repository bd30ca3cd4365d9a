// One of a person's own devices is in an attacker's hands, and sends endless offers of calls or endless reports that
// calls are over (protocol §5 rules 15, 16). Ids are stored on disk, and a full store would keep strangers from
// ringing.
import { beforeEach, describe, expect, test } from 'vitest';
import { toB64u } from '../../src/core/bytes.ts';
import { unwrap } from '../../src/core/assert.ts';
import { sealNote } from '../../src/core/keys/sealed-note.ts';
import { writeMoveEndEnvelope, writeMoveEnvelope } from '../../src/core/signal/envelope.ts';
import { type Move, type MoveEnd, writeMessage } from '../../src/core/signal/message.ts';
import { dice } from './support/dice.ts';
import { type Person, strangers, type World } from './support/world.ts';

let world: World;
let anna: Person;
let laptop: Person; // Anna's other device
let ben: Person;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
  laptop = world.person(anna.address, 'two', anna);
});

/** Anna's first device, in an attacker's hands, sends this to the laptop under a call id of its own choice. */
function say(text: Move | MoveEnd, id: number): void {
  const callId = dice(`id ${id}`)(16);
  const issuedAtMs = BigInt(world.clock.nowMs());
  const binding = { kind: text.kind, callId, issuedAtMs };
  const noise = sealNote(anna.deviceKeys, laptop.deviceKeys, binding, writeMessage(text), dice(`e ${id}`)(32));
  const write = text.kind === 'move' ? writeMoveEnvelope : writeMoveEndEnvelope;
  const bytes = write(callId, issuedAtMs, unwrap(noise, 'a good key'));
  world.broker.inject({ from: anna.device, to: laptop.device, bytes, delayMs: 0 });
}

const offer = (): Move => ({
  kind: 'move',
  to: { address: ben.address, person: toB64u(ben.person) },
  device: ben.device,
});
const kept = (): number => laptop.callIds.value?.ids.length ?? 0;

describe('floods of move notes', () => {
  test.each<readonly [string, () => Move | MoveEnd]>([
    ['MOVE offers', offer],
    ['MOVE-END notes of unknown offers', () => ({ kind: 'move-end', reason: 'over' })],
  ])('%s are accepted ten times a minute, and calls still ring', async (_what, make) => {
    for (let i = 0; i < 30; i++) {
      say(make(), i);
      await world.clock.advance(200);
    }
    expect(kept()).toBe(10);
    ben.place(laptop);
    await laptop.waitFor('ringing');
    await world.clock.advance(60_000);
    say(offer(), 99); // a person who moves a call a minute later still gets the offer through
    await world.clock.until('the offer', () => laptop.desk.offer() !== undefined);
  });
});
