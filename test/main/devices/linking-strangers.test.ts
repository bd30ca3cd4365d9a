// While a person links a device, somebody else greets, floods or answers: the broker, or any of its accounts.
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import { ExistingDeviceHandshake, NewDeviceHandshake } from '../../../src/core/keys/link-handshake.ts';
import {
  LinkChannel,
  LinkOffer,
  readLinkEnvelope,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
} from '../../../src/core/signal/link.ts';
import { systemRandom } from '../signalling/test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import { address, annasBundle, partsOf, TwoDevices } from './two-devices.ts';

const stranger = deviceKeysOf(new Uint8Array(32).fill(6));
const strangersId = stranger.id;

let two: TwoDevices;
beforeEach(() => {
  two = new TwoDevices();
});

/** Message 1 of a stranger, and the stranger's side of the handshake. */
function greeting(linkId = new Uint8Array(16)): { readonly hand: ExistingDeviceHandshake; readonly hello: Bytes } {
  const hand = new ExistingDeviceHandshake(stranger, two.taking.device, linkId);
  const hello = hand.writeHello({ ephemeral: systemRandom(32), kem: systemRandom(64) });
  return { hand, hello: writeLinkEnvelope(linkId, 'hello', hello) };
}

describe('strangers during linking', () => {
  test('a stranger that proves itself first is shown by name, and the true device gets no answer', async () => {
    const first = two.give(stranger, 'Mallory', 'mallory@klinik.example');
    // The loop also delivers the messages that are addressed to the stranger.
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
    two.taking.type('00000000'); // the existing device shows no number that could be typed
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'wrong-number' });
    expect(two.kept).toEqual([]);
  });

  test('a stranger that only greets under three names does not exclude the true device', async () => {
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

  test('strangers that occupy all places without proof yield to the true device after ten seconds', async () => {
    two.give();
    const [hello] = two.wire;
    if (hello === undefined) throw new Error('a hello was sent');
    const greet = (): void => {
      for (const letter of 'bcdefgh') two.taking.receive(letter.repeat(26), hello.bytes);
    };
    greet();
    await two.carry();
    expect(two.sent.filter(({ to }) => to !== two.taking.device)).toHaveLength(4);
    two.clock.advance(5000); // the true device sends its greeting again, in vain
    greet();
    await two.carry();
    expect(two.taking.view.kind).toBe('code');
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('a flood of greetings and proofs costs the new device a few key agreements a second', async () => {
    const random = vi.fn(systemRandom);
    two = new TwoDevices(random);
    random.mockClear();
    const many = Array.from({ length: 20 }, (_, n) => greeting(new Uint8Array(16).fill(n)).hello);
    for (let n = 0; n < 10; n++) {
      for (const from of 'bcde') for (const hello of many) two.taking.receive(from.repeat(26), hello);
    }
    await two.carry();
    expect(two.sent.length).toBeLessThanOrEqual(8); // two to each of four strangers
    expect(random.mock.calls.length).toBeLessThanOrEqual(16); // two draws for each message
    const read = vi.spyOn(NewDeviceHandshake.prototype, 'readProof');
    const proof = writeLinkEnvelope(new Uint8Array(16).fill(1), 'proof', new Uint8Array(200));
    for (let n = 0; n < 200; n++) two.taking.receive('b'.repeat(26), proof);
    expect(read).toHaveBeenCalledTimes(10);
    read.mockRestore();
    two.clock.advance(11_000);
    two.give();
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('a flood of proofs uses up only its sender’s budget', async () => {
    two.taking.receive(strangersId, greeting().hello);
    const proof = writeLinkEnvelope(new Uint8Array(16), 'proof', new Uint8Array(200));
    for (let n = 0; n < 200; n++) two.taking.receive(strangersId, proof);
    two.wire = [];
    two.give();
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('a flood of unusable greetings does not delay the answer to the true device', async () => {
    two.give();
    const useless = two.wire[0]?.bytes.slice() ?? new Uint8Array(0);
    useless.fill(0, 19, 51); // a key of low order, with which no secret can be agreed
    for (let n = 0; n < 200; n++) two.taking.receive('b'.repeat(26), useless);
    expect(two.sent).toHaveLength(1); // the true device's greeting; the useless ones got no answer
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('strangers that greet again before their ten seconds are over still yield to the true device', async () => {
    const greet = (): void => {
      for (const letter of 'bcde') two.taking.receive(letter.repeat(26), greeting().hello);
    };
    greet();
    two.clock.advance(9000);
    greet();
    two.wire = [];
    two.give();
    await two.carry();
    expect(two.taking.view.kind).toBe('code');
    two.clock.advance(5000);
    await two.carry();
    expect(two.taking.view).toMatchObject({ kind: 'number', name: 'Anna' });
  });

  test('a flood of offers under the new device’s name costs the existing device ten key agreements a second', async () => {
    const giving = two.give();
    const [hello] = two.wire;
    const linkId = readLinkEnvelope(hello?.bytes ?? new Uint8Array(0))?.linkId ?? new Uint8Array(0);
    const read = vi.spyOn(ExistingDeviceHandshake.prototype, 'readOffer');
    const offer = writeLinkEnvelope(linkId, 'offer', new Uint8Array(1300));
    for (let n = 0; n < 200; n++) giving.receive(two.taking.device, offer);
    expect(read).toHaveBeenCalledTimes(10);
    read.mockRestore();
    two.clock.advance(1000);
    await two.carry();
    expect(giving.view.kind).toBe('number');
  });

  test('data that a stranger sends before the number was typed ends the linking, and none of it is stored', async () => {
    const linkId = new Uint8Array(16);
    const { hand, hello } = greeting(linkId);
    two.taking.receive(strangersId, hello);
    const offer = readLinkEnvelope(two.sent[0]?.bytes ?? hello);
    hand.readOffer(offer?.body ?? hello, (payload) => readLinkText(LinkOffer, payload));
    const proof =
      hand.writeProof(writeLinkText({ kind: 'person', address, name: 'Anna', d: toB64u(stranger.d) })) ?? hello;
    two.taking.receive(strangersId, writeLinkEnvelope(linkId, 'proof', proof));
    expect(two.taking.view.kind).toBe('number');
    const channel = new LinkChannel('existing', linkId, hand.takeSecrets());
    for (const part of partsOf(annasBundle())) two.taking.receive(strangersId, channel.seal(part));
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect(two.kept).toEqual([]);
  });

  test('an altered linking message changes nothing', async () => {
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

  test('bytes that are not a LINK message are dropped by both sides', () => {
    two.give();
    for (const bytes of [new Uint8Array(0), new Uint8Array(100), new Uint8Array([1, 5, 0])]) {
      two.taking.receive('b'.repeat(26), bytes);
      two.giving?.receive(two.taking.device, bytes);
    }
    expect(two.taking.view.kind).toBe('code');
    expect(two.giving?.view.kind).toBe('calling');
  });
});
