// The broker and the directory are the adversary: what the honest side shows, and that no key, code or frame is affected.
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

// Mallory owns broker and directory: Anna reads a false chain for Ben, Ben one for Anna, and both talk to Mallory.
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
  test('substituted at first contact: the call works and the codes differ, in every run', async () => {
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
      // What Ben reads aloud does not verify Mallory at Anna's, and the call falls silent.
      expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'code-mismatch' });
      expect(anna.book.trustOf(ben.address).kind).toBe('pinned');
    }
  }, 60_000);

  test('substituted later: nothing about the known person changes, whose devices are rung, unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    const falseBen = world.impostor(ben.address);
    answerFor(world, ben.address, (reader) => (reader === anna.device ? falseBen.published : ben.published));
    await call(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true, trust: { kind: 'verified' } });
    expect(falseBen.phase).toBe('none');
    expect(anna.foreignClaims.devicesOf(ben.address, ben.person)).toEqual([falseBen.device]);
  });

  test.each(['beside her chain', 'in its place', 'nowhere'] as const)(
    'a stranger who claims a known address does not ring, where the directory has their chain %s',
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

  test('a stranger who claims a known address does not ring either while hers is withheld', async () => {
    const { world, anna, ben } = await verified();
    const falseAnna = world.impostor(anna.address);
    answerFor(world, anna.address, () => 'timeout');
    falseAnna.place(ben);
    await world.clock.advance(60_000);
    expect(ben.phase).toBe('none');
    expect(ben.book.trustOf(anna.address).kind).toBe('verified');
  });

  test('a true device in the chain of somebody else, without its word: nobody is rung', async () => {
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
  test('rolled back: what is known stays known, and the call is as good as ever', async () => {
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

  test('frozen: the peer hears of the newer link and is not called verified', async () => {
    const { world, anna, ben } = await verified();
    const old = ben.published;
    ben.advance();
    await world.clock.advance(121_000); // as long as anybody may go by what was there before
    answerFor(world, ben.address, (reader) => (reader === anna.device ? old : ben.published));
    await call(anna, ben);
    expect(anna.view?.unconfirmed).toBe(true);
    expect(anna.view?.code).toMatchObject({ kind: 'shown', mayConfirm: false });
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expect(ben.notices).toMatchObject([{ kind: 'own-chain-old', peer: anna.address }]);
    world.broker.answerDirectory = (tag) => world.broker.directories.get(tag); // the truth comes through
    await world.clock.until('anna has the newer link', () => anna.view?.unconfirmed === false, 30_000);
    expect(anna.view?.trust.kind).toBe('verified');
  });

  test('behind another link of the same number: the peer that names it is not called verified', async () => {
    const { world, anna, ben } = await verified();
    const first = ben.chain;
    ben.advance();
    const served = ben.published;
    ben.chain = ben.membership.link({ proto: [1, 2] }, first); // two links, of which Anna is given the other one
    await world.clock.advance(70_000);
    answerFor(world, ben.address, () => served);
    await call(anna, ben);
    expect(anna.view?.unconfirmed).toBe(true);
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expect(ben.notices).toEqual([]);
  });

  test('withheld from the callee: it rings unconfirmed, pins nothing, and the code can be confirmed once it came', async () => {
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

  test('withheld and then found to name somebody else: the call stays unconfirmed', async () => {
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

  test('withheld from the caller: the pinned devices are rung, unconfirmed', async () => {
    const { world, anna, ben } = await verified();
    answerFor(world, ben.address, (reader) => (reader === anna.device ? 'timeout' : ben.published));
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true, code: { mayConfirm: false } });
  });

  test('withheld at first contact: nobody is rung', async () => {
    const { world, anna, ben } = strangers();
    answerFor(world, ben.address, () => 'timeout');
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent).toEqual([]);
  });

  test('a removed device does not ring, though the chain that it carries has it', async () => {
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
  test('every message twice, the second time later: one ring, one call, one code', async () => {
    const { world, anna, ben } = strangers();
    let rings = 0;
    ben.desk.onView(() => {
      const { view } = ben;
      if (view?.phase.kind === 'ringing') rings++;
    });
    world.broker.mischief = (parcel) => [parcel, { ...parcel, delayMs: parcel.delayMs + 400 }];
    await call(anna, ben);
    await talkFor(world, 5, anna, ben);
    expect(anna.code).toBe(ben.code);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    expect(ben.history).toEqual([]);
    expect(rings).toBeGreaterThan(0);
    // READY was answered to the repeat of CONFIRM with the same bytes.
    const ready = world.broker.sent.filter((parcel) => parcel.from === ben.device && typeOf(parcel) === SESSION);
    expect(ready.filter(({ bytes }) => bytes.join() === ready[0]?.bytes.join()).length).toBeGreaterThan(1);
  });

  test('the whole call replayed after its end: nothing rings, nothing opens', async () => {
    const { world, anna, ben } = await inCall();
    const all = world.broker.sent.slice();
    await hangUp(anna, ben);
    for (const parcel of all) world.broker.inject({ ...parcel, delayMs: 10 });
    await world.clock.advance(60_000);
    expect([anna.phase, ben.phase]).toEqual(['none', 'none']);
    expect(ben.history).toHaveLength(1);
  });

  test('an invite replayed after a restart does not ring again', async () => {
    const { world, anna, ben } = await inCall();
    const invite = world.broker.sent.find((parcel) => typeOf(parcel) === INVITE)!;
    await hangUp(anna, ben);
    const again = ben.start(); // the same state on disk
    world.broker.inject({ ...invite, delayMs: 10 });
    await world.clock.advance(30_000);
    expect(again.views()).toEqual([]);
  });

  test('an invite that could not be remembered on disk does not ring', async () => {
    const { world, anna, ben } = strangers();
    ben.callIds.isFull = true;
    anna.place(ben);
    await world.clock.advance(10_000);
    expect(ben.phase).toBe('none');
  });

  test('messages in another inbox, or from another sender, are nothing', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    world.broker.mischief = (parcel) => [
      parcel,
      { ...parcel, to: cleo.device }, // swapped topics
      { ...parcel, from: cleo.device }, // a forged sender
      { ...parcel, to: parcel.from, from: parcel.to }, // sent back
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
  ])('%s with any bit turned is dropped, and the true one still counts', async (_name, type) => {
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

  test('garbage answers do not end a call that rings', async () => {
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

  test('an ANSWER of another call to the same device is nothing', async () => {
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

  test.each([[30], [200], [400]])('an invite that the broker kept for %i s', async (lateSeconds) => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) =>
      typeOf(parcel) === INVITE ? [{ ...parcel, delayMs: lateSeconds * 1000 }] : [parcel];
    anna.place(ben);
    await world.clock.advance(lateSeconds * 1000 + 4000);
    // Up to ttl + 5 min it may be a matter of clocks; after that it is old.
    expect(ben.phase).toBe(lateSeconds <= 345 ? 'ringing' : 'none');
  });

  test('a flood of invites from many devices wakes nobody more than ten times a minute', async () => {
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
    await call(anna, ben); // and afterwards a friend gets through
  });

  test('a flood of forged invites costs twenty readings a second and hides no friend for long', async () => {
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
