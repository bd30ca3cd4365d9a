// The broker and the directory are the adversary. These tests check what the honest side shows, and that no key, code
// or frame is affected.
import { describe, expect, test } from 'vitest';
import { concat, type Bytes } from '../../src/core/bytes.ts';
import { carriedLinks } from '../../src/core/keys/chain.ts';
import { signNextLink } from '../../src/core/keys/link.ts';
import type { Member } from '../../src/core/keys/member.ts';
import { writeJson } from '../../src/core/signal/json.ts';
import type { Parcel } from './support/broker.ts';
import { signerOf } from './support/made-once.ts';
import {
  answerFor,
  call,
  hangUp,
  inCall,
  type Person,
  strangers,
  talkFor,
  talking,
  verified,
  type World,
} from './support/world.ts';

const RUNS = 25;
const INVITE = 1;
const EARLY = 2;
const ANSWER = 3;
const SESSION = 4;

const typeOf = ({ bytes }: Parcel): number => bytes[1] ?? 0;
function bent(bytes: Bytes, at: number): Bytes {
  const copy = concat(bytes);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

// Mallory controls broker and directory. Anna reads a false chain for Ben, Ben reads one for Anna, and both talk to
// Mallory.
interface Middle {
  readonly world: World;
  readonly anna: Person;
  readonly ben: Person;
  readonly falseAnna: Person;
  readonly falseBen: Person;
}
function between(seed: string): Middle {
  const { world, anna, ben } = strangers(seed);
  const falseAnna = world.impostor(anna.address);
  const falseBen = world.impostor(ben.address);
  answerFor(world, ben.address, (reader) => (reader === anna.device ? falseBen.published : ben.published));
  answerFor(world, anna.address, (reader) => (reader === ben.device ? falseAnna.published : anna.published));
  return { world, anna, ben, falseAnna, falseBen };
}

describe('false identities', () => {
  test('an identity substituted at first contact gives different codes on both sides in every run', async () => {
    for (let run = 0; run < RUNS; run++) {
      const { anna, ben, falseAnna, falseBen } = between(`run ${String(run)}`);
      anna.place(ben);
      await falseBen.waitFor('ringing');
      falseAnna.place(ben);
      await ben.waitFor('ringing');
      ben.answer();
      falseBen.answer();
      await talking(anna, ben, falseAnna, falseBen);
      expect(anna.code).toMatch(/^[0-9]{8}$/);
      expect(anna.code).not.toBe(ben.code);
      // The code that Ben reads aloud does not verify Mallory on Anna's device.
      expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'code-mismatch' });
      expect(anna.book.trustOf(ben.address).kind).toBe('pinned');
    }
  });

  test('an identity substituted after a verification is not rung, and the call reaches the verified person, unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    const falseBen = world.impostor(ben.address);
    answerFor(world, ben.address, (reader) => (reader === anna.device ? falseBen.published : ben.published));
    await call(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true, trust: { kind: 'verified' } });
    expect(falseBen.phase).toBe('none');
    expect(anna.foreignClaims.devicesOf(ben.address, ben.person)).toEqual([falseBen.device]);
  });

  test.each(['beside her chain', 'in its place', 'nowhere'] as const)(
    'a stranger who claims Anna’s address does not ring, wherever the stranger’s chain is in relation to Anna’s chain: %s',
    async (where) => {
      const { world, anna, ben } = await verified();
      const falseAnna = world.impostor(anna.address);
      const published = {
        'beside her chain': new Map([...anna.published, ...falseAnna.published]),
        'in its place': falseAnna.published,
        nowhere: anna.published,
      }[where];
      answerFor(world, anna.address, () => published);
      falseAnna.place(ben);
      await world.clock.advance(60_000);
      expect(ben.phase).toBe('none');
      expect(ben.book.trustOf(anna.address).kind).toBe('verified');
      expect(ben.history.filter(({ direction }) => direction === 'in')).toHaveLength(1);
      expect(falseAnna.reason).toBe('unreachable');
    },
  );

  test('a stranger who claims a known address does not ring while the known person’s chain is withheld', async () => {
    const { world, anna, ben } = await verified();
    const falseAnna = world.impostor(anna.address);
    answerFor(world, anna.address, () => 'timeout');
    falseAnna.place(ben);
    await world.clock.advance(60_000);
    expect(ben.phase).toBe('none');
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
  });

  test('a genuine device added to another person’s chain without the device’s signature is not rung', async () => {
    const { world, anna, ben } = strangers();
    const mallory = world.impostor(ben.address);
    const { id, s, d } = ben.deviceKeys;
    const join = mallory.deviceKeys.sign(new Uint8Array(32)); // Ben's device has signed nothing for Mallory's person
    const stolen: Member = { kind: 'device', id, s, d, proto: [1], join };
    const fields = { n: 2, prev: mallory.person, at: 0, by: mallory.device, proto: undefined, add: [stolen], drop: [] };
    const link = signNextLink(fields, signerOf(mallory.deviceKeys));
    const payload = writeJson({ chain: [...carriedLinks(mallory.chain), link] });
    const published = new Map([mallory.device, ben.device].map((device) => [device, payload]));
    answerFor(world, ben.address, (reader) => (reader === anna.device ? published : ben.published));
    anna.place(ben);
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('unknown-address');
    expect(ben.phase).toBe('none');
  });
});

describe('chains', () => {
  test('a rolled-back chain leaves the known person verified, and the call is not shown as unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    const old = ben.published;
    ben.advance();
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(70_000);
    answerFor(world, ben.address, () => old);
    await call(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: false, trust: { kind: 'verified' } });
  });

  test('a caller served an outdated chain learns of the newer link from the peer and shows the peer as unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    const old = ben.published;
    ben.advance();
    await world.clock.advance(121_000); // longer than an earlier reading of the list may be used
    answerFor(world, ben.address, (reader) => (reader === anna.device ? old : ben.published));
    await call(anna, ben);
    expect(anna.view?.unconfirmed).toBe(true);
    expect(anna.view?.code).toMatchObject({ kind: 'shown', mayConfirm: false });
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expect(ben.notices).toMatchObject([{ kind: 'own-chain-old', peer: anna.address }]);
    world.broker.answerDirectory = (tag) => world.broker.directories.get(tag); // the true chain arrives
    await world.clock.until('anna has the newer link', () => anna.view?.unconfirmed === false, 30_000);
    expect(anna.view?.trust.kind).toBe('verified');
  });

  test('a peer that names a link other than the directory’s link of the same number is unconfirmed, and its code is not accepted', async () => {
    const { world, anna, ben } = await verified();
    const first = ben.chain;
    ben.advance();
    const served = ben.published;
    ben.chain = ben.membership.link({ proto: [1, 2] }, first); // Anna is served the other link of this number
    await world.clock.advance(70_000);
    answerFor(world, ben.address, () => served);
    await call(anna, ben);
    expect(anna.view?.unconfirmed).toBe(true);
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expect(ben.notices).toEqual([]);
  });

  test('a callee from whom the caller’s chain is withheld pins nothing, and may confirm the code once the chain arrives', async () => {
    const { world, anna, ben } = strangers();
    answerFor(world, anna.address, () => 'timeout');
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.unconfirmed).toBe(true);
    ben.answer();
    await talking(anna, ben);
    expect(ben.book.pin(anna.address)).toBeUndefined();
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    answerFor(world, anna.address, () => anna.published);
    await world.clock.until('ben has the chain', () => ben.view?.unconfirmed === false, 30_000);
    expect(ben.book.trustOf(anna.address).kind).toBe('pinned');
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
  });

  test('a call stays unconfirmed if the withheld chain turns out to name somebody else', async () => {
    const { world, anna, ben } = strangers();
    const falseAnna = world.impostor(anna.address);
    answerFor(world, anna.address, () => 'timeout');
    falseAnna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(falseAnna, ben);
    answerFor(world, anna.address, () => anna.published);
    await world.clock.advance(60_000);
    expect(ben.view?.unconfirmed).toBe(true);
    expect(ben.desk.confirmCode(ben.id, falseAnna.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expect(ben.book.pin(anna.address)).toBeUndefined();
  });

  test('a caller from whom the callee’s chain is withheld rings the pinned devices, unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    answerFor(world, ben.address, (reader) => (reader === anna.device ? 'timeout' : ben.published));
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true, code: { mayConfirm: false } });
  });

  test('a caller from whom the callee’s chain is withheld at first contact rings nobody', async () => {
    const { world, anna, ben } = strangers();
    answerFor(world, ben.address, () => 'timeout');
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent).toEqual([]);
  });

  test('a removed device does not ring although the chain in its INVITE still lists it', async () => {
    const { world, anna, ben } = strangers();
    const other = world.person(anna.address, 'two', anna);
    anna.drop(other);
    other.place(ben);
    await other.waitFor('ended', 60_000);
    expect(ben.phase).toBe('none');
    expect(other.reason).toBe('unreachable');
  });
});

describe('messages', () => {
  test('duplicated messages give one ring, one call and one code', async () => {
    const { world, anna, ben } = strangers();
    let rings = 0;
    let before = ben.phase;
    ben.desk.onView(() => {
      if (ben.phase === 'ringing' && before !== 'ringing') rings++;
      before = ben.phase;
    });
    world.broker.mischief = (parcel) => [parcel, { ...parcel, delayMs: parcel.delayMs + 400 }];
    await call(anna, ben);
    await talkFor(world, 5, anna, ben);
    expect(anna.code).toBe(ben.code);
    expect([anna, ben].map(({ desk }) => desk.views().map(({ phase }) => phase.kind))).toEqual([['live'], ['live']]);
    expect(ben.history).toEqual([]);
    expect(rings).toBe(1);
    // READY was sent again, with the same bytes, for the repeated CONFIRM.
    const ready = world.broker.sent.filter((parcel) => parcel.from === ben.device && typeOf(parcel) === SESSION);
    expect(ready.filter(({ bytes }) => bytes.join() === ready[0]?.bytes.join()).length).toBeGreaterThan(1);
  });

  test('a call replayed after its end rings nobody', async () => {
    const { world, anna, ben } = await inCall();
    const all = world.broker.sent.slice();
    await hangUp(anna, ben);
    for (const parcel of all) world.broker.inject({ ...parcel, delayMs: 10 });
    await world.clock.advance(60_000);
    expect([anna.phase, ben.phase]).toEqual(['none', 'none']);
    expect(ben.history).toHaveLength(1);
  });

  test('an INVITE replayed after a restart does not ring again', async () => {
    const { world, anna, ben } = await inCall();
    const invite = world.broker.sent.find((parcel) => typeOf(parcel) === INVITE)!;
    await hangUp(anna, ben);
    const again = ben.start(); // with the same state on disk
    world.broker.inject({ ...invite, delayMs: 10 });
    await world.clock.advance(30_000);
    expect(again.views()).toEqual([]);
  });

  test('an INVITE whose id cannot be saved to disk does not ring', async () => {
    const { world, anna, ben } = strangers();
    ben.callIds.isFull = true;
    anna.place(ben);
    await world.clock.advance(10_000);
    expect(ben.phase).toBe('none');
  });

  test('messages with a swapped inbox or sender are ignored', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    world.broker.mischief = (parcel) => [
      parcel,
      { ...parcel, to: cleo.device }, // swapped topics
      { ...parcel, from: cleo.device }, // a forged sender
      { ...parcel, to: parcel.from, from: parcel.to }, // returned to its sender
    ];
    await call(anna, ben);
    await talkFor(world, 3, anna, ben);
    expect(anna.code).toBe(ben.code);
    expect([anna.phase, ben.phase, cleo.phase]).toEqual(['live', 'live', 'none']);
  });

  test.each([
    ['INVITE', INVITE],
    ['EARLY', EARLY],
    ['ANSWER', ANSWER],
    ['SESSION', SESSION],
  ])('an altered %s is dropped, and the genuine one still counts', async (_name, type) => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => {
      if (typeOf(parcel) !== type) return [parcel];
      const { length } = parcel.bytes;
      const places = [0, 1, 5, 17, 18, 25, 29, 30, Math.floor(length / 2), length - 1];
      return [...places.map((at) => ({ ...parcel, bytes: bent(parcel.bytes, at), delayMs: 1 })), parcel];
    };
    await call(anna, ben);
    await talkFor(world, 3, anna, ben);
    expect(anna.code).toBe(ben.code);
    anna.hangUp();
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
  });

  test('garbage ANSWERs do not end a ringing call', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    const callId = world.broker.sent[0]!.bytes.slice(2, 18);
    for (const length of [1, 96, 1300, 40_000]) {
      const bytes = concat(new Uint8Array([1, ANSWER]), callId, new Uint8Array(length).fill(7));
      world.broker.inject({ to: anna.device, from: ben.device, bytes, delayMs: 1 });
    }
    await world.clock.advance(1000);
    expect(anna.phase).toBe('calling');
    ben.answer();
    await talking(anna, ben);
  });

  test('an ANSWER of an earlier call to the same device is ignored', async () => {
    const { world, anna, ben } = await inCall();
    const answer = world.broker.sent.find((parcel) => typeOf(parcel) === ANSWER)!;
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    anna.place(ben);
    await ben.waitFor('ringing');
    const callId = world.broker.sent.findLast((parcel) => typeOf(parcel) === INVITE)!.bytes.slice(2, 18);
    world.broker.inject({ ...answer, bytes: concat(answer.bytes.slice(0, 2), callId, answer.bytes.slice(18)) });
    world.broker.inject(answer);
    await world.clock.advance(2000);
    expect(anna.phase).toBe('calling');
  });

  test.each([[30], [200], [400]])(
    'an INVITE that the broker delays by %i s rings if the delay is at most the ttl plus five minutes, and only then',
    async (lateSeconds) => {
      const { world, anna, ben } = strangers();
      world.broker.mischief = (parcel) =>
        typeOf(parcel) === INVITE ? [{ ...parcel, delayMs: lateSeconds * 1000 }] : [parcel];
      anna.place(ben);
      await world.clock.advance(lateSeconds * 1000 + 4000);
      // Up to ttl + 5 min, clocks that differ may be the cause. After that the INVITE is old.
      expect(ben.phase).toBe(lateSeconds <= 345 ? 'ringing' : 'none');
    },
  );

  test('forty devices that call at once ring ten times in twenty seconds, and another caller gets through a minute later', async () => {
    const { world, anna, ben } = strangers();
    let rings = 0;
    let last = '';
    let isFlood = true;
    ben.desk.onView(() => {
      const { view } = ben;
      if (isFlood && view?.phase.kind === 'ringing' && view.id !== last) {
        last = view.id;
        rings++;
        ben.desk.decline(view.id);
        ben.desk.dismiss(view.id);
      }
    });
    for (let i = 0; i < 40; i++) world.person(`stranger${String(i)}@x.example`).place(ben);
    await world.clock.advance(20_000);
    expect(rings).toBe(10);
    await world.clock.advance(60_000);
    isFlood = false;
    await call(anna, ben);
  });

  test('a flood of forged INVITEs costs at most twenty readings in its first second, and a genuine call connects afterwards', async () => {
    const { world, anna, ben } = strangers();
    const forged = concat(new Uint8Array([1, INVITE]), new Uint8Array(16), new Uint8Array(1400));
    for (let i = 0; i < 500; i++) {
      const bytes = concat(forged);
      new DataView(bytes.buffer).setBigUint64(18, BigInt(world.clock.nowMs()));
      bytes[27] = 45;
      bytes[2] = i % 256;
      bytes[3] = i >> 8;
      world.broker.inject({ to: ben.device, from: anna.device, bytes, delayMs: i });
    }
    await world.clock.advance(999);
    const read = ben.logs.filter((line) => line.includes('why=noise')).length;
    expect([read > 0, read <= 20]).toEqual([true, true]);
    await world.clock.advance(1001);
    expect(ben.phase).toBe('none');
    await call(anna, ben);
  });
});
