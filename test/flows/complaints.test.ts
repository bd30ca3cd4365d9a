// Each `describe` names a complaint that people have about other telephones, and its tests show that this cannot happen
// here. What other tests already show is not repeated. complaints-ends.test.ts tests how calls end.
import { describe, expect, test } from 'vitest';
import type { CallView } from '../../src/contract/view.ts';
import { payloadOf } from '../../src/core/keys/chain.ts';
import { createTranslator } from '../../src/renderer/i18n/translate.ts';
import { type SealState, sealState } from '../../src/renderer/state/seal-state.ts';
import { windowsDue } from '../../src/main/app/windows-due.ts';
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
  twoRinging,
} from './support/world.ts';

const languages = (['de', 'en'] as const).map((language) => createTranslator(language).t);

/** Records each view that `person` is shown from now on, and whether frames were leaving the page at that moment. */
function watch(person: Person): { readonly state: SealState; readonly view: CallView; readonly leaves: boolean }[] {
  const seen: { state: SealState; view: CallView; leaves: boolean }[] = [];
  person.desk.onView(() => {
    const { view } = person;
    if (view === undefined) return;
    const page = person.pages.at(-1);
    const leaves = page?.isSending.microphone === true && page.worker.seal(0) !== undefined;
    seen.push({ state: sealState(view), view, leaves });
  });
  return seen;
}

/** Two devices of Ben's remove each other, and the directory has both chains. */
function fallOut(world: World, ben: Person, phone: Person): void {
  const both = new Map([
    [ben.device, payloadOf(ben.without(phone))],
    [phone.device, payloadOf(phone.without(ben))],
  ]);
  answerFor(world, ben.address, () => both);
}

describe('downgrade without notice', () => {
  test('a device that supports none of our versions is not rung, and the caller sees the reason `version`', async () => {
    const { world, anna, ben } = strangers();
    ben.membership.publish(ben.membership.link({ proto: [2, 3] }));
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('version');
    expect(world.broker.sent).toEqual([]);
  });

  test('a verified person whose chain is withheld is shown as unconfirmed from the moment the call is live', async () => {
    const { world, anna, ben } = await verified();
    const seen = watch(anna);
    world.broker.answerDirectory = () => 'timeout'; // the chain that Ben publishes is withheld
    await call(ben, anna);
    await talkFor(world, 5, anna, ben);
    const lines = new Set(seen.filter(({ view }) => view.phase.kind === 'live').map(({ state }) => state));
    expect(lines).toEqual(new Set(['unconfirmed']));
  });
});

describe('“am I encrypted right now?”', () => {
  // Frames that leave are always sealed. In these states the status line says “sealed”.
  const sealed: readonly SealState[] = ['connecting', 'verified', 'confirmed', 'refused', 'pinned', 'unconfirmed'];

  test('the status line states the protection throughout a call, and sound is sent only while it says “sealed”', async () => {
    const { world, anna, ben } = strangers();
    const [annas, bens] = [watch(anna), watch(ben)];
    await call(anna, ben, 'video');
    await talkFor(world, 3, anna, ben);
    for (const person of [anna, ben]) person.page.lose();
    await talking(anna, ben);
    anna.desk.hold(anna.id, true);
    await talkFor(world, 3, anna, ben);
    anna.desk.hold(anna.id, false);
    await talkFor(world, 3, anna, ben);
    anna.desk.confirmCode(anna.id, anna.code ?? '');
    ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '00000001' : '00000000');
    await hangUp(anna, ben);
    const states = new Set([...annas, ...bens].map(({ state }) => state));
    const all =
      'calling ringing incoming securing connecting pinned reconnecting held heldByPeer verified mismatch ended';
    for (const state of all.split(' ')) expect([...states]).toContain(state);
    expect([...annas, ...bens].filter(({ state, leaves }) => leaves && !sealed.includes(state))).toEqual([]);
    expect([...annas, ...bens].filter(({ leaves }) => leaves).length).toBeGreaterThan(10);
    for (const t of languages) for (const state of states) expect(t(`line.${state}`)).not.toBe(`line.${state}`);
    for (const [t, word] of [[languages[0], 'versiegelt'] as const, [languages[1], 'sealed'] as const]) {
      for (const state of sealed) expect(t?.(`line.${state}`)).toContain(word);
    }
  });

  test('no frame is sent while the status line shows reconnecting, even if only one direction is broken', async () => {
    const { world, anna, ben } = await inCall();
    const { peer } = anna.page;
    world.air.join = () => undefined;
    anna.page.lose(); // nothing reaches Anna
    anna.page.peer = peer; // but frames that left her would still reach Ben
    expect(sealState(anna.view!)).toBe('reconnecting');
    const heard = ben.page.worker.opened[0];
    for (let i = 0; i < 10; i++) expect(anna.page.sendFrame(0)).toBe(false);
    expect(ben.page.worker.opened[0]).toBe(heard);
  });

  test('holding and resuming while reconnecting sends no frame before the call is live and not held', async () => {
    const { world, anna, ben } = await inCall();
    anna.page.lose();
    anna.desk.hold(anna.id, true);
    anna.desk.hold(anna.id, false);
    anna.page.peer = ben.page;
    expect([anna.phase, anna.page.worker.seal(0)]).toEqual(['reconnecting', undefined]);
    anna.desk.hold(anna.id, true);
    await talking(anna);
    expect(anna.page.worker.seal(0)).toBeUndefined();
    anna.desk.hold(anna.id, false);
    await world.clock.advance(1000);
    expect(anna.page.sendFrame(0)).toBe(true);
    expect(anna.page.commands.filter(({ kind }) => kind === 'key-frame').length).toBeGreaterThan(0);
  });
});

describe('a key-change warning that loops or that nobody understands', () => {
  test('a dispute that a person has decided is not shown again in calls in either direction', async () => {
    const { world, anna, ben } = strangers();
    const phone = world.person(ben.address, 'phone', ben);
    await call(anna, ben);
    await hangUp(anna, ben);
    fallOut(world, ben, phone);
    await world.clock.advance(70_000);
    phone.place(anna);
    await anna.waitFor('ringing');
    expect(anna.view?.trust.kind).toBe('changed');
    expect(await anna.decideFor(phone)).toBe('done');
    anna.answer();
    await talking(anna, phone);
    for (const [from, to] of [[anna, phone] as const, [phone, anna] as const, [anna, phone] as const]) {
      await hangUp(anna, phone);
      await world.clock.advance(20_000);
      await call(from, to);
      expect(anna.view?.trust.kind).toBe('pinned');
    }
    expect(anna.records.filter(({ kind }) => kind === 'key-change')).toHaveLength(1);
  });

  test('an undecided dispute is recorded once, even if the peer calls three times', async () => {
    const { world, anna, ben } = await verified();
    const phone = world.person(ben.address, 'phone', ben);
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(70_000);
    fallOut(world, ben, phone);
    const seenAt: unknown[] = [];
    for (let i = 0; i < 3; i++) {
      phone.place(anna);
      await anna.waitFor('ringing');
      seenAt.push(anna.view?.trust);
      phone.hangUp();
      await anna.waitFor('ended');
      for (const person of [anna, phone]) person.desk.dismiss(person.id);
      await world.clock.advance(30_000);
    }
    expect(new Set(seenAt.map((trust) => JSON.stringify(trust))).size).toBe(1);
    expect(seenAt[0]).toMatchObject({ kind: 'changed' });
    expect(anna.records.filter(({ kind }) => kind === 'key-change')).toHaveLength(1);
  });

  test('the texts of disputes and recoveries exist in both languages and avoid technical terms', () => {
    const disputed = ['text', 'reasonDevice', 'reasonAttack', 'next', 'choose', 'none', 'one'] as const;
    const recovered = ['title', 'text', 'verifiedBefore', 'read'] as const;
    const keys = [
      ...disputed.map((key) => `dispute.${key}` as const),
      ...recovered.map((key) => `recovery.${key}` as const),
    ];
    const texts = languages.map((t) => keys.map((key) => t(key)));
    for (const said of texts) {
      expect(new Set(said).size).toBe(keys.length);
      expect(said.filter((text) => /^(?:dispute|recovery)\./.test(text))).toEqual([]);
      // Nobody should need to know what a fingerprint, a hash or a protocol is.
      expect(said.filter((text) => /fingerprint|fingerabdruck|hash|\bUIK\b|proto[ck]ol/iu.test(text))).toEqual([]);
    }
  });
});

describe('verification that does not stick or must be repeated per device', () => {
  test('a new device of a verified person is verified at once, whether the device calls or is called', async () => {
    const { world, anna, ben } = await verified();
    const phone = world.person(ben.address, 'phone', ben);
    await call(phone, anna);
    expect(anna.view?.trust.kind).toBe('verified');
    expect(sealState(anna.view!)).toBe('verified');
    await hangUp(anna, phone);
    world.broker.setOnline(ben.device, false); // only the phone can answer
    await world.clock.advance(1000);
    await call(anna, phone);
    expect(sealState(anna.view!)).toBe('verified');
  });

  test('a person stays verified while their chain grows', async () => {
    const { world, anna, ben } = await verified();
    for (let i = 0; i < 3; i++) {
      ben.advance();
      await world.clock.advance(70_000);
      await call(anna, ben);
      expect(sealState(anna.view!)).toBe('verified');
      await hangUp(anna, ben);
    }
  });
});

describe('ringing goes on after the call was answered elsewhere', () => {
  test('a ringing device that was offline stops ringing on its return if another device has answered', async () => {
    const { world, anna, ben, phone } = await twoRinging();
    world.broker.setOnline(ben.device, false);
    phone.answer();
    await talking(anna, phone);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(0);
    expect([ben.phase, ben.reason]).toEqual(['ended', 'answered-elsewhere']);
  });

  test('a device that comes online after another device has answered never rings', async () => {
    const { world, anna, ben } = strangers();
    const phone = world.person(ben.address, 'phone', ben);
    world.broker.setOnline(ben.device, false);
    const seen = watch(ben);
    anna.place(ben);
    await phone.waitFor('ringing');
    phone.answer();
    await talking(anna, phone);
    world.broker.setOnline(ben.device, true);
    await world.clock.advance(60_000);
    expect(seen).toEqual([]);
  });
});

describe('a second call hides the controls of the live first call', () => {
  test('the first call keeps its window and controls while a second caller rings, cancels and rings again', async () => {
    const { world, anna, ben } = await inCall('video');
    const first = ben.id;
    const due: unknown[] = [];
    ben.desk.onView(() => void due.push(windowsDue(ben.desk.views(), new Set([first])).callWindows.get(first)));
    const ours = (): CallView | undefined => ben.desk.views().find(({ id }) => id === first);
    const cleo = world.person('cleo@c.example');
    cleo.place(ben);
    ben.desk.mute(first, true);
    await ben.waitFor('ringing');
    cleo.hangUp();
    await world.clock.advance(3000);
    ben.desk.dismiss(ben.id); // as the windows do after a call that nobody answered
    cleo.desk.dismiss(cleo.id);
    cleo.place(ben); // once more, three seconds later
    await ben.waitFor('ringing');
    ben.desk.mute(first, false);
    await world.clock.advance(500);
    expect(anna.view?.remote.mute).toBe(false);
    expect(ben.desk.hold(first, true).ok && ben.desk.hold(first, false).ok).toBe(true);
    expect(ben.desk.camera(first, false).ok).toBe(true);
    expect(ours()?.code).toMatchObject({ kind: 'shown', code: anna.code });
    expect(ben.desk.confirmCode(first, anna.code ?? '').ok).toBe(true);
    expect(new Set(due)).toEqual(new Set(['shown']));
    ben.desk.hangUp(first);
    await anna.waitFor('ended');
    expect([ours()?.phase, anna.reason, ben.phase]).toMatchObject([{ reason: 'hung-up' }, 'peer-hung-up', 'ringing']);
  });
});
