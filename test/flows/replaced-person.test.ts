// A verified person who has set up Siegel anew is a new identity. Ben calls that identity separately from the pinned
// person, whom it replaces only by the code of that call (docs/decisions/0065). Others who claim the address try to
// replace the pinned person without the code.
import { beforeEach, describe, expect, test } from 'vitest';
import { answerFor, call, hangUp, type Person, talking, verified, type World } from './support/world.ts';

// There must be an organisation. The test sets its answers.
const ROOT = '-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----';

let world: World;
let old: Person; // Anna as Ben has verified her
let ben: Person;
let anna: Person; // Anna, who has set up Siegel anew
let mallory: Person; // claims her address, too

beforeEach(async () => {
  ({ world, anna: old, ben } = await verified());
  anna = world.person(old.address, 'anew');
  mallory = world.person(old.address, 'claim');
  ben.records.length = 0;
});

const pinned = (): unknown => ben.book.pin(old.address)?.person;
const place = (to: Person): unknown => ben.desk.placeToCompare(old.address, to.person);
const endings = (): unknown => ben.records.filter(({ kind }) => kind === 'verification-ended');

async function inCallWith(to: Person): Promise<void> {
  expect(place(to)).toMatchObject({ ok: true });
  await to.waitFor('ringing');
  to.answer();
  await talking(ben, to);
}

function expectNothingChanged(): void {
  expect(pinned()).toEqual(old.person);
  expect(ben.book.trustOf(old.address).kind).toBe('verified');
  expect(endings()).toEqual([]);
}

describe('calls to compare codes with another claimant of a verified address', () => {
  test('a comparison call rings exactly the chosen claimant and shows that the claimant is not the verified person', async () => {
    const trust = ben.book.trustOf(old.address);
    await inCallWith(anna);
    expect([old.phase, mallory.phase]).toEqual(['none', 'none']);
    const replaces = { verifiedAt: trust.kind === 'verified' ? trust.at : 0 };
    expect(ben.view).toMatchObject({ trust: { kind: 'new' }, unconfirmed: false, replaces, media: 'audio' });
    expectNothingChanged();
  });

  test('the right code replaces the verified person with the claimant, and the security record says so', async () => {
    await inCallWith(anna);
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: true, value: undefined });
    expect(pinned()).toEqual(anna.person);
    expect(ben.book.trustOf(old.address)).toMatchObject({ kind: 'verified', way: 'code' });
    expect(ben.view?.trust.kind).toBe('verified');
    expect(ben.view?.replaces).toBeUndefined();
    expect(ben.records.slice(0, 3)).toEqual([
      { kind: 'address-claimed', devices: expect.arrayContaining([anna.device, mallory.device]) },
      { kind: 'verification-ended', by: 'replaced' },
      { kind: 'peer-verified', way: 'code' },
    ]);
    await hangUp(ben, anna);
    expect(ben.history[0]).toMatchObject({ verified: true });
    await world.clock.advance(70_000);
    await call(ben, anna); // an ordinary call by address
    expect(ben.view).toMatchObject({ trust: { kind: 'verified' }, unconfirmed: false });
    expect(old.phase).toBe('none');
  });

  test('a replaced person no longer rings, and can be reinstated by another code', async () => {
    await inCallWith(anna);
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    await hangUp(ben, anna);
    await world.clock.advance(70_000);
    old.place(ben);
    await old.waitFor('ended', 70_000);
    expect(ben.phase).toBe('none');
    old.desk.dismiss(old.id);
    await inCallWith(old);
    ben.desk.confirmCode(ben.id, old.code ?? '');
    expect(pinned()).toEqual(old.person);
  });

  test('the claimant can verify the caller as in every first call', async () => {
    await inCallWith(anna);
    expect(anna.desk.confirmCode(anna.id, ben.code ?? '')).toEqual({ ok: true, value: undefined });
    expect(anna.book.trustOf(ben.address).kind).toBe('verified');
    expectNothingChanged();
  });

  test('a comparison call without the code changes nothing', async () => {
    await inCallWith(anna);
    const code = anna.code ?? '';
    const { id } = ben;
    await hangUp(ben, anna);
    expect(ben.desk.confirmCode(id, code)).toEqual({ ok: false, code: 'unknown-call' });
    expectNothingChanged();
    await world.clock.advance(70_000);
    place(anna);
    await anna.waitFor('ringing');
    anna.desk.decline(anna.id);
    await ben.waitFor('ended');
    expectNothingChanged();
    ben.desk.dismiss(ben.id);
    await world.clock.advance(70_000);
    await call(ben, old);
    expect(ben.view).toMatchObject({ trust: { kind: 'verified' } });
  });

  test('a wrong code in a comparison call changes nothing and cannot be corrected', async () => {
    await inCallWith(anna);
    expect(ben.desk.confirmCode(ben.id, '00000000')).toEqual({ ok: false, code: 'code-mismatch' });
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'unknown-call' });
    expectNothingChanged();
  });

  test('a full disk leaves the pinned person unchanged, and the code can be typed again', async () => {
    await inCallWith(anna);
    ben.bookDisk.isFull = true;
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'disk' });
    expectNothingChanged();
    ben.bookDisk.isFull = false;
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: true, value: undefined });
    expect(pinned()).toEqual(anna.person);
  });

  test('a comparison code is not accepted before the directory has shown the claimant', async () => {
    place(anna);
    await anna.waitFor('ringing');
    answerFor(world, old.address, () => 'timeout');
    anna.answer();
    await talking(ben, anna);
    expect(ben.view).toMatchObject({ unconfirmed: true, code: { mayConfirm: false } });
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'unconfirmed' });
    expectNothingChanged();
  });

  test('a claimant does not replace a person who is in dispute', async () => {
    await inCallWith(anna);
    ben.book.noteDispute(old.address, world.clock.nowMs());
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'key-changed' });
    expect(pinned()).toEqual(old.person);
    expect(endings()).toEqual([]);
  });

  test('a claimant replaces only the person who was pinned when the call was placed', async () => {
    await inCallWith(anna);
    ben.book.add(old.address, 'Anna');
    ben.book.removeForGood(old.address, world.clock.nowMs());
    ben.meet(mallory);
    ben.book.markVerified(old.address, mallory.person, world.clock.nowMs());
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'key-changed' });
    expect(pinned()).toEqual(mallory.person);
  });
});

describe('impostors who claim a verified address', () => {
  test('an impostor is not accepted by a code that the true person reads in another call', async () => {
    // Mallory stands in the middle: Ben calls Mallory, who calls Anna. Anna reads aloud the code of her own call.
    const cleo = world.person('cleo@c.example'); // Mallory's second device, which calls Anna
    cleo.meet(anna);
    await inCallWith(mallory);
    await call(cleo, anna);
    expect(anna.code).not.toBe(ben.code);
    expect(ben.desk.confirmCode(ben.id, anna.code ?? '')).toEqual({ ok: false, code: 'code-mismatch' });
    expectNothingChanged();
  });

  test('the code of an earlier call with another claimant is not accepted', async () => {
    await inCallWith(mallory);
    const code = mallory.code ?? '';
    await hangUp(ben, mallory);
    await world.clock.advance(70_000);
    await inCallWith(anna);
    expect(ben.desk.confirmCode(ben.id, code)).toEqual({ ok: false, code: 'code-mismatch' });
    expectNothingChanged();
  });

  test('an impostor does not ring while the chosen claimant is called', async () => {
    place(anna);
    await anna.waitFor('ringing');
    mallory.place(ben);
    await world.clock.advance(5000);
    expect(ben.logs.join()).toContain('reason=directory-conflict');
    expect(ben.desk.views()).toHaveLength(1);
    anna.answer();
    await talking(ben, anna);
    expect(ben.book.pin(old.address)?.person).toEqual(old.person);
  });

  test('a claimant who has left the directory is not rung', async () => {
    answerFor(world, old.address, () => old.published);
    place(anna);
    await ben.waitFor('ended');
    expect([ben.reason, anna.phase, old.phase]).toEqual(['unreachable', 'none', 'none']);
    expectNothingChanged();
  });
});

describe('verified people', () => {
  test('a call by the verified person is no glare with a comparison call', async () => {
    place(anna);
    await anna.waitFor('ringing');
    old.place(ben);
    await world.clock.advance(5000);
    expect(ben.desk.views()).toHaveLength(1);
    expect(anna.phase).toBe('ringing');
    anna.answer();
    await talking(ben, anna);
    expect(ben.view?.replaces).toBeDefined();
  });

  test('a verified person cannot be forgotten', () => {
    expect(ben.book.forget(old.address, world.clock.nowMs())).toBe('verified');
    expectNothingChanged();
  });

  test('a comparison call is refused if it goes to the verified person, or if nobody was verified under the address', () => {
    expect(place(old)).toEqual({ ok: false, code: 'unknown-person' });
    const cleo = world.person('cleo@c.example');
    expect(ben.desk.placeToCompare(cleo.address, cleo.person)).toEqual({ ok: false, code: 'unknown-person' });
    ben.meet(cleo);
    expect(ben.desk.placeToCompare(cleo.address, anna.person)).toEqual({ ok: false, code: 'unknown-person' });
  });

  test('a person who used the recovery code can be replaced, too', async () => {
    const trust = ben.book.trustOf(old.address);
    const pin = ben.book.pin(old.address);
    if (trust.kind !== 'verified' || pin === undefined) throw new Error('nobody was verified before');
    ben.book.follow(old.address, { kind: 'follow', held: pin.held, isRecovered: true }, world.clock.nowMs());
    expect(ben.book.trustOf(old.address)).toMatchObject({ kind: 'pinned', recovered: { verifiedAt: trust.at } });
    expect(ben.book.forget(old.address, world.clock.nowMs())).toBe('verified');
    await inCallWith(anna);
    expect(ben.view?.replaces).toEqual({ verifiedAt: trust.at });
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    expect(ben.book.trustOf(old.address).kind).toBe('verified'); // only the replaced person had recovered
    expect(pinned()).toEqual(anna.person);
  });
});

describe('policy on comparison calls', () => {
  test('policy against unverified peers also forbids comparison calls', () => {
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' });
    expect(place(anna)).toEqual({ ok: false, code: 'peer-not-verified' });
    expect(ben.desk.place(old.address, 'audio')).toMatchObject({ ok: true });
  });

  test('policy that limits the time for typing the code also applies to comparison calls', async () => {
    ben.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'voice-to-verify' });
    await inCallWith(anna);
    expect(ben.view?.verifyBy).toBeDefined();
    ben.desk.confirmCode(ben.id, anna.code ?? '');
    expect(ben.view?.verifyBy).toBeUndefined();
    expect(ben.desk.camera(ben.id, true)).toEqual({ ok: true, value: undefined });
  });

  test('policy that accepts the organisation’s confirmation allows a comparison call, which verifies nobody', async () => {
    ben.policy.set({
      RequireVerifiedPeer: 'always',
      UnverifiedPeer: 'refuse',
      AcceptedVerification: 'organisation-or-person',
      OrganisationRoots: [ROOT],
    });
    ben.confirmations.say(anna.device, { kind: 'confirmed', name: 'Klinik', until: Number.MAX_SAFE_INTEGER });
    await inCallWith(anna);
    expect(ben.view).toMatchObject({ trust: { kind: 'new' }, organisation: { kind: 'confirmed' } });
    expectNothingChanged();
  });
});
