// One side of a linking against a peer that the test plays. The peer has the keys and follows no order: it seals any
// message at any time.
import { beforeEach, describe, expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import { ExistingDeviceHandshake, NewDeviceHandshake } from '../../../src/core/keys/link-handshake.ts';
import {
  LinkChannel,
  type LinkMessage,
  LinkOffer,
  LinkProof,
  readLinkEnvelope,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
} from '../../../src/core/signal/link.ts';
import { ExistingDeviceLinking } from '../../../src/main/devices/existing-device-linking.ts';
import { heldClock, systemRandom } from '../signalling/test-clock.ts';
import { deviceKeysOf } from '../../support/device-keys.ts';
import type { DeviceMember } from '../../../src/core/keys/member.ts';
import { writeJoin, writeLinkChain } from '../../../src/core/signal/link-chain.ts';
import type { Changing } from '../../../src/main/devices/own-chain.ts';
import { shownFingerprint } from '../../../src/main/devices/linking.ts';
import { address, annasBundle, chainOf, contactsOf, heldOf, partsOf, settled, TwoDevices } from './two-devices.ts';

const newKey = deviceKeysOf(new Uint8Array(32).fill(9));
const newDevice = newKey.id;
const key = deviceKeysOf(new Uint8Array(32).fill(5));
const inUse = key.id;
const linkId = new Uint8Array(16).fill(7);
const body = (message: Bytes): Bytes => unwrap(readLinkEnvelope(message), 'a LINK message').body;

const annas = chainOf(key);
const confirmed = { kind: 'confirmed' } as const;
const chain = writeLinkChain(heldOf(annas));
const join = writeJoin(newKey, annas.person, 'laptop', [1]);
const kept = { kind: 'kept' } as const;
const added = { kind: 'added' } as const;
const part = unwrap(partsOf(annasBundle())[0], 'it has one part');
const any: readonly LinkMessage[] = [confirmed, chain, join, part, kept, added];
const fingerprint = shownFingerprint(annas);

describe('the existing device against a misbehaving new device', () => {
  let sent: Bytes[];
  let left: number;
  let members: DeviceMember[];
  let adding: Changing;
  let clock: ReturnType<typeof heldClock>;
  let giving: ExistingDeviceLinking;
  let channel: LinkChannel;
  beforeEach(() => {
    sent = [];
    left = 0;
    members = [];
    adding = 'done';
    clock = heldClock();
    giving = new ExistingDeviceLinking(newDevice, {
      own: { address, name: 'Anna', deviceKeys: key },
      send: (_to, bytes) => {
        sent.push(bytes);
        return Promise.resolve('sent');
      },
      clock,
      random: systemRandom,
      chain: () => heldOf(annas),
      bundle: annasBundle,
      add: (member) => {
        members.push(member);
        return Promise.resolve(adding);
      },
      onChange: () => undefined,
      onLeaving: () => void left++,
    });
    const hello = unwrap(readLinkEnvelope(unwrap(sent[0], 'it greets')), 'a LINK message');
    const taking = new NewDeviceHandshake(newKey, inUse, hello.linkId);
    taking.readHello(hello.body);
    const offer = taking.writeOffer(writeLinkText({ kind: 'device', d: toB64u(newKey.d) }), {
      ephemeral: systemRandom(32),
      kem: systemRandom(32),
    });
    giving.receive(newDevice, writeLinkEnvelope(hello.linkId, 'offer', unwrap(offer, 'good keys')));
    taking.readProof(body(unwrap(sent[1], 'it proves')), (payload) => readLinkText(LinkProof, payload));
    channel = new LinkChannel('new', hello.linkId, taking.takeSecrets());
  });
  const say = (...messages: readonly LinkMessage[]): void => {
    for (const message of messages) giving.receive(newDevice, channel.seal(message));
  };

  const inTurn = {
    number: [],
    confirmed: [confirmed],
    asking: [confirmed, join],
  } as const satisfies Record<string, readonly LinkMessage[]>;
  const wrong = [
    ['number', any.filter(({ kind }) => kind !== 'confirmed')],
    ['confirmed', any.filter(({ kind }) => kind !== 'join')],
    ['asking', any],
  ] as const;
  test.each(wrong.flatMap(([state, messages]) => messages.map((message) => [message.kind, state, message] as const)))(
    'the existing device ends the linking as unusable on `%s` in the state `%s`, and hands over nothing',
    (_kind, state, message) => {
      say(...inTurn[state]);
      expect(giving.view.kind).toBe(state);
      say(message);
      expect(giving.view).toEqual({ kind: 'failed', reason: 'unusable' });
      expect(giving.confirm()).toBe(false);
      expect([left, members]).toEqual([0, []]);
    },
  );

  test.each([confirmed, chain, join, part, added])(
    'the existing device reports an unknown result on `$kind` once everything was sent',
    (message) => {
      say(confirmed, join);
      giving.confirm();
      say(message);
      expect(giving.view).toEqual({ kind: 'failed', reason: 'not-told' });
      expect(members).toEqual([]);
    },
  );

  test.each(['turned\u202E', 'a\nb', 'x'.repeat(65)])('the device name %j ends the linking as unusable', (name) => {
    say(confirmed, { ...join, name });
    expect(giving.view).toEqual({ kind: 'failed', reason: 'unusable' });
    say(join, kept); // nothing counts after the end
    expect(giving.view).toEqual({ kind: 'failed', reason: 'unusable' });
  });

  test.each([
    ['by another device', writeJoin(deviceKeysOf(new Uint8Array(32).fill(8)), annas.person, 'laptop', [1])],
    ['for another person', writeJoin(newKey, chainOf(newKey).person, 'laptop', [1])],
    ['for other protocol versions', { ...join, proto: [1, 2] }],
  ])('the existing device ends the linking as unusable on a join that was signed %s', (_what, message) => {
    say(confirmed, message);
    expect(giving.view).toEqual({ kind: 'failed', reason: 'unusable' });
    expect([left, members]).toEqual([0, []]);
  });

  test('the existing device adds only the device of the handshake, once everything is stored', async () => {
    say(confirmed, join);
    giving.confirm();
    expect(members).toEqual([]);
    say(kept);
    await settled();
    const { id, s, d } = newKey;
    expect(members).toMatchObject([{ kind: 'device', id, s, d, proto: [1] }]);
    expect(giving.view).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
  });

  test('the existing device adds a device that ends the linking after it stored everything', async () => {
    adding = 'not-connected';
    say(confirmed, join);
    giving.confirm();
    say(kept, { kind: 'end', reason: 'cancelled' });
    await settled();
    expect(giving.view).toEqual({ kind: 'adding', name: 'laptop' });
    adding = 'done';
    clock.advance(5000);
    await settled();
    expect(giving.view).toEqual({ kind: 'done', name: 'laptop', isSeen: true });
    expect(members).toHaveLength(2);
  });

  test('the existing device accepts each sealed message once, however often it is delivered', () => {
    for (const message of [confirmed, join]) {
      const bytes = channel.seal(message);
      for (let n = 0; n < 3; n++) giving.receive(newDevice, bytes);
    }
    expect(giving.view).toEqual({ kind: 'asking', name: 'laptop', fingerprint });
  });

  test('the existing device asks with the right name although messages arrive out of order', () => {
    const [first, second] = [channel.seal(confirmed), channel.seal(join)];
    giving.receive(newDevice, second);
    expect(giving.view.kind).toBe('number');
    giving.receive(newDevice, first);
    expect(giving.view).toEqual({ kind: 'asking', name: 'laptop', fingerprint });
  });

  test('the existing device accepts no message under another device’s id, and none of its own messages sent back', () => {
    const bytes = channel.seal(confirmed);
    giving.receive('b'.repeat(26), bytes);
    giving.receive(inUse, bytes);
    for (const own of sent) giving.receive(newDevice, own);
    expect(giving.view.kind).toBe('number');
    giving.receive(newDevice, bytes);
    expect(giving.view.kind).toBe('confirmed');
  });
});

describe('the new device against a misbehaving existing device', () => {
  let two: TwoDevices;
  let channel: LinkChannel;
  let number: string;
  let offer: LinkOffer;
  beforeEach(() => {
    two = new TwoDevices();
    const hand = new ExistingDeviceHandshake(key, two.taking.device, linkId);
    const hello = hand.writeHello({ ephemeral: systemRandom(32), kem: systemRandom(64) });
    two.taking.receive(inUse, writeLinkEnvelope(linkId, 'hello', hello));
    const answer = body(unwrap(two.sent[0], 'it answers').bytes);
    offer = unwrap(
      hand.readOffer(answer, (payload) => readLinkText(LinkOffer, payload)),
      'a genuine offer',
    ).payload;
    const proof = hand.writeProof(writeLinkText({ kind: 'person', address, name: 'Anna', d: toB64u(key.d) }));
    two.taking.receive(inUse, writeLinkEnvelope(linkId, 'proof', unwrap(proof, 'good keys')));
    const secrets = hand.takeSecrets();
    number = secrets.number;
    channel = new LinkChannel('existing', linkId, secrets);
  });
  const say = (...messages: readonly LinkMessage[]): void => {
    for (const message of messages) two.taking.receive(inUse, channel.seal(message));
  };

  const people = contactsOf(300);
  const [first, second] = partsOf(annasBundle({ people }));
  /** Types the number correctly and waits until the chain is checked. */
  const checked = async (): Promise<void> => {
    two.taking.type(number);
    say(chain);
    await settled();
  };
  const wrong = [
    ['number', any],
    ['checking', any.filter(({ kind }) => kind !== 'chain')],
    ['waiting', any.filter(({ kind }) => kind !== 'part')],
    ['receiving', [...any.filter(({ kind }) => kind !== 'part'), unwrap(first, 'it has several parts')]],
  ] as const;
  test.each(wrong.flatMap(([state, messages]) => messages.map((message) => [message.kind, state, message] as const)))(
    'the new device ends the linking as unusable on `%s` in the state `%s`, and stores nothing',
    async (_kind, state, message) => {
      if (state !== 'number') two.taking.type(number);
      if (state === 'waiting' || state === 'receiving') await checked();
      if (state === 'receiving') say(unwrap(first, 'it has several parts'));
      expect(two.taking.view.kind).toBe(state);
      say(message);
      expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
      if (second !== undefined) say(second);
      expect(two).toMatchObject({ kept: [], isBegun: false, failures: 1 });
    },
  );

  test('the new device ends the linking as unusable on a second chain during the check', async () => {
    two.taking.type(number);
    say(chain, chain);
    expect(two.taking.view).toEqual({ kind: 'failed', reason: 'unusable' });
    await settled();
    expect(two.sent).toHaveLength(3); // its offer, the confirmation of the number, and the end
  });

  test('the new device accepts each sealed message once, however often it is delivered', async () => {
    await checked();
    for (const each of partsOf(annasBundle({ people }))) {
      const sealed = channel.seal(each);
      for (let n = 0; n < 3; n++) two.taking.receive(inUse, sealed);
    }
    expect(two.kept).toHaveLength(1);
  });

  test('the new device stores the parts in whatever order they arrive', async () => {
    await checked();
    const sealed = partsOf(annasBundle({ people })).map((each) => channel.seal(each));
    expect(sealed.length).toBeGreaterThan(2);
    for (const each of sealed.toReversed()) two.taking.receive(inUse, each);
    expect(two.kept).toMatchObject([{ bundle: { people: { length: people.length } } }]);
  });

  test('the new device sends its name only after the right number and a checked chain', async () => {
    expect(two.sent).toHaveLength(1);
    expect(Object.keys(offer)).toEqual(['kind', 'd']);
    two.taking.type(number);
    expect(two.sent).toHaveLength(2);
    say(chain);
    await settled();
    const opened = two.sent
      .slice(1)
      .flatMap(({ bytes }) => channel.open(unwrap(readLinkEnvelope(bytes), 'a LINK message')));
    expect(opened).toMatchObject([confirmed, { kind: 'join', name: 'laptop', proto: [1] }]);
  });

  test('the new device sends its name to nobody after a wrong number', () => {
    two.taking.type(number === '00000000' ? '00000001' : '00000000');
    const opened = two.sent
      .slice(1)
      .flatMap(({ bytes }) => channel.open(unwrap(readLinkEnvelope(bytes), 'a LINK message')));
    expect(opened).toEqual([{ kind: 'end', reason: 'wrong-number' }]);
  });
});
