// Calls under the policies on people: who may call whom, who must be verified, and what a peer can do about it, which is nothing.
import { describe, expect, test, vi } from 'vitest';
import { VERIFY_MS } from '../../src/core/call/trust-state.ts';
import { call, hangUp, inCall, type Person, strangers, talkFor, talking, verified } from './support/world.ts';

const CONFIRMED = { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER } as const;
// Only that there is one: what the organisation says is played.
const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----';
const MANY = 60_000;

function refusals(person: Person): readonly string[] {
  return person.records.flatMap((event) => (event.kind === 'refused-call' ? [`${event.direction} ${event.why}`] : []));
}

/** `from` calls, and `to` does not ring for as long as it could. */
async function isKeptOut(from: Person, to: Person, clock: { advance: (ms: number) => Promise<void> }): Promise<void> {
  from.place(to);
  await clock.advance(1000);
  expect(to.view).toBeUndefined();
  await from.waitFor('ended', MANY);
}

describe('who may call whom', () => {
  test.each([
    { AllowedPeers: ['@a.example', 'carla@b.example'] },
    { AllowedPeers: [] },
    { BlockedPeers: ['ben@b.example'] },
    { AllowedPeers: ['*'], BlockedPeers: ['@b.example'] },
  ])('one who is not allowed is not called: nothing leaves, it is said and recorded %j', (values) => {
    const { world, anna, ben } = strangers();
    anna.policy.set(values);
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'peer-not-allowed' });
    expect(anna.view).toBeUndefined();
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-allowed']);
  });

  test('one whose domain is allowed is called and answers', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ AllowedPeers: ['@b.example'] });
    ben.policy.set({ AllowedPeers: ['anna@a.example'] });
    await call(anna, ben);
    expect(anna.code).toBe(ben.code);
  });

  test('a caller who is not allowed learns nothing, rings nothing and leaves no line', async () => {
    const { world, anna, ben } = strangers();
    ben.policy.set({ AllowedPeers: ['@b.example'] });
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent.filter(({ from }) => from === ben.device)).toEqual([]);
    expect(ben.history).toEqual([]);
    expect(ben.callIds.value).toBeUndefined();
    expect(refusals(ben)).toEqual(['in peer-not-allowed']);
  });

  test('a contact who is not allowed leaves one line an hour, however often they try', async () => {
    const { world, anna, ben } = strangers();
    ben.book.add(anna.address, 'Anna');
    ben.policy.set({ BlockedPeers: ['@a.example'] });
    for (let i = 0; i < 3; i++) {
      await isKeptOut(anna, ben, world.clock);
      anna.desk.dismiss(anna.id);
    }
    expect(ben.history.map(({ outcome }) => outcome)).toEqual(['not-allowed']);
    expect(refusals(ben)).toEqual(['in peer-not-allowed']);
    expect(world.broker.sent.filter(({ from }) => from === ben.device)).toEqual([]);
  });

  test.each(['live', 'ringing'] as const)('a call that is %s ends when its peer is blocked', async (phase) => {
    const { anna, ben } = phase === 'live' ? await inCall() : strangers();
    if (phase === 'ringing') {
      anna.place(ben);
      await ben.waitFor('ringing');
    }
    ben.policy.set({ BlockedPeers: [anna.address] });
    expect(ben.reason).toBe('not-allowed');
    await anna.waitFor('ended');
    expect(anna.reason).toBe(phase === 'live' ? 'peer-hung-up' : 'declined');
    // It did ring: it is a call like any other, also of a stranger.
    expect(ben.history.map(({ outcome }) => outcome)).toEqual(['not-allowed']);
    expect(ben.records.at(-1)).toMatchObject({ kind: 'call', direction: 'in', reason: 'not-allowed' });
  });

  test('a call that is being placed ends when its peer is blocked', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    anna.policy.set({ BlockedPeers: [ben.address] });
    expect(anna.reason).toBe('not-allowed');
  });
});

describe('unknown callers', () => {
  test('are refused, and are told nothing', async () => {
    const { world, anna, ben } = strangers();
    ben.quirks.unknownCallers = 'refuse';
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent.filter(({ from }) => from === ben.device)).toEqual([]);
    expect(refusals(ben)).toEqual(['in unknown-caller']);
    expect(ben.history).toEqual([]);
  });

  test('are shown without sound', async () => {
    const { anna, ben } = strangers();
    ben.quirks.unknownCallers = 'silent';
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.phase).toEqual({ kind: 'ringing', silenced: false, soundless: true });
  });

  test('are those who are no contact and not confirmed by the organisation', async () => {
    const { anna, ben } = strangers();
    ben.quirks.unknownCallers = 'refuse';
    ben.book.add(anna.address, '');
    await call(anna, ben);
    await hangUp(anna, ben);
    ben.book.remove(anna.address);
    ben.policy.set({ OrganisationRoots: [ROOT] });
    ben.confirmations.say(anna.device, CONFIRMED);
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.phase).toEqual({ kind: 'ringing', silenced: false });
    expect(ben.view).toMatchObject({ organisation: { kind: 'confirmed' } });
  });

  test.each(['a', 'b', 'c'])(
    'are not those whom one calls oneself: two who call each other (%s) talk',
    async (seed) => {
      const { world, anna, ben } = strangers(seed);
      for (const person of [anna, ben]) person.quirks.unknownCallers = 'refuse';
      anna.place(ben);
      ben.place(anna);
      await world.clock.until('one rings', () => [anna.phase, ben.phase].includes('ringing'));
      (anna.phase === 'ringing' ? anna : ben).answer();
      await talking(anna, ben);
      expect(anna.code).toBe(ben.code);
    },
  );
});

describe('a peer that must be verified and is not', () => {
  test('is not called where policy refuses it', () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'peer-not-verified' });
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-verified']);
  });

  test('is declined when it calls, like by a person', async () => {
    const { world, anna, ben } = strangers();
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('declined');
    expect(refusals(ben)).toEqual(['in peer-not-verified']);
  });

  test('is only one on the list where policy has a list', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'listed', PeersToVerify: ['@c.example'], UnverifiedPeer: 'refuse' });
    await call(anna, ben);
    expect(anna.view?.verifyBy).toBeUndefined();
    anna.policy.set({ PeersToVerify: ['@c.example', '@b.example'] });
    expect(anna.reason).toBe('verification-required');
  });

  test('has three minutes of voice to compare the code, and no more', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben, 'video');
    const phase = anna.view?.phase;
    expect(anna.view?.verifyBy).toBe((phase?.kind === 'live' ? phase.since : 0) + VERIFY_MS);
    expect([anna.view?.media, ben.view?.media]).toEqual(['audio', 'audio']); // the INVITE asked for no more
    expect(anna.desk.camera(anna.id, true)).toEqual({ ok: false, code: 'peer-not-verified' });
    expect(anna.page.isSending).toEqual({ microphone: true, camera: false });
    await talkFor(world, 170, anna, ben);
    expect(anna.phase).toBe('live');
    await anna.waitFor('ended', 15_000);
    expect(anna.reason).toBe('verification-required');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
  });

  test('sends its camera all the same: nothing of it can be opened or is shown', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer('video');
    await talking(anna, ben);
    await world.clock.advance(1000);
    expect(ben.page.isSending.camera).toBe(true);
    expect(ben.page.sendFrame(0)).toBe(true);
    expect(ben.page.sendFrame(1)).toBe(false);
    expect(anna.page.worker.openable(1)).toEqual([]);
    expect(anna.page.isShowing).toBe(false);
    expect(anna.view?.remote.camera).toBe(false);
  });

  test('is answered with voice, whichever button was pressed', async () => {
    const { anna, ben } = strangers();
    ben.policy.set({ RequireVerifiedPeer: 'always' });
    anna.place(ben, 'video');
    await ben.waitFor('ringing');
    expect(ben.view?.media).toBe('audio');
    ben.answer('video');
    await talking(anna, ben);
    expect(ben.page.commands[0]).toMatchObject({ kind: 'open', camera: false });
    expect(ben.view?.local.camera).toBe(false);
    expect(ben.page.isSending.camera).toBe(false);
  });

  test('is one like any other once the code was compared: pictures, and no end', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben);
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '').ok).toBe(true);
    expect(anna.view?.verifyBy).toBeUndefined();
    expect(anna.desk.camera(anna.id, true).ok).toBe(true);
    await world.clock.advance(5000); // keys for pictures come with a next generation
    expect(anna.page.sendFrame(1)).toBe(true);
    ben.desk.camera(ben.id, true);
    await talkFor(world, 300, anna, ben);
    expect(ben.page.sendFrame(1)).toBe(true);
    expect(anna.page.isShowing).toBe(true);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('ends the call at once where policy comes to want no call, and not where it wants the code', async () => {
    const { anna } = await inCall();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    expect(anna.view?.verifyBy).toBeDefined();
    anna.policy.set({ UnverifiedPeer: 'refuse' });
    expect(anna.reason).toBe('verification-required');
  });

  test('a wrong code does not help: silence, and the end at its time', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben);
    anna.desk.confirmCode(anna.id, ben.code === '00000000' ? '00000001' : '00000000');
    await anna.waitFor('ended', VERIFY_MS + 5000);
    expect(anna.reason).toBe('verification-required');
  });

  test('a broken connection does not stop the clock', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben);
    const { verifyBy } = anna.view ?? {};
    await world.clock.advance(VERIFY_MS - 5000);
    anna.page.lose();
    expect(anna.view).toMatchObject({ phase: { kind: 'reconnecting' }, verifyBy });
    await anna.waitFor('ended', 10_000);
    expect(anna.reason).toBe('verification-required');
  });
});

describe('a peer that is verified by the person', () => {
  test('is called as ever, with video', async () => {
    const { anna, ben } = await verified();
    for (const person of [anna, ben]) {
      person.policy.set({
        RequireVerifiedPeer: 'always',
        UnverifiedPeer: 'refuse',
        AcceptedVerification: 'person',
      });
    }
    await call(anna, ben, 'video');
    expect(anna.view?.verifyBy).toBeUndefined();
    expect(anna.page.sendFrame(1)).toBe(true);
    await hangUp(anna, ben);
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', verification: 'person' });
  });

  test('rings at once although the organisation, whose word would do as well, is silent', async () => {
    const { anna, ben } = await verified();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse', OrganisationRoots: [ROOT] });
    vi.spyOn(anna.confirmations, 'check').mockReturnValue(new Promise(() => undefined));
    anna.place(ben);
    await ben.waitFor('ringing', 1000);
    expect(ben.view?.address).toBe(anna.address);
  });

  test('whose list is withheld is not refused, and has no more than voice until it was read', async () => {
    const { world, anna, ben } = await verified();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    const before = world.broker.answerDirectory;
    world.broker.answerDirectory = () => 'timeout';
    await call(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true });
    expect(anna.view?.verifyBy).toBeDefined();
    world.broker.answerDirectory = before;
    await world.clock.until('the list was read', () => anna.view?.unconfirmed === false, 30_000);
    expect(anna.view?.verifyBy).toBeUndefined();
  });

  test('somebody else under that address is not: it does not ring', async () => {
    const { world, anna, ben } = await verified();
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    await isKeptOut(world.impostor(anna.address), ben, world.clock);
    expect(ben.history.filter(({ outcome }) => outcome === 'directory-conflict')).toEqual([]);
  });
});

describe('a peer that the organisation confirms', () => {
  const strict = { RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;

  test('is as good as verified where policy accepts that, both ways', async () => {
    const { anna, ben } = strangers();
    for (const [one, other] of [
      [anna, ben],
      [ben, anna],
    ] as const) {
      one.confirmations.say(other.device, CONFIRMED);
      one.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    }
    await call(anna, ben, 'video');
    expect(anna.view).toMatchObject({ organisation: CONFIRMED, trust: { kind: 'pinned' }, media: 'video' });
    expect(anna.page.sendFrame(1)).toBe(true);
    await hangUp(anna, ben);
    expect(anna.history[0]).toMatchObject({ verified: false, confirmed: true }); // two different words
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', verification: 'organisation' });
  });

  test('is not where policy wants a person’s comparison', async () => {
    const { anna, ben } = strangers();
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ RequireVerifiedPeer: 'always', AcceptedVerification: 'person', OrganisationRoots: [ROOT] });
    await call(anna, ben);
    expect(anna.view?.verifyBy).toBeDefined();
  });

  test('does not ring with its devices that are not confirmed', async () => {
    const { world, anna, ben } = strangers();
    const second = world.person('ben@b.example', 'two', ben);
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(3000);
    expect(second.view).toBeUndefined();
  });

  test('is called in vain where none of its devices is confirmed, and nothing is sent to them', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('verification-required');
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-verified']);
  });

  test('is hung up on when it is revoked, and not when its certificate has run out in the call', async () => {
    const { anna, ben } = strangers();
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    await call(anna, ben);
    anna.confirmations.say(ben.device, { kind: 'refused', cause: 'expired' });
    expect(anna.phase).toBe('live');
    expect(anna.view?.organisation).toEqual({ kind: 'refused', cause: 'expired' });
    anna.confirmations.say(ben.device, { kind: 'refused', cause: 'revoked' });
    expect(anna.reason).toBe('verification-required');
  });

  test('is hung up on when policy trusts no root any more', async () => {
    const { anna, ben } = strangers();
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    await call(anna, ben);
    anna.policy.set({ ...strict, OrganisationRoots: [] });
    anna.confirmations.say(ben.device, { kind: 'none' });
    expect(anna.reason).toBe('verification-required');
  });
});
