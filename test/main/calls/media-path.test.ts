// A peer and a page that are not to be trusted: what the way of the media lets through, and what ends the call (protocol §5, §9).
import { describe, expect, test } from 'vitest';
import type { Role } from '../../../src/core/call/ring-state.ts';
import type { Session } from '../../../src/core/signal/message.ts';
import type { MediaCommand } from '../../../src/contract/media.ts';
import { type Description, MediaPath } from '../../../src/main/calls/media-path.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';

const OURS = `sha-256 ${Array.from({ length: 32 }, () => 'AA').join(':')}`;
const THEIRS = `sha-256 ${Array.from({ length: 32 }, () => 'BB').join(':')}`;
const OTHER = `sha-256 ${Array.from({ length: 32 }, () => 'CC').join(':')}`;
const host = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
const relay = 'candidate:2 1 udp 41885439 198.51.100.3 50124 typ relay raddr 192.0.2.7 rport 50123 generation 0';
const choice = {
  microphoneId: '',
  cameraId: '',
  codecs: ['VP8' as const],
  iceServers: [],
  mustRelay: false,
  isConstantRate: false,
};
const server = { urls: 'turn:turn.example', username: 'u', credential: 'c' };

interface Bench {
  readonly path: MediaPath;
  readonly clock: HandClock;
  readonly commands: MediaCommand[];
  readonly sent: Session[];
  readonly described: (Description | undefined)[];
  readonly connections: string[];
  readonly kinds: () => string[];
}
function bench(role: Role, iceServers: () => (typeof server)[] = () => []): Bench {
  const clock = new HandClock();
  const commands: MediaCommand[] = [];
  const sent: Session[] = [];
  const described: (Description | undefined)[] = [];
  const connections: string[] = [];
  const path = new MediaPath({
    call: 'c',
    role,
    offers: role === 'callee',
    clock,
    command: (command) => commands.push(command),
    onDescribed: (description) => described.push(description),
    onConnection: (state) => connections.push(state),
    onRestarted: () => undefined,
    send: (message) => sent.push(message),
    iceServers,
  });
  return { path, clock, commands, sent, described, connections, kinds: () => commands.map(({ kind }) => kind) };
}
function connected(role: Role, iceServers?: () => (typeof server)[]): Bench {
  const made = bench(role, iceServers);
  made.path.open(choice, { camera: false, isVerified: true, viaRelay: false });
  const type = role === 'callee' ? 'offer' : 'answer';
  made.path.fact({ kind: 'description', call: 'c', type, sdp: sampleSdp('ours', OURS, type) });
  made.path.describe(role === 'callee' ? 'answer' : 'offer', sampleSdp('them', THEIRS, 'offer'), THEIRS);
  made.path.startTrickling();
  made.commands.length = 0;
  return made;
}
const restart = (type: 'offer' | 'answer', fingerprint = THEIRS, sdp = sampleSdp('them2', fingerprint, type)) =>
  ({ kind: 'restart', type, fingerprint, sdp }) as const;

describe('descriptions', () => {
  test('another fingerprint than the one beside it is refused, and so is a second section of any kind', () => {
    const { path } = bench('caller');
    const sdp = sampleSdp('them', THEIRS, 'offer');
    expect(path.accepts({ sdp, fingerprint: THEIRS })).toBeDefined();
    expect(path.accepts({ sdp, fingerprint: OTHER })).toBeUndefined();
    expect(path.accepts({ sdp: sdp.replace(THEIRS, OTHER), fingerprint: THEIRS })).toBeUndefined();
    const data = `${sdp}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:3\r\n`;
    expect(path.accepts({ sdp: data, fingerprint: THEIRS })).toBeUndefined();
  });

  test('a page that describes nonsense cannot send it', () => {
    const { path, described } = bench('callee');
    path.open(choice, { camera: false, isVerified: false, viaRelay: false });
    path.fact({ kind: 'description', call: 'c', type: 'answer', sdp: sampleSdp('ours', OURS, 'answer') });
    expect(described).toEqual([]);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: 'v=0\r\n' });
    expect(described).toEqual([undefined]);
  });

  test('an unverified person gets no candidate with the description', () => {
    const { path, described } = bench('callee');
    path.open(choice, { camera: false, isVerified: false, viaRelay: false });
    const sdp = sampleSdp('ours', OURS, 'offer').replace('a=mid:0', `a=${host}\r\na=mid:0`);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp });
    expect(described[0]?.sdp).toBeDefined();
    expect(described[0]?.sdp).not.toContain('candidate');
  });

  test('where only relays may be used nobody gets another candidate, a verified person neither, now or later', () => {
    const { path, described, sent, commands } = bench('callee');
    path.open(
      { ...choice, iceServers: [server], mustRelay: true },
      { camera: false, isVerified: true, viaRelay: false },
    );
    const withBoth = (ufrag: string): string =>
      sampleSdp(ufrag, OURS, 'offer').replace('a=mid:0', `a=${host}\r\na=${relay}\r\na=mid:0`);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: withBoth('ours') });
    expect(described[0]?.sdp).toContain('typ relay');
    expect(described[0]?.sdp).not.toContain('typ host');
    path.describe('answer', sampleSdp('them', THEIRS, 'answer'), THEIRS);
    path.startTrickling();
    path.allowDirect();
    path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'ours', candidate: host }] });
    path.restart();
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: withBoth('ours2') });
    expect(JSON.stringify(sent)).not.toContain('typ host');
    expect(sent.map(({ kind }) => kind)).toEqual(['restart']);
    expect(commands.map(({ kind }) => kind)).not.toContain('allow-direct');
  });

  test('a call that answers itself tells nobody’s address, verified or not, relay or not (rule 8)', () => {
    const { path, described } = bench('callee');
    path.open(choice, { camera: false, isVerified: true, viaRelay: true });
    const sdp = sampleSdp('ours', OURS, 'offer').replace('a=mid:0', `a=${host}\r\na=mid:0`);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp });
    expect(described[0]?.sdp).toBeDefined();
    expect(described[0]?.sdp).not.toContain('candidate');
  });
});

describe('candidates', () => {
  test('nothing leaves before CONFIRM or READY, then only what the list allows', () => {
    const { path, sent } = bench('callee');
    path.open({ ...choice, iceServers: [server] }, { camera: false, isVerified: false, viaRelay: false });
    path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'ours', candidate: host }] });
    path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'ours', candidate: relay }] });
    expect(sent).toEqual([]);
    path.startTrickling();
    const text = 'candidate:2 1 udp 41885439 198.51.100.3 50124 typ relay raddr 0.0.0.0 rport 9 generation 0';
    expect(sent).toEqual([{ kind: 'candidates', list: [{ mid: '0', ufrag: 'ours', candidate: text }] }]);
    path.allowDirect();
    path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'ours', candidate: host }] });
    expect(sent).toHaveLength(2);
  });

  test('of another ufrag are dropped, and the sixty-fifth too', () => {
    const { path, commands } = connected('caller');
    const list = (ufrag: string, length: number) =>
      Array.from({ length }, (_, i) => ({
        mid: '0' as const,
        ufrag,
        candidate: host.replace('50123', String(50_000 + i)),
      }));
    path.takeCandidates(list('else', 3));
    expect(commands).toEqual([]);
    for (let i = 0; i < 4; i++) path.takeCandidates(list('them', 32));
    expect(commands.flatMap((command) => (command.kind === 'candidates' ? command.list : []))).toHaveLength(64);
  });
});

describe('restart', () => {
  test('under another fingerprint than the authenticated one ends the call', () => {
    expect(connected('caller').path.takeRestart(restart('offer', OTHER))).toBe('wrong-fingerprint');
    const lying = restart('offer', THEIRS, sampleSdp('them2', OTHER, 'offer'));
    expect(connected('caller').path.takeRestart(lying)).toBe('wrong-fingerprint');
  });

  test('three offers within fifteen seconds are answered; of more the newest waits, and is taken then', async () => {
    const { path, clock, commands, sent } = connected('callee');
    const offer = (ufrag: string): string =>
      path.takeRestart(restart('offer', THEIRS, sampleSdp(ufrag, THEIRS, 'offer')));
    const answer = (ufrag: string): void =>
      path.fact({ kind: 'description', call: 'c', type: 'answer', sdp: sampleSdp(ufrag, OURS, 'answer') });
    expect(offer('one1')).toBe('taken');
    answer('ours2');
    expect(sent.at(-1)).toMatchObject({ kind: 'restart', type: 'answer', fingerprint: OURS });
    for (const ufrag of ['two2', 'three']) {
      expect(offer(ufrag)).toBe('taken');
      answer(`our${ufrag}`);
    }
    expect([offer('four'), offer('five')]).toEqual(['waits', 'waits']);
    await clock.advance(14_999);
    expect(commands).toHaveLength(3);
    await clock.advance(1);
    expect(commands).toHaveLength(4);
    expect(commands.at(-1)).toMatchObject({ kind: 'describe', sdp: expect.stringContaining('five') });
  });

  test('an offer that waits is forgotten where ours was answered meanwhile: the peer has taken its own back for it', async () => {
    const { path, clock, kinds } = connected('caller');
    for (const ufrag of ['one1', 'two2', 'tre3']) {
      path.takeRestart(restart('offer', THEIRS, sampleSdp(ufrag, THEIRS, 'offer')));
      path.fact({ kind: 'description', call: 'c', type: 'answer', sdp: sampleSdp('ours2', OURS, 'answer') });
    }
    expect(path.takeRestart(restart('offer', THEIRS, sampleSdp('four', THEIRS, 'offer')))).toBe('waits');
    path.restart();
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours3', OURS, 'offer') });
    expect(path.takeRestart(restart('answer'))).toBe('taken');
    const before = kinds();
    await clock.advance(15_000);
    expect(kinds()).toEqual(before);
  });

  test('an offer that waits for its answer is said again with its candidates: a link may have lost it', () => {
    const { path, sent } = connected('caller');
    path.restart();
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OURS, 'offer') });
    path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'ours2', candidate: host }] });
    const said = sent.splice(0);
    expect(said.map(({ kind }) => kind)).toEqual(['restart', 'candidates']);
    path.restart();
    expect(sent).toEqual(said);
    expect(path.takeRestart(restart('answer'))).toBe('taken');
  });

  test('a network that changes while a restart is on its way is followed by another, once', () => {
    const { path, kinds } = connected('caller');
    path.restart();
    path.restart(true);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OURS, 'offer') });
    path.restart(true);
    expect(kinds()).toEqual(['offer']);
    expect(path.takeRestart(restart('answer'))).toBe('taken');
    expect(kinds()).toEqual(['offer', 'describe', 'offer']);
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours3', OURS, 'offer') });
    expect(path.takeRestart(restart('answer'))).toBe('taken');
    expect(kinds()).toEqual(['offer', 'describe', 'offer', 'describe']);
    expect(path.takeRestart(restart('offer'))).toBe('taken');
    path.restart(true);
    path.fact({ kind: 'description', call: 'c', type: 'answer', sdp: sampleSdp('ours4', OURS, 'answer') });
    expect(kinds().slice(4)).toEqual(['describe', 'offer']);
  });

  test('an answer that is asked for again goes out with the candidates of its generation, not with older ones', () => {
    const { path, sent, clock } = connected('callee');
    const candidates = (ufrag: string): void =>
      path.fact({ kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag, candidate: host }] });
    candidates('ours');
    for (let i = 0; i < 2; i++) {
      expect(path.takeRestart(restart('offer'))).toBe('taken');
      sent.length = 0;
      path.fact({ kind: 'description', call: 'c', type: 'answer', sdp: sampleSdp('ours2', OURS, 'answer') });
      if (i === 0) candidates('ours2');
      expect(sent).toMatchObject([{ kind: 'restart' }, { kind: 'candidates', list: [{ ufrag: 'ours2' }] }]);
    }
    expect(clock.pending).toBe(0);
  });

  test('both offer: the caller’s stands, the callee rolls its own back', () => {
    const caller = connected('caller');
    caller.path.restart();
    caller.path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OURS, 'offer') });
    expect(caller.path.takeRestart(restart('offer'))).toBe('dropped');
    expect(caller.path.takeRestart(restart('answer'))).toBe('taken');
    const callee = connected('callee');
    callee.path.restart();
    callee.path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OURS, 'offer') });
    expect(callee.path.takeRestart(restart('offer'))).toBe('taken');
    expect(callee.kinds()).toEqual(['offer', 'rollback', 'describe']);
    expect(callee.path.takeRestart(restart('answer'))).toBe('dropped'); // to the offer that is gone
  });

  test('an unanswered offer is dropped after fifteen seconds, and another may be made', async () => {
    const { path, clock, kinds } = connected('caller');
    path.restart();
    path.restart();
    await clock.advance(15_000);
    expect(kinds()).toEqual(['offer', 'rollback']);
    path.restart();
    expect(kinds()).toEqual(['offer', 'rollback', 'offer']);
  });

  test('with an account that has ended gathers under the one that holds now, by offer and by answer', () => {
    let now = [server];
    const next = { ...server, username: 'v' };
    for (const begin of [(p: MediaPath) => p.restart(), (p: MediaPath) => void p.takeRestart(restart('offer'))]) {
      const { path, commands, kinds } = connected('caller', () => now);
      now = [next];
      begin(path);
      expect(commands[0]).toEqual({ kind: 'relays', call: 'c', iceServers: [next] });
      expect(kinds()).toHaveLength(2);
    }
  });

  test('without another account keeps the relays that it has', () => {
    const { path, kinds } = connected('callee', () => []);
    path.restart();
    expect(kinds()).toEqual(['offer']);
  });

  test('an answer nobody asked for is dropped, and a page cannot restart by itself', () => {
    const { path, sent, commands } = connected('caller');
    expect(path.takeRestart(restart('answer'))).toBe('dropped');
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OURS, 'offer') });
    expect(sent).toEqual([]);
    expect(commands).toEqual([]);
  });

  test('a page with another certificate than before sends no restart', () => {
    const { path, sent } = connected('caller');
    path.restart();
    path.fact({ kind: 'description', call: 'c', type: 'offer', sdp: sampleSdp('ours2', OTHER, 'offer') });
    expect(sent).toEqual([]);
  });
});

describe('the live certificate', () => {
  test('connected without one is not connected; with another one it is said', () => {
    const { path, connections } = connected('caller');
    const fact = (state: 'connected' | 'failed', fingerprint: string) =>
      path.fact({ kind: 'connection', call: 'c', state, fingerprint });
    fact('connected', '');
    expect(connections).toEqual([]);
    fact('connected', OTHER);
    fact('connected', THEIRS);
    fact('failed', '');
    expect(connections).toEqual(['wrong-fingerprint', 'connected', 'disconnected']);
  });
});
