// Messages that arrive out of order or too late: a cancel before its INVITE, a list after the ringing began, a hang-up
// before the list. Also what a call leaves behind when it is over, and false reports of pages.
import { describe, expect, test, vi } from 'vitest';
import { Secret } from '../../src/core/keys/secret.ts';
import { CalleeLeg, CallerLeg } from '../../src/main/calls/session/leg.ts';
import { answerFor, call, hangUp, inCall, strangers, talking, verified } from './support/world.ts';

const INVITE = 1;
const EARLY = 2;
const SESSION = 4;

describe('cancels that overtake their INVITE', () => {
  test('an INVITE overtaken by its cancel never rings and is a missed call', async () => {
    const { world, anna, ben } = strangers();
    const phases: string[] = [];
    ben.desk.onView(() => void phases.push(ben.phase));
    world.broker.mischief = (parcel) => [parcel.bytes[1] === INVITE ? { ...parcel, delayMs: 1500 } : parcel];
    anna.place(ben);
    await anna.waitFor('calling');
    anna.hangUp();
    await world.clock.advance(10_000);
    expect(phases).not.toContain('ringing');
    expect(ben.history).toMatchObject([{ direction: 'in', address: anna.address, outcome: 'cancelled' }]);
  });

  test('a genuine cancel is found among forgeries under the same call id', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => {
      if (parcel.bytes[1] === INVITE) return [{ ...parcel, delayMs: 1500 }];
      if (parcel.bytes[1] !== EARLY || parcel.from !== anna.device) return [parcel];
      const forged = { ...parcel, bytes: parcel.bytes.map((byte, at) => (at > 40 ? byte ^ 1 : byte)) };
      const elsewhere = Array.from({ length: 200 }, () => ({ ...forged, from: 'a'.repeat(26) }));
      return [forged, ...elsewhere.slice(0, 40), parcel];
    };
    anna.place(ben);
    await anna.waitFor('calling');
    anna.hangUp();
    await world.clock.advance(10_000);
    expect(ben.phase).toBe('none');
    expect(ben.history).toMatchObject([{ outcome: 'cancelled' }]);
  });
});

describe('chains that arrive late', () => {
  test('a late chain that removes the caller’s device ends the ringing', async () => {
    const { world, anna, ben } = strangers();
    const laptop = world.person(anna.address, 'two', anna);
    anna.drop(laptop);
    answerFor(world, anna.address, () => 'timeout');
    laptop.place(ben);
    await ben.waitFor('ringing');
    answerFor(world, anna.address, () => anna.published);
    await ben.waitFor('ended', 15_000);
    expect(ben.reason).toBe('device-removed');
    expect(ben.history.filter(({ unseen }) => unseen === true)).toEqual([]);
  });

  test('a chain read before the caller’s new device was added is read again, and the code of the call is accepted', async () => {
    const { world, anna, ben } = await inCall();
    await hangUp(anna, ben);
    const other = world.person(anna.address, 'two', anna);
    await call(other, ben);
    expect(ben.view?.unconfirmed).toBe(false);
    expect(ben.desk.confirmCode(ben.id, other.code ?? '').ok).toBe(true);
  });

  test('a call by a removed device leaves no call record if it is cancelled before the chain is read', async () => {
    const { world, anna, ben } = strangers();
    const laptop = world.person(anna.address, 'two', anna);
    anna.drop(laptop);
    laptop.place(ben);
    await laptop.waitFor('calling');
    laptop.hangUp();
    await world.clock.advance(10_000);
    expect(ben.history).toEqual([]);
  });

  test('a withheld chain does not make a call ring longer than its ttl', async () => {
    const { world, anna, ben } = strangers();
    answerFor(world, anna.address, () => 'timeout');
    world.broker.mischief = (parcel) => (parcel.bytes[1] === EARLY && parcel.from === anna.device ? [] : [parcel]);
    anna.place(ben);
    await anna.waitFor('calling');
    const sentMs = world.clock.nowMs();
    await ben.waitFor('ringing');
    await ben.waitFor('ended', 60_000);
    expect(world.clock.nowMs() - sentMs).toBeLessThanOrEqual(45_010);
  });
});

describe('what a call leaves behind', () => {
  test('eight seconds after a hang-up during the lookup, the directory is no longer read', async () => {
    const { world, anna, ben } = await verified();
    let reads = 0;
    answerFor(world, ben.address, (reader) => {
      if (reader === anna.device) reads++;
      return 'timeout';
    });
    anna.place(ben);
    anna.hangUp();
    await world.clock.advance(8000);
    reads = 0;
    await world.clock.advance(120_000);
    expect(reads).toBe(0);
  });

  test('an ended call leaves no timer', async () => {
    const { world, anna, ben } = await inCall('video');
    await hangUp(anna, ben);
    await world.clock.advance(60_000);
    expect(world.clock.pending).toBe(0);
  });

  test.each(['hung up', 'declined', 'cancelled', 'never confirmed'] as const)(
    'an ended call leaves no secret (%s)',
    async (how) => {
      const { world, anna, ben } = strangers();
      const own = vi.spyOn(Secret, 'own');
      anna.place(ben);
      await ben.waitFor('ringing');
      if (how === 'never confirmed') world.broker.mischief = (parcel) => (parcel.bytes[1] === SESSION ? [] : [parcel]);
      if (how === 'declined') ben.desk.decline(ben.id);
      else if (how === 'cancelled') anna.hangUp();
      else ben.answer();
      if (how === 'hung up') {
        await talking(anna, ben);
        ben.page.worker.say({ kind: 'lost-window', stream: 0 });
        await world.clock.until('a rekey', () => anna.view?.numbers.generation === 1);
        anna.page.worker.say({ kind: 'lost-window', stream: 0 });
        anna.hangUp();
      }
      await anna.waitFor('ended', 60_000);
      await ben.waitFor('ended', 60_000);
      const made = own.mock.results.flatMap(({ value }, i) => (own.mock.calls[i]?.[0].length ? [value as Secret] : []));
      own.mockRestore();
      expect(made.length).toBeGreaterThan(2);
      expect(made.filter(({ wiped }) => !wiped)).toHaveLength(0);
    },
  );

  test('the early keys of both sides are erased once the call is live', async () => {
    const ring = vi.spyOn(CallerLeg, 'ring');
    const read = vi.spyOn(CalleeLeg, 'read');
    const { anna, ben } = await inCall();
    const leg = ring.mock.results[0]?.value as CallerLeg;
    const theirs = (read.mock.results[0]?.value as ReturnType<typeof CalleeLeg.read>)?.leg;
    ring.mockRestore();
    read.mockRestore();
    expect(theirs?.sealEarly({ kind: 'busy' })).toBeUndefined();
    expect(leg.sealEarly({ kind: 'cancel', reason: 'hangup' })).toBeUndefined();
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('an INVITE that reuses the id of an earlier call does not replace the earlier call record', async () => {
    const { world, anna, ben } = await inCall();
    const mallory = world.person('mallory@m.example');
    const callId = Uint8Array.from(anna.id.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
    await hangUp(anna, ben);
    mallory.loadDice(callId);
    mallory.place(ben);
    await ben.waitFor('ringing');
    expect(ben.id).toBe(mallory.id);
    await hangUp(mallory, ben);
    expect(ben.history.map(({ address }) => address)).toEqual([mallory.address, anna.address]);
  });
});

describe('reports of pages, and switches while a call rings', () => {
  test('malformed candidates from a page are dropped without ending the call', async () => {
    const { world, anna, ben } = await inCall();
    const before = world.broker.sent.length;
    const candidate = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
    for (const ufrag of ['\ud800', 'a b', 'x']) {
      ben.desk.mediaFact({ kind: 'candidates', call: ben.id, list: [{ mid: '0', ufrag, candidate }] });
    }
    expect(world.broker.sent.length).toBe(before);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test.each([
    [8193, 10],
    [10, 8193],
    [8000, 5000],
  ])('a reported picture size of %i × %i ends the call', async (width, height) => {
    const { anna, ben } = await inCall('video');
    const stats = {
      kind: 'stats',
      call: anna.id,
      path: 'direct',
      pathBy: 'udp',
      audioCodec: 'red',
      videoCodec: 'VP8',
      decodedFrames: 1,
      framesPerSecond: 30,
      packetsReceived: [0, 0, 0],
      packetsSent: [0, 0, 0],
    } as const;
    anna.desk.mediaFact({ ...stats, packetsReceived: [0, 0, 0], packetsSent: [0, 0, 0], width: 7680, height: 4320 });
    expect(anna.phase).toBe('live');
    anna.desk.mediaFact({ ...stats, packetsReceived: [0, 0, 0], packetsSent: [0, 0, 0], width, height });
    expect(anna.reason).toBe('error');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('error');
  });

  test('a camera switched off and on while the call rings stops at once, and sends again only in the live call', async () => {
    const { anna, ben } = strangers();
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    anna.desk.camera(anna.id, false);
    expect(anna.page.commands.at(-1)).toEqual({ kind: 'send', call: anna.id, microphone: false, camera: false });
    anna.desk.camera(anna.id, true);
    anna.desk.mute(anna.id, true);
    const sends = anna.page.commands.filter((command) => command.kind === 'send');
    expect(sends.filter(({ microphone, camera }) => microphone || camera)).toEqual([]);
    anna.desk.mute(anna.id, false);
    ben.answer('video');
    await talking(anna, ben);
    expect(anna.page.isSending).toEqual({ microphone: true, camera: true });
  });
});
