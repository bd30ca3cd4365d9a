// Calls over a broker that restarts, or loses, delays and reorders messages, over a path that breaks, and with pages
// that lie or fail.
import { describe, expect, test } from 'vitest';
import { sampleSdp } from './support/sample-sdp.ts';
import { call, hangUp, inCall, strangers, talkFor, talking } from './support/world.ts';

const ANSWER = 3;
const SESSION = 4;

describe('between ANSWER and READY', () => {
  test('a repeated CONFIRM gets through after the first ones are lost', async () => {
    const { world, anna, ben } = strangers();
    let lost = 0;
    world.broker.mischief = (parcel) => {
      const isLost = parcel.from === anna.device && parcel.bytes[1] === SESSION && lost < 3;
      if (isLost) lost++;
      return isLost ? [] : [parcel];
    };
    await call(anna, ben);
    expect(anna.code).toBe(ben.code);
  });

  test('the callee repeats a lost READY byte for byte when CONFIRM is repeated', async () => {
    const { world, anna, ben } = strangers();
    const readies: string[] = [];
    world.broker.mischief = (parcel) => {
      if (parcel.from !== ben.device || parcel.bytes[1] !== SESSION) return [parcel];
      const isReady = parcel.bytes.slice(18, 30).every((byte) => byte === 0); // generation 0, counter 0, which is READY
      if (isReady) readies.push(parcel.bytes.join());
      return isReady && readies.length < 3 ? [] : [parcel];
    };
    await call(anna, ben);
    expect(readies).toHaveLength(3);
    expect(new Set(readies).size).toBe(1);
  });

  test('messages that overtake CONFIRM and READY are kept and processed afterwards', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => {
      const isFirst = parcel.bytes[1] === SESSION && parcel.bytes.slice(18, 30).every((byte) => byte === 0);
      return [isFirst ? { ...parcel, delayMs: 1500 } : parcel];
    };
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    ben.answer('video');
    await talking(anna, ben);
    await world.clock.advance(2000);
    expect(anna.view?.remote.camera && ben.view?.remote.camera).toBe(true);
  });

  test('a call without CONFIRM is a failed secure call on both sides', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === SESSION ? [] : [parcel]);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('ended', 60_000);
    await ben.waitFor('ended', 60_000);
    expect([anna.reason, ben.reason]).toEqual(['secure-setup-failed', 'secure-setup-failed']);
    expect(anna.book.failedSecureCalls()).toEqual([{ address: ben.address, count: 1 }]);
    expect(ben.book.failedSecureCalls()).toEqual([{ address: anna.address, count: 1 }]);
    expect(ben.history[0]).toMatchObject({ outcome: 'secure-setup-failed', durationMs: 0 });
  });

  test('a lost ANSWER ends the call on both sides', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === ANSWER ? [] : [parcel]);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await ben.waitFor('ended', 60_000);
    expect(ben.reason).toBe('secure-setup-failed');
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('no-answer');
  });

  test('a call that the caller hangs up right after the callee’s answer grants no key on either side', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    anna.hangUp();
    await ben.waitFor('ended');
    await world.clock.advance(5000);
    expect(anna.reason).toBe('hung-up');
    expect(
      [...anna.page.worker.granted, ...ben.page.worker.granted].filter(({ kind }) => kind.startsWith('grant')),
    ).toEqual([]);
  });

  test('an ANSWER that arrives after the caller has hung up is dropped, and no key is granted on either side', async () => {
    const { world, anna, ben } = strangers();
    let isSent = false;
    world.broker.mischief = (parcel) => {
      if (parcel.bytes[1] !== ANSWER) return [parcel];
      isSent = true;
      return [{ ...parcel, delayMs: 500 }];
    };
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await world.clock.until('ANSWER to be on its way', () => isSent);
    anna.hangUp();
    await ben.waitFor('ended');
    await world.clock.advance(5000);
    expect([anna.reason, ben.reason]).toEqual(['hung-up', 'peer-hung-up']);
    expect(
      [...anna.page.worker.granted, ...ben.page.worker.granted].filter(({ kind }) => kind.startsWith('grant')),
    ).toEqual([]);
  });

  test('a callee’s page that never makes its offer ends the call on both sides', async () => {
    const { anna, ben } = strangers();
    ben.onPage = (page) => (page.isStuck = true);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await ben.waitFor('ended');
    expect(ben.reason).toBe('error');
    await anna.waitFor('ended');
    expect(anna.reason).toBe('declined');
  });

  test('a call is a failed secure call on both sides if the caller’s page never answers the offer', async () => {
    const { anna, ben } = strangers();
    anna.onPage = (page) => (page.isStuck = true);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('ended', 40_000);
    await ben.waitFor('ended', 40_000);
    expect([anna.reason, ben.reason]).toEqual(['secure-setup-failed', 'secure-setup-failed']);
  });

  test('a callee can hang up while the call is being secured', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('securing');
    ben.hangUp();
    await anna.waitFor('ended');
    expect(ben.reason).toBe('hung-up');
    await world.clock.advance(1000);
    expect(anna.code).toBeUndefined();
  });
});

describe('the broker', () => {
  test('a ringing call survives a broker restart and can be answered afterwards', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    for (const person of [anna, ben]) world.broker.setOnline(person.device, false);
    await world.clock.advance(3000);
    for (const person of [anna, ben]) world.broker.setOnline(person.device, true);
    expect([anna.phase, ben.phase]).toEqual(['calling', 'ringing']);
    ben.answer();
    await talking(anna, ben);
  });

  test('a call survives the loss of the broker, and a hang-up then ends the call at once on the side that hangs up', async () => {
    const { world, anna, ben } = await inCall();
    for (const person of [anna, ben]) world.broker.setOnline(person.device, false);
    await talkFor(world, 30, anna, ben);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
    anna.hangUp();
    expect(anna.reason).toBe('hung-up');
    ben.page.lose(); // because Anna's side is closed
    await ben.waitFor('ended', 40_000);
    expect(ben.reason).toBe('connection-lost');
  });

  test.each(['a', 'b', 'c', 'd'])(
    'a call works although the broker loses some session messages, duplicates one message in five and reorders all (%s)',
    async (seed) => {
      const { world, anna, ben } = strangers(seed);
      let n = seed.charCodeAt(0);
      const roll = (): number => (n = (n * 1103515245 + 12345) % 2147483648) / 2147483648;
      world.broker.mischief = (parcel) => {
        const isSession = parcel.bytes[1] === SESSION;
        if (isSession && roll() < 0.2) return []; // only session messages are lost: INVITE and ANSWER arrive, so that the call begins
        const late = { ...parcel, delayMs: parcel.delayMs + Math.floor(roll() * 800) };
        return roll() < 0.2 ? [late, { ...late, delayMs: late.delayMs + 300 }] : [late];
      };
      await call(anna, ben, 'video');
      await talkFor(world, 20, anna, ben);
      expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
      expect(anna.code).toBe(ben.code);
      expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
    },
  );
});

describe('one call after another', () => {
  test('a replayed message of the last call does nothing in the next call', async () => {
    const { world, anna, ben } = await inCall();
    const last = world.broker.sent.filter((parcel) => parcel.bytes[1] === SESSION);
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    await call(anna, ben);
    for (const parcel of last) world.broker.inject({ ...parcel, delayMs: 5 });
    // also under the id of this call
    const id = world.broker.sent.at(-1)!.bytes.slice(2, 18);
    for (const parcel of last) {
      const bytes = parcel.bytes.slice();
      bytes.set(id, 2);
      world.broker.inject({ ...parcel, bytes, delayMs: 5 });
    }
    await talkFor(world, 3, anna, ben);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a genuine hang-up or cancel under another device’s name is ignored', async () => {
    const { world, anna, ben } = await inCall();
    world.broker.mischief = (parcel) => [{ ...parcel, from: 'a'.repeat(26) }];
    ben.hangUp();
    await world.clock.advance(1000);
    expect(anna.phase).toBe('live');
    const rung = strangers();
    rung.anna.place(rung.ben);
    await rung.ben.waitFor('ringing');
    rung.world.broker.mischief = (parcel) => [{ ...parcel, from: 'a'.repeat(26) }];
    rung.anna.hangUp();
    await rung.world.clock.advance(1000);
    expect(rung.ben.phase).toBe('ringing');
  });

  test('a frame of the last call does not open in the next call', async () => {
    const { world, anna, ben } = await inCall();
    const frame = anna.page.worker.seal(0)!;
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    await call(anna, ben);
    expect(ben.page.worker.open(frame)).toBe(false);
  });

  test('no key of the last call is granted in the next call', async () => {
    const { world, anna, ben } = await inCall();
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    await call(anna, ben);
    const keys = [...anna.pages, ...ben.pages].map((page) =>
      page.worker.granted.flatMap((message) => ('key' in message ? [message.key.join()] : [])),
    );
    const [first, second] = [
      new Set([...(keys[0] ?? []), ...(keys[2] ?? [])]),
      new Set([...(keys[1] ?? []), ...(keys[3] ?? [])]),
    ];
    expect(first.size).toBeGreaterThan(20);
    expect([...second].filter((key) => first.has(key))).toEqual([]);
  });

  test('a fact of the last call’s page does not end the next call', async () => {
    const { world, anna, ben } = await inCall();
    const old = anna.page.call;
    await hangUp(anna, ben);
    await world.clock.advance(3000);
    await call(anna, ben);
    anna.desk.mediaFact({ kind: 'failed', call: old, cause: 'internal' });
    expect(anna.phase).toBe('live');
  });
});

describe('the media path', () => {
  test('a short interruption of the path shows reconnecting, then live, and the call’s duration continues', async () => {
    const { world, anna, ben } = await inCall();
    await talkFor(world, 2, anna, ben);
    const since = anna.view?.phase.kind === 'live' ? anna.view.phase.since : 0;
    for (const person of [anna, ben]) person.page.lose();
    expect([anna.phase, ben.phase]).toEqual(['reconnecting', 'reconnecting']);
    await talking(anna, ben);
    expect(anna.view?.phase).toEqual({ kind: 'live', since });
    expect(anna.page.sendFrame(0) && ben.page.sendFrame(0)).toBe(true);
    expect(anna.view?.numbers.generation).toBe(1); // an ICE restart brings new keys
  });

  test('a peer that has noticed no interruption answers an ICE restart', async () => {
    const { anna, ben } = await inCall();
    ben.page.lose();
    await ben.waitFor('reconnecting');
    await talking(ben);
    expect(anna.page.commands.filter(({ kind }) => kind === 'describe')).toHaveLength(2);
  });

  test('a call ends as connection-lost after thirty seconds without a path', async () => {
    const { world, anna, ben } = await inCall();
    world.air.join = () => undefined;
    for (const person of [anna, ben]) person.page.lose();
    await world.clock.advance(29_000);
    expect(anna.phase).toBe('reconnecting');
    await anna.waitFor('ended', 2000);
    expect(anna.reason).toBe('connection-lost');
  });

  test('a call whose path never comes up ends after thirty seconds', async () => {
    const { world, anna, ben } = strangers();
    world.air.join = () => undefined;
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('connecting');
    expect(anna.code).toMatch(/^[0-9]{8}$/);
    await world.clock.advance(29_000);
    expect(anna.phase).toBe('connecting');
    await anna.waitFor('ended', 2000);
    expect(anna.reason).toBe('connect-timeout');
  });

  test('a DTLS certificate other than the authenticated one ends the call', async () => {
    const { anna, ben } = strangers();
    ben.onPage = (page) =>
      (page.liveFingerprint = page.fingerprint.replace(/..$/, 'FF').replace(/^(sha-256 )../, '$100'));
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('ended');
    expect(anna.reason).toBe('fingerprint');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('fingerprint');
  });

  test('the offer of an ICE restart with another certificate is not sent, and the call continues', async () => {
    const { world, anna, ben } = await inCall();
    const other = `sha-256 ${Array.from({ length: 32 }, () => 'CC').join(':')}`;
    ben.page.lose();
    await world.clock.advance(1001);
    // The certificate in the page's next description differs from that in its first, so the desk does not send it.
    const sent = world.broker.sent.length;
    ben.desk.mediaFact({ kind: 'description', call: ben.id, type: 'offer', sdp: sampleSdp('evil', other, 'offer') });
    expect(world.broker.sent.length).toBe(sent);
    await world.clock.advance(100);
    expect(world.broker.sent.length - sent).toBeLessThan(2);
    expect(anna.phase).toBe('live');
  });

  test('an unverified call uses only relays until READY, and may take a direct path afterwards', async () => {
    const { world, anna, ben } = strangers();
    const servers = [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }];
    anna.quirks.iceServers = servers;
    ben.quirks.iceServers = servers;
    await call(anna, ben);
    await world.clock.advance(5000);
    for (const person of [anna, ben]) {
      expect(person.page.commands[0]).toMatchObject({ kind: 'open', relayOnly: true });
      expect(person.page.commands.map(({ kind }) => kind)).toContain('allow-direct');
    }
    expect(anna.page.commands.filter((command) => command.kind === 'offer' && command.iceRestart)).toHaveLength(1);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a call ends while it still rings if the caller’s page finds no microphone', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.desk.mediaFact({ kind: 'no-device', call: anna.id, device: 'microphone', cause: 'gone' });
    expect(anna.reason).toBe('no-device');
  });

  test.each([
    ['no-transform', 'no-transform'],
    ['worker-lost', 'worker-lost'],
  ] as const)('a page that fails (%s) ends the call with that reason', async (cause, reason) => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.desk.mediaFact({ kind: 'failed', call: anna.id, cause });
    expect(anna.reason).toBe(reason);
    await ben.waitFor('ended');
    expect(ben.reason).toBe('cancelled');
  });
});
