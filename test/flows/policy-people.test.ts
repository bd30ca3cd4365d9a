// Calls under the rules on people: who may call whom, who must be verified, and how strangers ring. A peer cannot
// circumvent these rules.
import { describe, expect, test, vi } from 'vitest';
import { VERIFY_MS } from '../../src/core/call/trust-state.ts';
import { call, hangUp, inCall, type Person, strangers, talkFor, talking, verified } from './support/world.ts';

const CONFIRMED = { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER } as const;
// There must be an organisation. The test sets its answers.
const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----';
const MANY = 60_000;

function refusals(person: Person): readonly string[] {
  return person.records.flatMap((event) => (event.kind === 'refused-call' ? [`${event.direction} ${event.why}`] : []));
}

/** `from` calls. `to` has no call after a second, and none when the call of `from` has ended. */
async function isKeptOut(from: Person, to: Person, clock: { advance: (ms: number) => Promise<void> }): Promise<void> {
  from.place(to);
  await clock.advance(1000);
  expect(to.view).toBeUndefined();
  await from.waitFor('ended', MANY);
  expect(to.view).toBeUndefined();
}

describe('who may call whom', () => {
  test.each([
    { AllowedPeers: ['@a.example', 'carla@b.example'] },
    { AllowedPeers: [] },
    { BlockedPeers: ['ben@b.example'] },
    { AllowedPeers: ['*'], BlockedPeers: ['@b.example'] },
  ])('a peer who is not allowed is not called, nothing is sent, and the refusal is recorded: %j', (values) => {
    const { world, anna, ben } = strangers();
    anna.policy.set(values);
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'peer-not-allowed' });
    expect(anna.view).toBeUndefined();
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-allowed']);
  });

  test('a peer whose domain is allowed is called and answers', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ AllowedPeers: ['@b.example'] });
    ben.policy.set({ AllowedPeers: ['anna@a.example'] });
    await call(anna, ben);
    expect(anna.code).toBe(ben.code);
  });

  test('a caller who is not allowed learns nothing, does not ring and leaves no call record', async () => {
    const { world, anna, ben } = strangers();
    ben.policy.set({ AllowedPeers: ['@b.example'] });
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent.filter(({ from }) => from === ben.device)).toEqual([]);
    expect(ben.history).toEqual([]);
    expect(ben.callIds.value).toBeUndefined();
    expect(refusals(ben)).toEqual(['in peer-not-allowed']);
  });

  test('a contact who is not allowed leaves one call record for three calls within an hour', async () => {
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

  test.each(['live', 'ringing'] as const)('a %s call ends when its peer is blocked', async (phase) => {
    const { anna, ben } = phase === 'live' ? await inCall() : strangers();
    if (phase === 'ringing') {
      anna.place(ben);
      await ben.waitFor('ringing');
    }
    ben.policy.set({ BlockedPeers: [anna.address] });
    expect(ben.reason).toBe('not-allowed');
    await anna.waitFor('ended');
    expect(anna.reason).toBe(phase === 'live' ? 'peer-hung-up' : 'declined');
    // The call did ring, so it is recorded like any other, even the call of a stranger.
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

describe('strangers', () => {
  test('strangers are refused without being told if the person chose so', async () => {
    const { world, anna, ben } = strangers();
    ben.quirks.unknownCallers = 'refuse';
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('unreachable');
    expect(world.broker.sent.filter(({ from }) => from === ben.device)).toEqual([]);
    expect(refusals(ben)).toEqual(['in unknown-caller']);
    expect(ben.history).toEqual([]);
  });

  test('a stranger’s call is shown without sound if the person chose so', async () => {
    const { anna, ben } = strangers();
    ben.quirks.unknownCallers = 'silent';
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(ben.view?.phase).toEqual({ kind: 'ringing', silenced: false, visual: true });
  });

  test('contacts and people confirmed by the organisation are not strangers', async () => {
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
    'a person who is being called is no stranger: two people who call each other are connected (%s)',
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

describe('peers who must be verified and are not', () => {
  test('an unverified peer is not called if policy refuses such calls', () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'peer-not-verified' });
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-verified']);
  });

  test('an unverified caller is declined as if by a person if policy refuses such calls', async () => {
    const { world, anna, ben } = strangers();
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    await isKeptOut(anna, ben, world.clock);
    expect(anna.reason).toBe('declined');
    expect(refusals(ben)).toEqual(['in peer-not-verified']);
  });

  test('only the listed peers must be verified if policy has a list', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'listed', PeersToVerify: ['@c.example'], UnverifiedPeer: 'refuse' });
    await call(anna, ben);
    expect(anna.view?.verifyBy).toBeUndefined();
    anna.policy.set({ PeersToVerify: ['@c.example', '@b.example'] });
    expect(anna.reason).toBe('verification-required');
  });

  test('a call with an unverified peer has three minutes of voice to compare the code, then ends', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben, 'video');
    const phase = anna.view?.phase;
    expect(anna.view?.verifyBy).toBe((phase?.kind === 'live' ? phase.since : 0) + VERIFY_MS);
    expect([anna.view?.media, ben.view?.media]).toEqual(['audio', 'audio']); // the INVITE asked for voice only
    expect(anna.desk.camera(anna.id, true)).toEqual({ ok: false, code: 'peer-not-verified' });
    expect(anna.page.isSending).toEqual({ microphone: true, camera: false });
    await talkFor(world, 170, anna, ben);
    expect(anna.phase).toBe('live');
    await anna.waitFor('ended', 15_000);
    expect(anna.reason).toBe('verification-required');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
  });

  test('video that an unverified peer sends can neither be opened nor shown', async () => {
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

  test('an unverified caller is answered with voice although “video” was pressed', async () => {
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

  test('comparing the code gives an unverified peer video and removes the time limit', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben);
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '').ok).toBe(true);
    expect(anna.view?.verifyBy).toBeUndefined();
    expect(anna.desk.camera(anna.id, true).ok).toBe(true);
    await world.clock.advance(5000); // video keys come with the next generation
    expect(anna.page.sendFrame(1)).toBe(true);
    ben.desk.camera(ben.id, true);
    await talkFor(world, 300, anna, ben);
    expect(ben.page.sendFrame(1)).toBe(true);
    expect(anna.page.isShowing).toBe(true);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a call with an unverified peer ends when policy refuses such calls, and continues when policy asks for the code', async () => {
    const { anna } = await inCall();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    expect(anna.view?.verifyBy).toBeDefined();
    anna.policy.set({ UnverifiedPeer: 'refuse' });
    expect(anna.reason).toBe('verification-required');
  });

  test('a wrong code does not extend the time in which the peer must be verified', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RequireVerifiedPeer: 'always' });
    await call(anna, ben);
    anna.desk.confirmCode(anna.id, ben.code === '00000000' ? '00000001' : '00000000');
    await anna.waitFor('ended', VERIFY_MS + 5000);
    expect(anna.reason).toBe('verification-required');
  });

  test('a broken connection does not stop the time in which the peer must be verified', async () => {
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

describe('peers verified by the person', () => {
  test('a verified peer is called with video under a policy that requires verification', async () => {
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

  test('a verified peer is rung at once although the organisation does not respond', async () => {
    const { anna, ben } = await verified();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse', OrganisationRoots: [ROOT] });
    vi.spyOn(anna.confirmations, 'check').mockReturnValue(new Promise(() => undefined));
    anna.place(ben);
    await ben.waitFor('ringing', 1000);
    expect(ben.view?.address).toBe(anna.address);
  });

  test('a verified peer whose list is withheld has no video until the list is read', async () => {
    const { world, anna, ben } = await verified();
    anna.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    const before = world.broker.answerDirectory;
    world.broker.answerDirectory = () => 'timeout';
    await call(anna, ben);
    expect(anna.view).toMatchObject({ unconfirmed: true });
    expect(anna.view?.verifyBy).toBeDefined();
    expect(anna.desk.camera(anna.id, true)).toEqual({ ok: false, code: 'peer-not-verified' });
    world.broker.answerDirectory = before;
    await world.clock.until('the list was read', () => anna.view?.unconfirmed === false, 30_000);
    expect(anna.view?.verifyBy).toBeUndefined();
  });

  test('an impostor under a verified address does not ring under a policy that requires verification', async () => {
    const { world, anna, ben } = await verified();
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    await isKeptOut(world.impostor(anna.address), ben, world.clock);
    expect(ben.history.filter(({ outcome }) => outcome === 'directory-conflict')).toEqual([]);
  });
});

describe('peers confirmed by the organisation', () => {
  const strict = { RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;

  test('a confirmed peer counts as verified in both directions if policy accepts the organisation’s confirmation', async () => {
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
    // Verified and confirmed are two different things.
    expect(anna.history[0]).toMatchObject({ verified: false, confirmed: true });
    expect(anna.records.at(-1)).toMatchObject({ kind: 'call', verification: 'organisation' });
  });

  test('a confirmed peer does not count as verified if policy requires a comparison by a person', async () => {
    const { anna, ben } = strangers();
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ RequireVerifiedPeer: 'always', AcceptedVerification: 'person', OrganisationRoots: [ROOT] });
    await call(anna, ben);
    expect(anna.view?.verifyBy).toBeDefined();
  });

  test('only the confirmed devices of a peer ring if policy requires verified peers', async () => {
    const { world, anna, ben } = strangers();
    const second = world.person('ben@b.example', 'two', ben);
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    anna.place(ben);
    await ben.waitFor('ringing');
    await world.clock.advance(3000);
    expect(second.view).toBeUndefined();
  });

  test('a peer without confirmed devices is not called if policy requires verified peers', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('verification-required');
    expect(world.broker.sent).toEqual([]);
    expect(refusals(anna)).toEqual(['out peer-not-verified']);
  });

  test('a call ends when the peer’s certificate is revoked, and not when it expires', async () => {
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

  test('a call ends when policy no longer trusts any root', async () => {
    const { anna, ben } = strangers();
    anna.confirmations.say(ben.device, CONFIRMED);
    anna.policy.set({ ...strict, OrganisationRoots: [ROOT] });
    await call(anna, ben);
    anna.policy.set({ ...strict, OrganisationRoots: [] });
    anna.confirmations.say(ben.device, { kind: 'none' });
    expect(anna.reason).toBe('verification-required');
  });
});
