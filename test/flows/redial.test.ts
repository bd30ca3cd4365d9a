// Calling the same person again at once (protocol §5 rule 2). A device silently drops an INVITE that both left and
// arrived less than two seconds after the sender's last one. So the caller's program waits before it sends the next
// INVITE, and says so. An INVITE that left later but arrives that soon is not dropped.
import { beforeEach, describe, expect, test } from 'vitest';
import type { CallView } from '../../src/contract/view.ts';
import { call, hangUp, type Person, strangers, verified, type World } from './support/world.ts';

const INVITE = 1;
const EARLY = 2;

let world: World;
let anna: Person;
let ben: Person;
beforeEach(async () => {
  ({ world, anna, ben } = await verified());
  await world.clock.advance(60_000);
});

const invitedAtMs: number[] = [];
beforeEach(() => {
  invitedAtMs.length = 0;
  world.broker.answerSend = ({ bytes }) => {
    if (bytes[1] === INVITE) invitedAtMs.push(world.clock.nowMs());
    return 'sent';
  };
});

async function giveUp(): Promise<void> {
  anna.hangUp();
  await anna.waitFor('ended');
  anna.desk.dismiss(anna.id);
}

async function ringAndGiveUp(): Promise<void> {
  anna.place(ben);
  await ben.waitFor('ringing');
  await giveUp();
  await ben.waitFor('ended');
}

describe('repeated calls to a verified person', () => {
  test('a redial waits, says so, and sends INVITE at least 2.5 seconds after the first INVITE', async () => {
    const phases = new Set<string>();
    await ringAndGiveUp();
    anna.desk.onView(() => phases.add(JSON.stringify(anna.view?.phase)));
    anna.place(ben);
    await world.clock.advance(1000);
    expect(anna.view?.phase).toEqual({ kind: 'placing', paced: true } satisfies CallView['phase']);
    await ben.waitFor('ringing');
    expect(anna.phase).toBe('calling');
    expect((invitedAtMs[1] ?? 0) - (invitedAtMs[0] ?? 0)).toBeGreaterThanOrEqual(2500);
    // Before the wait, the view said that the person was being looked up.
    expect([...phases]).toContain(JSON.stringify({ kind: 'placing' }));
  });

  test('a redial does not wait longer after repeated presses', async () => {
    await ringAndGiveUp();
    for (let presses = 0; presses < 8; presses++) {
      anna.place(ben);
      await world.clock.advance(200);
      await giveUp();
    }
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(invitedAtMs).toHaveLength(2);
    expect((invitedAtMs[1] ?? 0) - (invitedAtMs[0] ?? 0)).toBeLessThan(2600);
  });

  test('a redial that is cancelled while it waits rings nobody', async () => {
    await ringAndGiveUp();
    anna.place(ben);
    await world.clock.advance(500);
    anna.hangUp();
    await world.clock.advance(10_000);
    expect([anna.reason, invitedAtMs.length, ben.history.length]).toEqual(['hung-up', 1, 2]);
  });

  test('a redial does not wait if 2.5 seconds have passed since the last call', async () => {
    await ringAndGiveUp();
    await world.clock.advance(2500);
    anna.place(ben);
    await world.clock.advance(100);
    expect(anna.phase).toBe('calling');
  });
});

describe('redials after a slow first call', () => {
  test.each([1500, 2400, 2490])('a redial rings although the first INVITE takes %i ms to arrive', async (lateMs) => {
    let held = 0;
    world.broker.mischief = (parcel) => {
      const isOfFirst = parcel.from === anna.device && [INVITE, EARLY].includes(parcel.bytes[1] ?? 0) && held++ < 2;
      return [isOfFirst ? { ...parcel, delayMs: lateMs } : parcel];
    };
    anna.place(ben);
    await world.clock.until('the first INVITE', () => invitedAtMs.length === 1);
    await giveUp();
    anna.place(ben);
    await world.clock.until('the second INVITE', () => invitedAtMs.length === 2);
    await world.clock.advance(1000);
    expect([ben.phase, anna.view?.phase]).toEqual(['ringing', { kind: 'calling', ringing: true }]);
  });

  test('a redial rings although both INVITEs waited at the broker for an offline device', async () => {
    world.broker.setOnline(ben.device, false);
    anna.place(ben);
    await world.clock.until('the first INVITE', () => invitedAtMs.length === 1);
    await world.clock.advance(3000);
    await giveUp();
    anna.place(ben);
    await world.clock.until('the second INVITE', () => invitedAtMs.length === 2);
    await world.clock.advance(3000);
    world.broker.setOnline(ben.device, true);
    await ben.waitFor('ringing');
    await world.clock.advance(100);
    expect(anna.view?.phase).toEqual({ kind: 'calling', ringing: true });
  });
});

describe('ten calls in a minute', () => {
  async function ringTenTimes(): Promise<void> {
    for (let calls = 0; calls < 10; calls++) {
      await world.clock.advance(500);
      await ringAndGiveUp();
    }
  }

  test('an unverified person can be called ten times a minute, and the eleventh call is refused on the caller’s device', async () => {
    ({ world, anna, ben } = strangers());
    await call(anna, ben);
    await hangUp(anna, ben);
    await world.clock.advance(120_000);
    const beganAtMs = world.clock.nowMs();
    await ringTenTimes();
    expect(anna.desk.place(ben.address, 'audio')).toEqual({ ok: false, code: 'too-many-calls' });
    await world.clock.advance(beganAtMs + 62_000 - world.clock.nowMs());
    anna.place(ben);
    await ben.waitFor('ringing');
  });

  test('a verified person can be called more than ten times a minute', async () => {
    await ringTenTimes();
    anna.place(ben);
    await ben.waitFor('ringing');
    expect(anna.phase).toBe('calling');
  });
});
