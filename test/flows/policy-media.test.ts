// Calls under the policies on media: video, relays and a constant rate. The peer has none of these policies, unless a
// test sets them. Also what the security record says of a call.
import { describe, expect, test } from 'vitest';
import { PROTOCOL_NAME } from '../../src/core/keys/proto.ts';
import { call, hangUp, inCall, type Person, strangers, talkFor, talking, verified } from './support/world.ts';

const TURN = {
  TurnServers: ['turn:turn.klinik.example:3478', 'turns:turn.klinik.example:443?transport=tcp'],
  TurnUsername: 'siegel',
  TurnPassword: 'not the calls',
};
const SERVERS = TURN.TurnServers.map((urls) => ({ urls, username: 'siegel', credential: 'not the calls' }));

function commandsOf<K extends Person['page']['commands'][number]['kind']>(person: Person, kind: K) {
  return person.page.commands.filter((command) => command.kind === kind) as Extract<
    Person['page']['commands'][number],
    { kind: K }
  >[];
}

/** Every candidate that reached the page of `to`. */
function candidatesAt(to: Person): readonly string[] {
  return commandsOf(to, 'candidates').flatMap(({ list }) => list.map(({ candidate }) => candidate));
}

describe('calls without video', () => {
  test('policy without video refuses placing and answering with video, and switching the camera on', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ AllowVideo: false });
    expect(anna.desk.place(ben.address, 'video')).toEqual({ ok: false, code: 'video-not-allowed' });
    ben.place(anna, 'video');
    await anna.waitFor('ringing');
    expect(anna.view?.media).toBe('audio');
    expect(anna.desk.answer(anna.id, 'video')).toEqual({ ok: false, code: 'video-not-allowed' });
    expect(anna.phase).toBe('ringing');
    anna.answer();
    await talking(anna, ben);
    expect(anna.desk.camera(anna.id, true)).toEqual({ ok: false, code: 'video-not-allowed' });
    expect(anna.view?.local.camera).toBe(false);
    expect(commandsOf(anna, 'open')[0]?.camera).toBe(false);
    expect(commandsOf(anna, 'send').every(({ camera }) => !camera)).toBe(true);
  });

  test('video of a peer is neither opened nor shown under a policy without video, and the call continues', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ AllowVideo: false });
    ben.place(anna, 'video');
    await anna.waitFor('ringing');
    anna.answer();
    await talking(anna, ben);
    await talkFor(world, 20, anna, ben);
    expect(ben.page.sendFrame(1)).toBe(false);
    expect(anna.page.worker.opened[1]).toBe(0);
    expect(anna.page.isShowing).toBe(false);
    expect(anna.view?.remote.camera).toBe(false);
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });

  test('a page that switches its camera on against policy has no key to seal the video', async () => {
    const { anna, ben } = strangers();
    anna.policy.set({ AllowVideo: false });
    await call(anna, ben);
    anna.page.isSending.camera = true;
    expect(anna.page.sendFrame(0)).toBe(true);
    expect(anna.page.sendFrame(1)).toBe(false);
    expect([anna.page.worker.sealingOf(1), anna.page.worker.sealingOf(2)]).toEqual([undefined, undefined]);
  });

  test('no later step or generation grants video keys under a policy without video', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ AllowVideo: false });
    ben.place(anna, 'video');
    await anna.waitFor('ringing');
    anna.answer();
    await talking(anna, ben);
    const { generation } = anna.view?.numbers ?? { generation: 0 };
    for (let hours = 0; hours < 3; hours++) {
      await talkFor(world, 30, anna, ben);
      await world.clock.advance(3_600_000);
    }
    await talkFor(world, 30, anna, ben);
    expect(anna.view?.numbers.generation).toBeGreaterThan(generation + 1);
    const granted = anna.page.worker.granted.filter((message) => message.kind.startsWith('grant'));
    expect(new Set(granted.map((message) => 'stream' in message && message.stream))).toEqual(new Set([0]));
    expect(anna.phase).toBe('live');
  });

  test('a live call loses video in both directions when policy forbids it, and may have video again once policy allows it', async () => {
    const { world, anna, ben } = await inCall('video');
    expect([anna.page.sendFrame(1), ben.page.sendFrame(1)]).toEqual([true, true]);
    anna.policy.set({ AllowVideo: false });
    expect(anna.view?.local.camera).toBe(false);
    expect([anna.page.sendFrame(1), ben.page.sendFrame(1)]).toEqual([false, false]);
    expect(anna.page.isShowing).toBe(false);
    await world.clock.advance(1000);
    expect(ben.view?.remote.camera).toBe(false); // the peer learns that the camera is off
    anna.policy.set({ AllowVideo: true });
    await world.clock.advance(5000);
    expect(anna.view?.local.camera).toBe(false); // only a person switches a camera on
    expect(ben.page.sendFrame(1)).toBe(true);
    expect(anna.desk.camera(anna.id, true).ok).toBe(true);
    expect(anna.page.sendFrame(1)).toBe(true);
    expect(anna.page.isShowing).toBe(true);
  });
});

describe('calls by relay only', () => {
  test('a call ends before anything is sent if policy requires a relay and there is none', () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RelayOnly: true });
    anna.place(ben);
    expect(anna.reason).toBe('relay-required');
    expect(world.broker.sent).toEqual([]);
  });

  test('a relay without a password does not count as a relay', () => {
    const { anna, ben } = strangers();
    anna.policy.set({ RelayOnly: true, ...TURN, TurnPassword: '' });
    anna.place(ben);
    expect(anna.reason).toBe('relay-required');
  });

  test('an incoming call is declined without ringing if policy requires a relay and there is none', async () => {
    const { anna, ben } = strangers();
    ben.policy.set({ RelayOnly: true });
    anna.place(ben);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('declined');
    expect(ben.view).toBeUndefined();
  });

  test('the page of a relay-only call may take no direct path, even with a verified person', async () => {
    const { world, anna, ben } = await verified();
    anna.policy.set({ RelayOnly: true, ...TURN });
    await call(anna, ben);
    await world.clock.advance(10_000);
    expect(commandsOf(anna, 'open')[0]).toMatchObject({ relayOnly: true, iceServers: SERVERS });
    expect(commandsOf(anna, 'allow-direct')).toEqual([]);
    expect(candidatesAt(ben)).toEqual([]); // the fake page has host candidates only
    expect(candidatesAt(anna)).toHaveLength(1);
  });

  test('a call to a verified person may take a direct path if policy provides relays and does not require them', async () => {
    const { anna, ben } = await verified();
    anna.policy.set(TURN);
    await call(anna, ben);
    expect(commandsOf(anna, 'open')[0]).toMatchObject({ relayOnly: false, iceServers: SERVERS });
    expect(candidatesAt(ben)).toHaveLength(1);
  });

  test('a live call that may take a direct path ends when policy requires relays, and the next call uses a relay', async () => {
    const { world, anna, ben } = await inCall();
    await world.clock.advance(1000);
    anna.policy.set({ RelayOnly: true, ...TURN });
    expect(anna.reason).toBe('relay-required');
    await ben.waitFor('ended');
    expect(ben.reason).toBe('peer-hung-up');
    for (const person of [anna, ben]) person.desk.dismiss(person.id);
    await call(anna, ben);
    expect(commandsOf(anna, 'open')[0]).toMatchObject({ relayOnly: true });
  });

  test('a call that has used only relays so far stays on relays when policy requires them', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set(TURN);
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await anna.waitFor('securing');
    anna.policy.set({ RelayOnly: true });
    await talking(anna, ben);
    await world.clock.advance(10_000);
    expect(commandsOf(anna, 'allow-direct')).toEqual([]);
    expect(candidatesAt(ben)).toEqual([]);
  });

  test('a ringing call cannot be answered if policy meanwhile requires a relay and there is none', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.policy.set({ RelayOnly: true });
    ben.answer();
    expect(ben.reason).toBe('relay-required');
    expect(ben.pages).toEqual([]);
    await anna.waitFor('ended');
    expect(anna.reason).toBe('declined');
  });

  test('a ringing call is answered by relay if policy meanwhile requires a relay', async () => {
    const { anna, ben } = strangers();
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.policy.set({ RelayOnly: true, ...TURN });
    ben.answer();
    await talking(anna, ben);
    expect(commandsOf(ben, 'open')[0]).toMatchObject({ relayOnly: true, iceServers: SERVERS });
    expect(candidatesAt(anna)).toEqual([]);
  });
});

describe('calls with high confidentiality', () => {
  const high = { HighConfidentiality: true, ...TURN };

  test.each(['caller', 'callee'] as const)(
    'high confidentiality of the %s gives voice a constant rate in both directions',
    async (side) => {
      const { anna, ben } = strangers();
      (side === 'caller' ? anna : ben).policy.set(high);
      await call(anna, ben);
      for (const person of [anna, ben]) {
        const sdp = commandsOf(person, 'describe')[0]?.sdp ?? '';
        expect(sdp).toContain('a=fmtp:111 cbr=1;usedtx=0\r\n');
        expect(sdp).not.toContain('red/48000');
      }
    },
  );

  test('high confidentiality allows relays only, without another policy saying so', async () => {
    const { anna, ben } = strangers();
    anna.policy.set(high);
    await call(anna, ben);
    expect(commandsOf(anna, 'open')[0]).toMatchObject({ relayOnly: true, iceServers: SERVERS });
    expect(candidatesAt(ben)).toEqual([]);
  });

  test('a live relayed call changes to a constant rate when policy requires high confidentiality', async () => {
    const { world, anna, ben } = strangers();
    anna.policy.set({ RelayOnly: true, ...TURN });
    await call(anna, ben);
    anna.policy.set({ HighConfidentiality: true });
    await world.clock.advance(2000);
    for (const person of [anna, ben]) {
      expect(commandsOf(person, 'describe').at(-1)?.sdp).toContain('cbr=1;usedtx=0');
    }
    expect([anna.phase, ben.phase]).toEqual(['live', 'live']);
  });
});

describe('security records of calls', () => {
  test('the security record of a call says how the call was protected, and not who the peer was', async () => {
    const { world, anna, ben } = await inCall('video');
    await talkFor(world, 3, anna, ben);
    await hangUp(anna, ben);
    const [last] = anna.records.filter(({ kind }) => kind === 'call');
    expect(last).toMatchObject({
      direction: 'out',
      media: 'video',
      handshake: PROTOCOL_NAME,
      suite: 'AES_256_GCM_SHA512_128',
      verification: 'none',
      path: 'direct',
      reason: 'hung-up',
      policy: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
    expect(JSON.stringify([anna.records, ben.records])).not.toMatch(/example/);
  });

  test('the security record of a call names the peer if policy asks for it', async () => {
    const { anna, ben } = await inCall();
    await hangUp(anna, ben);
    anna.policy.set({ RecordPeers: true });
    await call(anna, ben);
    await hangUp(anna, ben);
    const [first, second] = anna.records.flatMap((event) => (event.kind === 'call' ? [event] : []));
    expect(second?.peer).toBe(ben.address);
    expect(first?.policy).not.toBe(second?.policy);
  });

  test('the security record of a call that was never secured names no cipher suite', async () => {
    const { world, anna, ben } = strangers();
    world.broker.mischief = (parcel) => (parcel.bytes[1] === 4 ? [] : [parcel]); // no SESSION passes
    anna.place(ben);
    await ben.waitFor('ringing');
    ben.answer();
    await ben.waitFor('ended', 60_000);
    expect(ben.records).toEqual([
      { kind: 'failed-secure-call', direction: 'in', reason: 'secure-setup-failed' },
      expect.objectContaining({ kind: 'call', handshake: '', suite: '', durationMs: 0, reason: 'secure-setup-failed' }),
    ]);
  });

  test('the security record says that a code was compared and that a dispute was noted', async () => {
    const { anna, ben } = await verified();
    expect(anna.records.filter(({ kind }) => kind === 'peer-verified')).toEqual([
      { kind: 'peer-verified', way: 'code' },
    ]);
    anna.book.noteDispute(ben.address, 0);
    expect(anna.records.at(-1)).toEqual({ kind: 'key-change', change: 'disputed' });
  });
});
