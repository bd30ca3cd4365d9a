// A verification note (protocol §5 rule 18) that arrives around a call: the directory is asked twice, for the call and
// for the note, and may answer differently. The note verifies neither an impostor nor a call with a wrong code.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Parcel } from './support/broker.ts';
import { verifiedNote } from './support/verified-note.ts';
import { answerFor, call, type Person, strangers, talking, type World } from './support/world.ts';

const INVITE = 1;

let world: World;
let anna: Person;
let ben: Person;
let ward: Person; // Ben's other device
let impostor: Person;
/** Whose list Ben's other device gets for Anna's address. While undefined, the directory does not answer. */
let served: Person | undefined;
beforeEach(() => {
  ({ world, anna, ben } = strangers());
  ward = world.person(ben.address, 'two', ben);
  impostor = world.impostor(anna.address);
  served = undefined;
  answerFor(world, anna.address, (reader) =>
    reader === ward.device ? (served?.published ?? 'timeout') : anna.published,
  );
});

const say = (): void => world.broker.inject(verifiedNote(world, [ben, ward], anna));
const trustInBook = (): string => ward.book.trustOf(anna.address).kind;

describe('impostors of a verified person', () => {
  beforeEach(async () => {
    impostor.place(ward);
    await ward.waitFor('ringing');
  });

  test('an impostor stops ringing once a verification note pins the true person', async () => {
    expect(ward.view).toMatchObject({ unconfirmed: true, trust: { kind: 'new' } });
    served = anna;
    say();
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect(ward.view?.phase).toMatchObject({ kind: 'ended', reason: 'directory-conflict' });
    expect(ward.history).toEqual([]); // no call of the true Anna was missed
  });

  test('an answered impostor is not shown as verified after a verification note', async () => {
    ward.answer();
    await talking(ward, impostor);
    served = anna;
    say();
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect(ward.view).toMatchObject({ unconfirmed: true, trust: { kind: 'new' } });
  });
});

describe('directories that name the impostor and the true person in turn', () => {
  /**
   * The INVITE arrives after `inviteMs`, the note after `noteMs`. Each answer of the directory takes 5 ms, and the
   * directory is asked twice for a person who is unknown here.
   */
  async function meet(inviteMs: number, noteMs: number): Promise<void> {
    const held: Parcel[] = [];
    world.broker.mischief = (parcel) => (parcel.bytes[1] === INVITE && held.push(parcel) > 0 ? [] : [parcel]);
    impostor.place(ward);
    await world.clock.until('the INVITE', () => held.length > 0);
    for (const parcel of held) world.broker.inject({ ...parcel, delayMs: inviteMs });
    world.broker.inject({ ...verifiedNote(world, [ben, ward], anna), delayMs: noteMs });
    const serve = (whom: Person, atMs: number): void => void world.clock.after(atMs - 1, () => (served = whom));
    serve(impostor, inviteMs);
    serve(anna, noteMs);
  }

  test('an impostor stops ringing if the verification note arrives after the INVITE', async () => {
    await meet(4, 13);
    await ward.waitFor('ringing');
    expect(ward.view).toMatchObject({ unconfirmed: false, trust: { kind: 'new' } });
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect(ward.view?.phase).toMatchObject({ kind: 'ended', reason: 'directory-conflict' });
  });

  test('an impostor does not ring if the verification note arrives before the INVITE', async () => {
    await meet(6, 4);
    await world.clock.until('the note', () => trustInBook() === 'verified');
    await world.clock.advance(10_000);
    expect([ward.phase, ward.history]).toEqual(['none', []]);
  });
});

describe('calls with a wrong code', () => {
  test('after a wrong code, a verification note neither verifies the call nor lets the device send again', async () => {
    served = anna;
    await call(anna, ward);
    ward.desk.confirmCode(ward.id, anna.code === '00000000' ? '11111111' : '00000000');
    say();
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect(ward.view?.code).toEqual({ kind: 'mismatch' });
    expect(ward.page?.sendFrame(0)).toBe(false);
    ward.hangUp();
    await anna.waitFor('ended');
    const [line] = ward.history;
    expect([line?.outcome, line?.verified]).toEqual(['code-mismatch', false]);
    expect(ward.records.find(({ kind }) => kind === 'call')).toMatchObject({ verification: 'none' });
  });
});

describe('policy that requires verified people', () => {
  beforeEach(() => ward.policy.set({ RequireVerifiedPeer: 'always', UnverifiedPeer: 'voice-to-verify' }));

  test('a verification note about the peer lifts the time limit of the call, and a note about an impostor does not', async () => {
    served = anna;
    await call(anna, ward);
    expect(ward.view?.verifyBy).toBeTypeOf('number');
    world.broker.inject(verifiedNote(world, [ben, ward], impostor));
    await world.clock.advance(1000);
    expect(ward.view?.verifyBy).toBeTypeOf('number');
    say();
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect([ward.view?.verifyBy, ward.phase]).toEqual([undefined, 'live']);
  });

  test('a verification note about the true person does not lift the time limit of an impostor’s call', async () => {
    impostor.place(ward);
    await ward.waitFor('ringing');
    ward.answer();
    await talking(ward, impostor);
    served = anna;
    say();
    await world.clock.until('the note', () => trustInBook() === 'verified');
    expect(ward.view?.verifyBy).toBeTypeOf('number');
    await ward.waitFor('ended', 200_000);
    expect(ward.reason).toBe('verification-required');
  });
});
