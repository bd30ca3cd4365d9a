// Whole calls between desks, as people make and miss them: answered, unanswered, with several devices, and glare.
import { describe, expect, test } from 'vitest';
import { answerFor, call, hangUp, inCall, oneBusy, strangers, talking, verified, twoRinging } from './support/world.ts';

describe('answered calls', () => {
  test('both sides of an answered call have the same code and open each other’s frames', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    expect(ben.view).toMatchObject({ direction: 'in', address: anna.address, unconfirmed: false });
    expect(ben.book.trustOf(anna.address).kind).toBe('new');
    await world.clock.until('anna hears it ring', () => anna.view?.phase.kind === 'calling' && anna.view.phase.ringing);
    ben.answer('video');
    await talking(anna, ben);
    expect(anna.code).toMatch(/^[0-9]{8}$/);
    expect(anna.code).toBe(ben.code);
    expect(ben.book.trustOf(anna.address).kind).toBe('pinned');
    for (const stream of [0, 1] as const) {
      expect(anna.page.sendFrame(stream)).toBe(true);
      expect(ben.page.sendFrame(stream)).toBe(true);
    }
    anna.hangUp();
    await ben.waitFor('ended');
    expect([anna.reason, ben.reason]).toEqual(['hung-up', 'peer-hung-up']);
    expect(anna.page.worker.hasEnded && ben.page.worker.hasEnded).toBe(true);
    expect(anna.page.isClosed && ben.page.isClosed).toBe(true);
    expect(ben.history[0]).toMatchObject({ direction: 'in', media: 'video', outcome: 'peer-hung-up', verified: false });
  });

  test('the desk is busy from before a call is shown until the call has ended', async () => {
    const { world, anna, ben } = strangers();
    expect(ben.desk.isBusy()).toBe(false);
    anna.place(ben);
    await world.clock.until('the call to be checked', () => ben.desk.isBusy());
    expect(ben.desk.views()).toEqual([]);
    await ben.waitFor('ringing');
    expect(ben.desk.isBusy()).toBe(true);
    anna.hangUp();
    await ben.waitFor('ended');
    expect([ben.desk.views().length, ben.desk.isBusy()]).toEqual([1, false]);
  });

  test('before the callee answers, the callee has no page, and only INVITE and EARLY are sent', async () => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(5000);
    expect(ben.pages).toHaveLength(0);
    expect(anna.page.commands.map(({ kind }) => kind)).toEqual(['open']);
    // No session description and no candidate fits into these two messages (protocol §5.B).
    const types = world.broker.sent.map(({ bytes }) => bytes[1]);
    expect([...new Set(types)]).toEqual([1, 2]);
  });

  test('no page sends or plays while neither CONFIRM nor READY arrives', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === 4 ? [] : [parcel]); // no SESSION message passes
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('securing');
    await world.clock.advance(10_000);
    for (const person of [anna, ben]) {
      expect(person.page.commands.filter(({ kind }) => kind === 'send' || kind === 'play')).toEqual([]);
      expect(person.page.worker.granted.filter(({ kind }) => kind === 'grant-seal')).toEqual([]);
      expect(person.code).toBeUndefined();
    }
    expect(ben.page.worker.granted.filter(({ kind }) => kind === 'grant-open')).toEqual([]);
    expect(anna.page.worker.granted.filter(({ kind }) => kind === 'grant-open').length).toBeGreaterThan(0);
  });

  test('typing the code verifies the peer for this call, its history entry and the next call', async () => {
    const { world, anna, ben } = await inCall();
    expect(anna.view?.code).toMatchObject({ kind: 'shown', role: 'read', mayConfirm: true });
    expect(ben.view?.code).toMatchObject({ kind: 'shown', role: 'type', mayConfirm: true });
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '').ok).toBe(true);
    expect(ben.view).toMatchObject({
      trust: { kind: 'verified', way: 'code' },
      code: { confirmedAt: world.clock.nowMs() },
    });
    expect(anna.book.trustOf(ben.address).kind).toBe('pinned');
    await hangUp(anna, ben);
    expect(ben.history[0]?.verified).toBe(true);
    await call(ben, anna);
    expect(ben.view?.trust.kind).toBe('verified');
    expect(anna.code).toBe(ben.code);
  });

  test('after a wrong code the device sends nothing even when unmuted, and its end reason is “code-mismatch”', async () => {
    const { anna, ben } = await inCall();
    const wrong = anna.code === '00000000' ? '00000001' : '00000000';
    expect(ben.desk.confirmCode(ben.id, wrong)).toEqual({ ok: false, code: 'code-mismatch' });
    expect(ben.view?.code.kind).toBe('mismatch');
    expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
    expect(ben.page.worker.sealingOf(0)).toBeUndefined();
    ben.desk.mute(ben.id, true);
    ben.desk.mute(ben.id, false);
    expect(ben.page.isSending.microphone).toBe(false);
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toMatchObject({ ok: false });
    expect(ben.book.trustOf(anna.address).kind).toBe('pinned');
    ben.hangUp();
    expect(ben.reason).toBe('code-mismatch');
  });

  test('new keys do not let a device send again after a wrong code', async () => {
    const { world, anna, ben } = await inCall();
    ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '00000001' : '00000000');
    anna.page.worker.say({ kind: 'lost-window', stream: 0 });
    await world.clock.until('new keys', () => ben.view?.numbers.generation === 1);
    await world.clock.advance(700_000); // long enough for a step of the ratchet, too
    expect(([0, 1, 2] as const).map((stream) => ben.page.worker.sealingOf(stream))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('no code is accepted before both sides have a code, nor while the peer is in dispute', async () => {
    const { world, anna, ben } = strangers();
    // No READY passes.
    world.broker.mischief = (parcel) => (parcel.from === ben.device && parcel.bytes[1] === 4 ? [] : [parcel]);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await ben.waitFor('connecting');
    expect(anna.phase).toBe('securing');
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'unknown-call' });
    expect(anna.desk.confirmCode(anna.id, '00000000')).toEqual({ ok: false, code: 'unknown-call' });
    world.broker.mischief = (parcel) => [parcel];
    await talking(anna, ben);
    anna.book.noteDispute(ben.address, world.clock.nowMs());
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: false, code: 'key-changed' });
  });

  test('muting and switching off the camera reach the page and the peer', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.desk.mute(anna.id, true);
    anna.desk.camera(anna.id, false);
    expect(anna.page.isSending).toEqual({ microphone: false, camera: false });
    await world.clock.until('ben sees it', () => ben.view?.remote.mute === true && !ben.view.remote.camera);
    anna.desk.mute(anna.id, false);
    await world.clock.until('ben sees it', () => ben.view?.remote.mute === false);
  });

  test('only the candidate of the current description reaches the peer', async () => {
    const { anna, ben } = await inCall();
    for (const person of [anna, ben]) {
      const lists = person.page.commands.flatMap((command) => (command.kind === 'candidates' ? command.list : []));
      expect(lists).toHaveLength(1);
      expect(lists[0]?.ufrag).toBe(person.page.peerUfrag);
    }
  });

  test('quitting the app during a call tells the peer', async () => {
    const { anna, ben } = await inCall();
    await anna.desk.close('app-closed');
    expect(anna.reason).toBe('app-closed');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
  });
});

describe('calls before an answer', () => {
  test('a decline reaches the caller at once', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.desk.decline(ben.id);
    await anna.waitFor('ended', 100);
    expect([anna.reason, ben.reason]).toEqual(['declined', 'declined']);
    expect(ben.book.pin(anna.address)).toBeUndefined();
  });

  test('a caller who gives up leaves a missed call', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    anna.hangUp();
    await ben.waitFor('ended');
    expect([anna.reason, ben.reason]).toEqual(['hung-up', 'cancelled']);
    expect(ben.history[0]).toMatchObject({ direction: 'in', outcome: 'cancelled' });
  });

  test('an unanswered call ends on both sides by itself', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    await anna.waitFor('ended', 60_000);
    await ben.waitFor('ended', 60_000);
    expect([anna.reason, ben.reason]).toEqual(['no-answer', 'no-answer']);
  });

  test('a call to an offline callee ends as unreachable', async () => {
    const { world, anna, ben } = strangers();
    world.broker.setOnline(ben.device, false);
    anna.place(ben);
    await anna.waitFor('ended', 60_000);
    expect(anna.reason).toBe('unreachable');
  });

  test('an INVITE followed by its cancel in the backlog never rings and is a missed call', async () => {
    const { world, anna, ben } = strangers();
    const phases: string[] = [];
    ben.desk.onView(() => void phases.push(ben.phase));
    world.broker.setOnline(ben.device, false);
    anna.place(ben);
    await world.clock.advance(2000);
    anna.hangUp();
    await world.clock.advance(1000);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(10_000);
    expect(phases).not.toContain('ringing');
    expect(ben.history).toMatchObject([{ direction: 'in', address: anna.address, outcome: 'cancelled' }]);
  });

  test('an INVITE does not ring if its cancel follows later in a slow backlog', async () => {
    const { world, anna, ben } = strangers();
    const phases: string[] = [];
    ben.desk.onView(() => void phases.push(ben.phase));
    world.broker.backlogEveryMs = 500;
    world.broker.setOnline(ben.device, false);
    anna.place(ben);
    await world.clock.advance(2000);
    anna.hangUp();
    await world.clock.advance(1000);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(10_000);
    expect(phases).not.toContain('ringing');
    expect(ben.history).toMatchObject([{ outcome: 'cancelled' }]);
  });

  test('an INVITE from the backlog rings after the whole backlog has been read', async () => {
    const { world, anna, ben } = strangers();
    world.broker.setOnline(ben.device, false);
    anna.place(ben);
    await world.clock.advance(2000);
    world.broker.setOnline(ben.device, true);
    await ben.waitFor('ringing');
    ben.answer();
    await talking(anna, ben);
    expect(anna.code).toBe(ben.code);
  });

  test('a callee who is calling somebody else is busy, and the outgoing call goes on ringing', async () => {
    const { world, anna, ben } = strangers();
    const cleo = world.person('cleo@c.example');
    ben.place(anna);
    await anna.waitFor('ringing');
    cleo.place(ben);
    await cleo.waitFor('ended');
    expect(cleo.reason).toBe('busy');
    await world.clock.until('the call record', () => ben.history.length === 1);
    expect([anna.phase, ben.phase]).toEqual(['ringing', 'calling']);
    expect(ben.history).toMatchObject([{ address: cleo.address, outcome: 'busy' }]);
  });

  test('a callee whom the first reading of the directory does not find is found by a second reading', async () => {
    const { world, anna, ben } = strangers();
    let readings = 0;
    answerFor(world, ben.address, (reader) => (reader === anna.device && ++readings <= 1 ? undefined : ben.published));
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(anna.phase).toBe('calling');
  });

  test('a call that cannot be placed or answered is refused with a reason', async () => {
    const { world, anna, ben } = strangers();
    expect(anna.desk.place('Not an address', 'audio')).toEqual({ ok: false, code: 'bad-address' });
    expect(anna.desk.place(anna.address, 'audio')).toEqual({ ok: false, code: 'own-address' });
    expect(anna.desk.answer('00'.repeat(16), 'audio')).toEqual({ ok: false, code: 'unknown-call' });
    world.broker.setOnline(anna.device, false);
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'not-connected' });
    world.broker.setOnline(anna.device, true);
    anna.place('nobody@b.example');
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'cannot-hold' });
    await anna.waitFor('ended');
    expect(anna.reason).toBe('unknown-address');
  });
});

describe('callees with several devices', () => {
  test('the first device to answer has the call, and the other device stops ringing', async () => {
    const { anna, ben, phone } = await twoRinging();
    phone.answer();
    await talking(anna, phone);
    await ben.waitFor('ended');
    expect(ben.reason).toBe('answered-elsewhere');
    expect(phone.code).toBe(anna.code);
  });

  test('of two devices that answer at once, one gets the call, and the other ends the call as answered elsewhere', async () => {
    const { anna, ben, phone } = await twoRinging();
    phone.answer();
    ben.answer();
    await anna.waitFor('live');
    const [winner, loser] = phone.phase === 'live' ? [phone, ben] : [ben, phone];
    await talking(winner);
    await loser.waitFor('ended');
    expect(loser.reason).toBe('answered-elsewhere');
    expect(winner.code).toBe(anna.code);
    expect(loser.page.worker.granted.filter(({ kind }) => kind.startsWith('grant'))).toEqual([]);
    expect(loser.book.trustOf(anna.address).kind).toBe('pinned');
  });

  test('a decline on one device ends the call on the other device and at the caller', async () => {
    const { anna, ben, phone } = await twoRinging();
    ben.desk.decline(ben.id);
    await phone.waitFor('ended');
    await anna.waitFor('ended');
    expect([anna.reason, phone.reason]).toEqual(['declined', 'declined-elsewhere']);
  });

  test('a busy device does not end the ringing on the other device', async () => {
    const { anna, ben, phone } = await oneBusy();
    ben.answer();
    await talking(anna, ben);
    expect(phone.phase).toBe('calling');
  });

  test('only the eight most recently added devices ring', async () => {
    const { world, anna, ben } = strangers();
    const others = Array.from({ length: 8 }, (_, i) => world.person(ben.address, `device ${String(i)}`, ben));
    anna.place(ben);
    for (const device of others) await device.waitFor('ringing');
    await world.clock.advance(1000);
    expect(ben.phase).toBe('none');
  });
});

describe('glare', () => {
  test.each(['a', 'b', 'c', 'd', 'e', 'f'])(
    'a glare between strangers (seed %s) leaves one ringing call',
    async (seed) => {
      const { world, anna, ben } = strangers(seed);
      anna.place(ben);
      ben.place(anna);
      await world.clock.until('one rings', () => [anna.phase, ben.phase].includes('ringing'));
      await world.clock.advance(1000);
      const [caller, callee] = anna.phase === 'ringing' ? [ben, anna] : [anna, ben];
      expect([caller.phase, callee.phase]).toEqual(['calling', 'ringing']);
      expect(caller.id).toBe(callee.id);
      callee.answer();
      await talking(anna, ben);
      expect(anna.code).toBe(ben.code);
    },
  );

  test.each(['a', 'b', 'c'])(
    'a glare between verified people (seed %s) connects without another press',
    async (seed) => {
      const { anna, ben } = await verified(seed);
      anna.place(ben);
      ben.place(anna);
      await talking(anna, ben);
      expect(anna.id).toBe(ben.id);
      expect(anna.code).toBe(ben.code);
    },
  );

  test('after a glare, the surviving call rings instead of connecting if it asks for more media than the other call', async () => {
    const seen = new Set<string>();
    for (const seed of ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j']) {
      const { world, anna, ben } = await verified(seed);
      anna.place(ben, 'video');
      ben.place(anna, 'audio');
      await world.clock.advance(2000);
      seen.add(ben.phase);
      // If Anna's call survived, it rings, since Ben asked for sound only. If Ben's survived, it is answered, since
      // Anna asked for more.
      expect([ben.phase, ben.view?.media, anna.phase]).toEqual(
        ben.phase === 'ringing' ? ['ringing', 'video', 'calling'] : ['live', 'audio', 'live'],
      );
      if (seen.size > 1) break;
    }
    expect(seen).toEqual(new Set(['ringing', 'live']));
  });
});
