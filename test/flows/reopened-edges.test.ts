// How a reopened call interacts with other rules: relays and direct paths, new keys after frames that do not open,
// policy that tightens meanwhile, late and lost messages, a wrong code. Nothing is left when the call is over (protocol
// §5 rules 9, 17; §7).
import { describe, expect, test } from 'vitest';
import { dice } from './support/dice.ts';
import { inCall, strangers, talkFor, talking, type Person } from './support/world.ts';

const server = { urls: 'turn:turn.example', username: 'a', credential: 'b' };
const hear = (one: Person, other: Person): readonly boolean[] => [one.page.sendFrame(0), other.page.sendFrame(0)];

/** Two strangers who have relays. Anna's call rings at Ben. */
async function ringing(): Promise<ReturnType<typeof strangers>> {
  const three = strangers();
  for (const person of [three.anna, three.ben]) person.quirks.iceServers = [server];
  three.anna.place(three.ben);
  await three.ben.waitFor('ringing');
  return three;
}

describe('the path of the replacement page', () => {
  test('both replacement pages use only relays until the peer has proven itself', async () => {
    const { anna, ben } = await ringing();
    anna.losePage();
    ben.answer();
    ben.losePage();
    for (const person of [anna, ben]) {
      expect(person.pages.length).toBe(2);
      expect(person.page.commands[0]).toMatchObject({ kind: 'open', relayOnly: true, iceServers: [server] });
    }
    await talking(anna, ben);
  });

  test('a page that replaces another after READY may take a direct path at once, and its candidates are sent', async () => {
    const { anna, ben } = await ringing();
    ben.answer();
    await talking(anna, ben);
    anna.losePage();
    await ben.waitFor('reconnecting');
    await talking(anna, ben);
    for (const person of [anna, ben]) {
      expect(person.pages.length).toBe(2);
      expect(person.page.commands[0]).toMatchObject({ kind: 'open', relayOnly: false });
      expect(person.page.commands.some(({ kind }) => kind === 'candidates')).toBe(true);
    }
  });
});

test('frames that do not open lead to new keys although the replacement page counts its packets from zero', async () => {
  const { world, anna, ben } = await inCall();
  await talkFor(world, 60, anna, ben);
  anna.losePage();
  await ben.waitFor('reconnecting');
  await talking(anna, ben);
  await talkFor(world, 12, anna, ben);
  const before = anna.view?.numbers.generation ?? 0;
  for (let i = 0; i < 5; i++) {
    anna.page.packets[0]++; // and none of them opens
    anna.page.report();
    await world.clock.advance(1000);
  }
  expect(anna.view?.numbers.generation).toBe(before + 1);
});

describe('policy that tightens while a page is replaced', () => {
  test('a call that may take a direct path ends if policy requires relays while its page is replaced', async () => {
    const { anna } = await inCall();
    anna.losePage();
    anna.policy.set({ RelayOnly: true });
    expect(anna.reason).toBe('relay-required');
  });

  test('a constant bit rate required while a page is replaced is in the next description', async () => {
    const { world, anna, ben } = await ringing();
    for (const person of [anna, ben]) person.policy.set({ RelayOnly: true });
    ben.answer();
    await talking(anna, ben);
    anna.losePage();
    anna.policy.set({ HighConfidentiality: true });
    await world.clock.until('the new page to be described to the peer', () => ben.pages.length === 2);
    const described = ben.page.commands.find(({ kind }) => kind === 'describe');
    expect(described).toMatchObject({ type: 'offer', sdp: expect.stringContaining('cbr=1') as string });
    await talking(anna, ben);
  });

  test.each(['the offering side', 'the answering side'])(
    'a constant bit rate that %s requires during negotiation is in the last description of both sides',
    async (which) => {
      const { world, anna, ben } = await ringing();
      for (const person of [anna, ben]) person.policy.set({ RelayOnly: true });
      ben.answer();
      await talking(anna, ben);
      anna.losePage();
      await world.clock.until('the offer to be taken', () => ben.pages.length === 2);
      const it = which === 'the offering side' ? anna : ben;
      it.policy.set({ HighConfidentiality: true });
      await ben.waitFor('reconnecting');
      await talking(anna, ben);
      await world.clock.advance(2000);
      for (const { page } of [anna, ben]) {
        const described = page.commands.findLast(({ kind }) => kind === 'describe');
        expect(described).toMatchObject({ sdp: expect.stringContaining('cbr=1') as string });
      }
      expect([anna.phase, ben.phase, ...hear(anna, ben)]).toEqual(['live', 'live', true, true]);
    },
  );

  test('if policy requires a constant bit rate after the offer of an ICE restart was sent, a later description has it', async () => {
    const { world, anna, ben } = await ringing();
    for (const person of [anna, ben]) person.policy.set({ RelayOnly: true });
    ben.answer();
    await talking(anna, ben);
    const told = ben.page.commands.length;
    anna.desk.networkChanged('lost');
    const isOffered = ({ kind }: { readonly kind: string }): boolean => kind === 'describe';
    await world.clock.until('the offer of the restart', () => ben.page.commands.slice(told).some(isOffered));
    anna.policy.set({ HighConfidentiality: true });
    await world.clock.advance(5000);
    const described = ben.page.commands.findLast(isOffered);
    expect(described).toMatchObject({ sdp: expect.stringContaining('cbr=1') as string });
  });

  test('a replacement page gets no video keys if policy forbids video while the page is replaced', async () => {
    const { world, anna, ben } = await inCall('video');
    anna.losePage();
    await world.clock.advance(5);
    anna.policy.set({ AllowVideo: false });
    await ben.waitFor('reconnecting');
    await talking(anna, ben);
    const pictures = anna.page.worker.granted.filter((message) => 'key' in message && message.stream !== 0);
    expect(pictures).toEqual([]);
    expect([anna.page.isShowing, anna.page.isSending.camera, ...hear(anna, ben)]).toEqual([false, false, true, true]);
  });
});

describe('messages that were overtaken', () => {
  const isDescription = ({ bytes }: { readonly bytes: Uint8Array }): boolean =>
    bytes.length > 1000 && bytes.length < 1700;

  test('a late offer that yielded to the caller’s offer does nothing', async () => {
    const { world, anna, ben } = await inCall();
    let said = 0;
    world.broker.mischief = (parcel) => [
      parcel.from === ben.device && isDescription(parcel) && said++ === 0 ? { ...parcel, delayMs: 2000 } : parcel,
    ];
    ben.losePage();
    await world.clock.advance(50);
    anna.losePage();
    await ben.waitFor('reconnecting');
    await talking(anna, ben);
    await world.clock.advance(10_000);
    expect([anna.phase, ben.phase, anna.pages.length, ...hear(anna, ben)]).toEqual(['live', 'live', 2, true, true]);
  });

  test('a late ICE restart of an unknown connection does not end the call', async () => {
    const { world, anna, ben } = await inCall();
    const delaysMs = [2500, 1000]; // delays of the answer and of the restart
    world.broker.mischief = (parcel) => {
      const delayMs = parcel.from === ben.device && isDescription(parcel) ? delaysMs.shift() : undefined;
      return [delayMs === undefined ? parcel : { ...parcel, delayMs }];
    };
    anna.losePage();
    await world.clock.until('the answer to have left', () => delaysMs.length === 1);
    ben.desk.networkChanged('lost');
    await world.clock.until('the restart to have left', () => delaysMs.length === 0);
    anna.losePage();
    await talking(anna, ben);
    await world.clock.advance(10_000);
    expect([anna.reason, ben.reason, anna.phase, ben.phase]).toEqual([undefined, undefined, 'live', 'live']);
  });
});

test.each(Array.from({ length: 24 }, (_, i) => i * 3))(
  'a call survives three page crashes and a few lost messages (%i)',
  async (seed) => {
    const { world, anna, ben } = await inCall();
    const rolled = dice(`x ${String(seed)}`);
    const roll = (): number => (rolled(2)[0] ?? 0) / 256;
    let lost = 0;
    world.broker.mischief = (parcel) => {
      const isLost = lost < 4 && roll() < 0.3;
      if (isLost) lost++;
      return isLost ? [] : [{ ...parcel, delayMs: 3 + roll() * 30 }];
    };
    for (let i = 0; i < 3; i++) {
      const person = roll() < 0.5 ? anna : ben;
      person.losePage();
      await world.clock.advance(roll() * 120);
    }
    await world.clock.until(
      () => `both to talk: ${anna.phase} and ${ben.phase}`,
      () => anna.phase === 'live' && ben.phase === 'live' && hear(anna, ben).every(Boolean),
      15_000,
    );
    expect([anna.code, ben.view?.numbers.generation]).toEqual([ben.code, anna.view?.numbers.generation]);
  },
);

test('after a wrong code a replacement page sends nothing, and a hang-up then has the reason code-mismatch', async () => {
  const { world, anna, ben } = await inCall('video');
  ben.desk.confirmCode(ben.id, anna.code === '00000000' ? '00000001' : '00000000');
  ben.losePage();
  expect([ben.phase, ben.reason]).toEqual(['reconnecting', undefined]);
  await world.clock.advance(2000);
  await talking(anna, ben);
  expect(ben.view?.code.kind).toBe('mismatch');
  expect(ben.page.commands[0]).toMatchObject({ kind: 'open', camera: false });
  expect(ben.page.isSending).toEqual({ microphone: false, camera: false });
  expect(ben.page.worker.granted.some(({ kind }) => kind === 'grant-seal')).toBe(false);
  expect(hear(anna, ben)).toEqual([true, false]);
  ben.hangUp();
  expect(ben.reason).toBe('code-mismatch');
});

test.each([
  'before the replacement page has made its description',
  'while the replacement page waits for the answer',
  'before the new keys have arrived',
])('a call leaves no worker and no timer if it ends %s', async (when) => {
  const { world, anna, ben } = await inCall();
  if (when === 'while the replacement page waits for the answer') world.broker.mischief = () => [];
  if (when === 'before the new keys have arrived')
    world.broker.mischief = (parcel) => (parcel.bytes.length > 1700 ? [] : [parcel]);
  anna.losePage();
  if (when !== 'before the replacement page has made its description') await world.clock.advance(1000);
  world.broker.mischief = (parcel) => [parcel];
  anna.hangUp();
  await ben.waitFor('ended');
  for (const person of [anna, ben]) {
    person.desk.dismiss(person.id);
    expect(person.pages.every(({ worker }) => worker.isDead || worker.hasEnded)).toBe(true);
  }
  await world.clock.advance(10_000); // the timers that remain by design run out
  const waiting = world.clock.pending;
  await world.clock.advance(60_000);
  expect([waiting, world.clock.pending]).toEqual([0, 0]);
});
