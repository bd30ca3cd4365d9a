// Linking two devices of one person: what ends it, and that no end but the good one leaves anything.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bytes, toHex, utf8 } from '../../../src/core/bytes.ts';
import { deviceId, makeDeviceKey } from '../../../src/core/keys/identity.ts';
import { GivingHandshake, TakingHandshake } from '../../../src/core/keys/link-handshake.ts';
import { writeBundle } from '../../../src/core/signal/link-bundle.ts';
import { LinkChannel, readLinkEnvelope, writeLinkEnvelope, writeLinkText } from '../../../src/core/signal/link.ts';
import type { LinkFailure } from '../../../src/contract/devices.ts';
import { systemRandom } from '../signalling/test-clock.ts';
import { address, annasBundle, TwoDevices } from './two-devices.ts';

let two: TwoDevices;
beforeEach(() => {
  two = new TwoDevices();
});

const MINUTE_MS = 60_000;
/** How both sides stand, and what is left of it. */
const outcome = () => ({
  there: two.taking.view,
  here: two.giving?.view,
  kept: two.kept.length,
  isBegun: two.isBegun,
  done: two.done.length,
  failures: two.failures,
});
const nothing = (there: LinkFailure, here: LinkFailure): ReturnType<typeof outcome> => ({
  there: { kind: 'failed', reason: there },
  here: { kind: 'failed', reason: here },
  kept: 0,
  isBegun: false,
  done: 0,
  failures: 1,
});

describe('a linking', () => {
  test('hands everything over once the number was typed there and the person said yes here', async () => {
    const giving = two.give();
    expect(giving.view).toEqual({ kind: 'calling' });
    await two.carry();
    expect(giving.view).toEqual({ kind: 'number', number: two.number });
    expect(two.taking.view).toEqual({ kind: 'number', address, name: 'Anna' });
    expect(giving.confirm()).toBe(false); // nobody has typed the number yet
    expect(two.taking.type(two.number)).toBe(true);
    await two.carry();
    expect(giving.view).toEqual({ kind: 'asking', name: 'laptop' });
    expect(two.taking.view).toMatchObject({ kind: 'waiting' });
    expect([two.kept, two.left]).toEqual([[], 0]); // nothing has left before the yes
    expect(giving.confirm()).toBe(true);
    expect(giving.confirm()).toBe(false);
    await two.carry();
    expect(giving.view).toEqual({ kind: 'done', name: 'laptop' });
    expect(two.kept.map(({ bundle }) => bundle)).toEqual([annasBundle()]);
    expect(two).toMatchObject({ isBegun: true, done: ['laptop'], left: 1, failures: 0 });
    expect(two.taking.isOver).toBe(true);
  });

  test('carries neither user key nor names in clear', async () => {
    (await two.untilAsked()).confirm();
    await two.carry();
    const wire = two.sent.map(({ bytes }) => toHex(bytes)).join(' ');
    for (const secret of [annasBundle().seed, 'Anna', address, 'laptop', 'bert@klinik.example']) {
      expect(wire).not.toContain(toHex(utf8(secret)));
    }
  });

  test('waits for a new device that connects a little later', async () => {
    two.give();
    two.wire = []; // nobody was there to read it
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number' });
  });

  test('stands every letter twice, and hears no letter of a linking that is over', async () => {
    const giving = two.give();
    for (let n = 0; n < 20; n++) {
      await two.carry(0);
      const [letter] = two.wire;
      if (letter !== undefined) two.deliver(letter);
      await two.carry(1);
      two.taking.type(two.number);
      giving.confirm();
    }
    expect(giving.view.kind).toBe('done');
    expect(two.kept).toHaveLength(1);
    for (const letter of two.sent) two.deliver(letter);
    expect(two.kept).toHaveLength(1);
    expect(two.done).toHaveLength(1);
  });
});

describe('a linking comes to nothing', () => {
  test('where the number is typed wrong: there is no second try', async () => {
    two.give();
    await two.carry();
    const right = two.number;
    two.taking.type(right === '00000000' ? '00000001' : '00000000');
    expect(two.taking.type(right)).toBe(false);
    await two.carry();
    expect(outcome()).toEqual(nothing('wrong-number', 'wrong-number'));
  });

  test.each([
    ['before the number was typed', async () => two.carry(await begun())],
    ['while the person is asked', async () => void (await two.untilAsked())],
  ])('where it is cancelled on the device in use %s', async (_when, until) => {
    await until();
    two.giving?.end('cancelled', 'cancelled');
    two.giving?.confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled-there', 'cancelled'));
  });

  test('or to something, nobody here knows: cancelled while everything is on its way', async () => {
    const giving = await two.untilAsked();
    giving.confirm();
    giving.end('cancelled', 'cancelled');
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
    await two.carry();
    expect(two.kept).toHaveLength(1); // it had left already
  });

  test.each([
    ['before the number was typed', async () => two.carry(await begun())],
    ['while the person is asked', async () => void (await two.untilAsked())],
  ])('where it is cancelled on the new device %s', async (_when, until) => {
    await until();
    two.taking.end('cancelled', 'cancelled');
    await two.carry();
    expect(outcome()).toEqual(nothing('cancelled', 'cancelled-there'));
  });

  test('after ten minutes, on both sides, whoever waits for whom', async () => {
    await two.untilAsked();
    two.clock.advance(10 * MINUTE_MS);
    expect(outcome()).toEqual(nothing('timeout', 'timeout'));
  });

  test('where no device answers to the code', () => {
    two.give();
    two.wire = [];
    two.clock.advance(30_000);
    expect(two.giving?.view).toEqual({ kind: 'failed', reason: 'no-answer' });
  });

  test('where the broker is gone or refuses, here', async () => {
    for (const answer of ['not-connected', 'refused'] as const) {
      two = new TwoDevices();
      two.answer = answer;
      two.give();
      await two.carry();
      expect(two.giving?.view).toEqual({ kind: 'failed', reason: answer });
      expect(two.taking.view.kind).toBe('code');
    }
  });

  test('where the broker is away for half a minute, there; a shorter while does no harm', async () => {
    await two.untilAsked();
    const offline = { kind: 'waiting', url: '', retryAt: 0, cause: 'unreachable' } as const;
    two.taking.follow(offline);
    two.clock.advance(29_000);
    two.taking.follow({ kind: 'online', url: '', since: 0 });
    two.clock.advance(29_000);
    expect(two.taking.isOver).toBe(false);
    two.taking.follow(offline);
    two.clock.advance(30_000);
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'not-connected' });
    expect(two.kept).toEqual([]);
  });

  test('where the disk of the new device is full', async () => {
    two.disk = 'disk';
    (await two.untilAsked()).confirm();
    await two.carry();
    expect(outcome()).toEqual(nothing('disk', 'has-left')); // its word: here nobody knows what it has kept
  });

  test('where the organisation has set the new machine up for somebody else', async () => {
    two.onlyAddress = 'bert@klinik.example';
    two.give();
    await two.carry();
    expect(outcome()).toEqual(nothing('other-person', 'other-person'));
  });

  test('where what is handed over is not the person who was announced, or does not hold together', async () => {
    const wrong = [annasBundle({ address: 'other@klinik.example' }), annasBundle({ list: '' })];
    for (const bundle of wrong) {
      two = new TwoDevices();
      two.bundle = bundle;
      (await two.untilAsked()).confirm();
      await two.carry();
      expect(outcome()).toEqual(nothing('unusable', 'has-left'));
    }
  });

  test('where what is to be handed over cannot be read here, or is too large, and says which', async () => {
    const { people: few } = annasBundle();
    const numbers = Array.from({ length: 25_000 }, (_, n) => String(n));
    const people = numbers.flatMap((n) => few.map((person) => ({ ...person, address: `bert-${n}@klinik.example` })));
    for (const [bundle, why] of [
      [undefined, 'unreadable'],
      [annasBundle({ people }), 'too-large'],
    ] as const) {
      two = new TwoDevices();
      const giving = await two.untilAsked();
      two.bundle = bundle;
      giving.confirm();
      await two.carry();
      expect(outcome()).toEqual(nothing('cancelled-there', why));
    }
  });

  test('without knowing it, where the new device does not say that it has everything', async () => {
    const giving = await two.untilAsked();
    giving.confirm();
    await two.carry(1);
    two.wire = [];
    two.clock.advance(MINUTE_MS);
    expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
  });
});

describe('somebody else', () => {
  test('who calls the new device first is shown by name, and the true device gets no answer', async () => {
    const stranger = makeDeviceKey(new Uint8Array(32).fill(6));
    const first = two.give(stranger, 'Mallory', 'mallory@klinik.example');
    // The wire carries the stranger's letters back to it.
    for (let n = 0; n < 3; n++) {
      await two.carry(0);
      const letter = two.wire.shift();
      if (letter?.to === two.taking.device) two.taking.receive(letter.from, letter.bytes);
      else if (letter !== undefined) first.receive(letter.from, letter.bytes);
    }
    expect(two.taking.view).toEqual({ kind: 'number', address: 'mallory@klinik.example', name: 'Mallory' });
    const giving = two.give();
    await two.carry();
    two.clock.advance(30_000);
    expect(giving.view).toEqual({ kind: 'failed', reason: 'no-answer' });
    two.taking.type('00000000'); // the device in use shows none that could be typed
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'wrong-number' });
    expect(two.kept).toEqual([]);
  });

  test('who only greets, however often and under however many names, does not keep the true device out', async () => {
    two.give();
    const hello = two.wire.shift();
    if (hello === undefined) throw new Error('a hello was sent');
    for (const letter of 'bcd') two.taking.receive(letter.repeat(26), hello.bytes);
    await two.carry();
    two.wire = [];
    two.deliver(hello);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('who takes all places by greeting, and proves nothing, gives way to the true device after ten seconds', async () => {
    two.give();
    const [hello] = two.wire;
    if (hello === undefined) throw new Error('a hello was sent');
    const greet = (): void => {
      for (const letter of 'bcdefgh') two.taking.receive(letter.repeat(26), hello.bytes);
    };
    greet();
    await two.carry();
    expect(two.sent.filter(({ to }) => to !== two.taking.device)).toHaveLength(4);
    two.clock.advance(5000); // it calls again, in vain
    greet();
    await two.carry();
    expect(two.taking.view.kind).toBe('code');
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('who floods the new device with greetings and proofs costs it a few key agreements a second', async () => {
    const random = vi.fn(systemRandom);
    two = new TwoDevices(random);
    random.mockClear();
    const greeting = (n: number): Bytes => {
      const linkId = new Uint8Array(16).fill(n);
      const key = makeDeviceKey(new Uint8Array(32).fill(6));
      const hand = new GivingHandshake(key, two.taking.device, linkId);
      const hello = hand.writeHello({ ephemeral: systemRandom(32), kem: systemRandom(64) });
      return writeLinkEnvelope(linkId, 'hello', hello);
    };
    const many = Array.from({ length: 20 }, (_, n) => greeting(n));
    for (let n = 0; n < 200; n++) {
      for (const from of ['b', 'c', 'd', 'e']) two.taking.receive(from.repeat(26), many[n % 20] ?? greeting(n));
    }
    await two.carry();
    expect(two.sent.length).toBeLessThanOrEqual(8); // two to each of four
    expect(random.mock.calls.length).toBeLessThanOrEqual(20); // two draws for each of ten
    const read = vi.spyOn(TakingHandshake.prototype, 'readProof');
    const proof = writeLinkEnvelope(new Uint8Array(16).fill(1), 'proof', new Uint8Array(200));
    for (let n = 0; n < 200; n++) two.taking.receive('b'.repeat(26), proof);
    expect(read).toHaveBeenCalledTimes(10);
    read.mockRestore();
    two.clock.advance(11_000);
    two.give();
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('who sends the device in use offers under the new one’s name costs it a few key agreements a second', async () => {
    const giving = two.give();
    const [hello] = two.wire;
    const linkId = readLinkEnvelope(hello?.bytes ?? new Uint8Array(0))?.linkId ?? new Uint8Array(0);
    const read = vi.spyOn(GivingHandshake.prototype, 'readOffer');
    const offer = writeLinkEnvelope(linkId, 'offer', new Uint8Array(1300));
    for (let n = 0; n < 200; n++) giving.receive(two.taking.device, offer);
    expect(read).toHaveBeenCalledTimes(10);
    read.mockRestore();
    two.clock.advance(1000);
    await two.carry();
    expect(giving.view.kind).toBe('number');
  });

  test('who is in the handshake and hands over before the number was typed, hands over nothing', async () => {
    const key = makeDeviceKey(new Uint8Array(32).fill(6));
    const from = deviceId(key.publicKey);
    const linkId = new Uint8Array(16);
    const hand = new GivingHandshake(key, two.taking.device, linkId);
    const hello = hand.writeHello({ ephemeral: systemRandom(32), kem: systemRandom(64) });
    two.taking.receive(from, writeLinkEnvelope(linkId, 'hello', hello));
    const offer = readLinkEnvelope(two.sent[0]?.bytes ?? hello);
    hand.readOffer(offer?.body ?? hello);
    const proof = hand.writeProof(writeLinkText({ kind: 'person', address, name: 'Anna' })) ?? hello;
    two.taking.receive(from, writeLinkEnvelope(linkId, 'proof', proof));
    expect(two.taking.view.kind).toBe('number');
    const channel = new LinkChannel('giver', linkId, hand.takeSecrets());
    for (const part of writeBundle(annasBundle()) ?? []) two.taking.receive(from, channel.seal(part));
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.kept).toEqual([]);
  });

  test('who changes a letter on the way changes nothing', async () => {
    const giving = two.give();
    for (let n = 0; n < 20 && giving.view.kind !== 'done'; n++) {
      await two.carry(0);
      const [letter] = two.wire;
      if (letter !== undefined) {
        const bytes = letter.bytes.slice();
        bytes[bytes.length - 1] = (bytes.at(-1) ?? 0) ^ 1;
        two.deliver({ ...letter, bytes });
      }
      await two.carry(1);
      two.taking.type(two.number);
      giving.confirm();
    }
    expect(giving.view.kind).toBe('done');
    expect(two.kept).toHaveLength(1);
  });

  test('who sends what is no LINK message is not heard', () => {
    two.give();
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new Uint8Array([1, 5, 0])]) {
      two.taking.receive('b'.repeat(26), bytes);
      two.giving?.receive(two.taking.device, bytes);
    }
    expect(two.taking.view.kind).toBe('code');
    expect(two.giving?.view.kind).toBe('calling');
  });
});

async function begun(): Promise<number> {
  two.give();
  await two.carry();
  return 0;
}
