// A page crashes during the handshake: ANSWER and CONFIRM hold the certificate of the crashed page and stay unchanged.
// The handshake finishes without a page. Then the call is reopened (protocol §5 rule 17, docs/decisions/0026).
import { expect, test } from 'vitest';
import { dice } from './support/dice.ts';
import { expectNoKeyTwice } from './support/no-key-twice.ts';
import { type Person, strangers, type World } from './support/world.ts';

const sides = ['caller', 'callee'] as const;
const server = { urls: 'turn:turn.example', username: 'a', credential: 'b' };
const hear = (one: Person, other: Person): readonly boolean[] => [one.page.sendFrame(0), other.page.sendFrame(0)];

/** A call that was just accepted, between two devices whose messages take a tenth of a second. */
async function accepted(seed?: string): Promise<{ world: World; anna: Person; ben: Person }> {
  const three = strangers(seed);
  for (const person of [three.anna, three.ben]) person.quirks.iceServers = [server];
  three.anna.place(three.ben, 'video');
  await three.ben.waitFor('ringing');
  three.world.broker.mischief = (parcel) => [{ ...parcel, delayMs: 100 }];
  three.ben.answer('video');
  return three;
}

/** Waits until both hear each other, checks all granted keys, and returns the different codes that they show. */
async function codes({ world, anna, ben }: { world: World; anna: Person; ben: Person }): Promise<readonly string[]> {
  await world.clock.until(
    () => `both to hear each other: ${anna.phase} ${anna.reason ?? ''} and ${ben.phase} ${ben.reason ?? ''}`,
    () => anna.phase === 'live' && ben.phase === 'live' && hear(anna, ben).every(Boolean),
    15_000,
  );
  expectNoKeyTwice(anna, ben);
  return [...new Set([anna.code ?? '', ben.code ?? ''])];
}
const one = [expect.stringMatching(/^\d{8}$/u) as string];

// The moments cover the handshake: ANSWER leaves after 15 ms, and READY has arrived by the last moment.
const moments = Array.from({ length: 13 }, (_, i) => i * 36);

test.each(moments)('a call survives a crash of the caller’s page %i ms after the callee accepts', async (afterMs) => {
  const three = await accepted();
  await three.world.clock.advance(afterMs);
  three.anna.losePage();
  expect(await codes(three)).toEqual(one);
});

test.each(moments)('a call survives a crash of the callee’s page %i ms after the callee accepts', async (afterMs) => {
  const three = await accepted();
  await three.world.clock.advance(afterMs);
  three.ben.losePage();
  expect(await codes(three)).toEqual(one);
});

test.each(moments)('a call survives a crash of both pages %i ms after the callee accepts', async (afterMs) => {
  const three = await accepted();
  await three.world.clock.advance(afterMs);
  for (const person of [three.anna, three.ben]) person.losePage();
  expect(await codes(three)).toEqual(one);
});

test.each(sides)(
  'repeated crashes of the %s’s page between ANSWER and READY lead to one replacement page',
  async (who) => {
    const three = await accepted();
    const it = who === 'caller' ? three.anna : three.ben;
    await three.world.clock.advance(who === 'caller' ? 250 : 150); // this side's description has been sent
    for (let i = 0; i < 9; i++) it.losePage();
    expect([it.phase, it.pages.length]).toEqual(['securing', 1]);
    expect(await codes(three)).toEqual(one);
    expect(it.pages.length).toBe(2);
  },
);

test.each(['calls', 'is called', 'has just accepted'])(
  'a person who %s loses the call at the fourth page crash, and no further page opens',
  async (who) => {
    const { world, anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    if (who === 'has just accepted') ben.answer();
    const it = who === 'calls' ? anna : ben;
    const before = it.phase;
    for (let i = 0; i < 3; i++) it.losePage();
    expect(it.phase).toBe(before);
    it.losePage();
    expect([it.phase, it.reason]).toEqual(['ended', 'page-lost']);
    const pages = it.pages.length;
    await world.clock.advance(5000);
    expect(it.pages.length).toBe(pages);
    expect(anna.phase).toBe(who === 'is called' ? 'calling' : 'ended'); // other devices of the callee go on ringing
  },
);

test('a page that crashes during the handshake gets no key, and the next pages begin with generation 1', async () => {
  const three = await accepted();
  await three.world.clock.advance(50); // ANSWER is in transit
  three.ben.losePage();
  await three.world.clock.until('the new page', () => three.ben.pages.length === 2);
  expect(three.ben.pages[0]?.worker.granted.filter((message) => 'key' in message)).toEqual([]);
  expect(await codes(three)).toEqual(one);
  for (const { page } of [three.anna, three.ben]) {
    const generations = page.worker.granted.flatMap((message) => ('key' in message ? [message.generation] : []));
    expect(Math.min(...generations)).toBe(1); // generation 0 was meant for the crashed page
  }
});

test('the caller’s replacement page answers the offer, uses only relays, and both people hear each other', async () => {
  const three = await accepted();
  const { world, anna, ben } = three;
  await world.clock.until('ANSWER', () => anna.page.commands.some(({ kind }) => kind === 'describe'));
  anna.losePage();
  expect(anna.page.commands.map(({ kind }) => kind)).toEqual(['open', 'describe']);
  expect(anna.page.commands[0]).toMatchObject({ relayOnly: true, offers: false });
  await anna.waitFor('live');
  expect(hear(anna, ben)).toEqual([true, true]);
  expect([anna.pages.length, ben.pages.length]).toEqual([2, 1]);
  expectNoKeyTwice(anna, ben);
});

test('late facts from a crashed page do not end the call', async () => {
  const three = await accepted();
  const { world, anna } = three;
  await world.clock.advance(250);
  const { call, fact } = anna.page;
  anna.losePage();
  fact({ kind: 'failed', call, cause: 'worker-lost' });
  anna.desk.mediaFact({ kind: 'failed', call, cause: 'worker-lost' });
  expect(await codes(three)).toEqual(one);
});

test('policy that requires relays while no page exists keeps the call on relays', async () => {
  const three = await accepted();
  await three.world.clock.advance(250);
  three.anna.losePage();
  three.anna.policy.set({ RelayOnly: true });
  await three.world.clock.advance(5000);
  expect(await codes(three)).toEqual(one);
  expect(three.anna.pages).toHaveLength(2);
  for (const { commands } of three.anna.pages) {
    expect(commands[0]).toMatchObject({ kind: 'open', relayOnly: true });
    expect(commands.filter(({ kind }) => kind === 'allow-direct')).toEqual([]);
  }
});

test('hanging up while no page exists ends the call on both sides and leaves no timer', async () => {
  const { world, anna, ben } = await accepted();
  await world.clock.advance(250);
  anna.losePage();
  anna.hangUp();
  await ben.waitFor('ended');
  expect([anna.reason, ben.reason]).toEqual(['hung-up', 'peer-hung-up']);
  for (const person of [anna, ben]) person.desk.dismiss(person.id);
  await world.clock.advance(60_000);
  expect(world.clock.pending).toBe(0);
});

test('a replacement page with an unexpected certificate ends the call', async () => {
  const { world, anna, ben } = await accepted();
  await world.clock.advance(250);
  anna.losePage();
  anna.onPage = (page) => {
    page.liveFingerprint = ben.page.fingerprint; // an attacker sits between the two
  };
  await ben.waitFor('ended', 60_000);
  expect(ben.reason).toBe('fingerprint');
});

test.each(Array.from({ length: 24 }, (_, seed) => seed))(
  'after page crashes and lost messages, a call is live on both sides or ended on both sides (%i)',
  async (seed) => {
    const rolled = dice(`handshake ${String(seed)}`);
    const roll = (): number => (rolled(2)[0] ?? 0) / 256;
    const { world, anna, ben } = await accepted(`handshake ${String(seed)}`);
    world.broker.mischief = (parcel) => {
      const copies = roll() < 0.15 ? 0 : roll() < 0.15 ? 2 : 1;
      return Array.from({ length: copies }, () => ({ ...parcel, delayMs: roll() * 300 }));
    };
    for (let i = 0; i < 3; i++) {
      await world.clock.advance(roll() * 400);
      const person = roll() < 0.5 ? anna : ben;
      if (person.phase !== 'ended') person.losePage();
    }
    await world.clock.advance(90_000);
    expect([['live', 'live'].join(), ['ended', 'ended'].join()]).toContain([anna.phase, ben.phase].join());
    expect(hear(anna, ben)).toEqual([anna.phase === 'live', ben.phase === 'live']);
    expectNoKeyTwice(anna, ben);
  },
);
