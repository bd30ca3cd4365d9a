// Untrusted peer and page: what the media path accepts, what ends the call, and when the path is established (protocol
// §5, §9).
import { describe, expect, test } from 'vitest';
import type { PathOpening } from '../../../src/core/call/media-event.ts';
import {
  acceptedBy,
  beginsAt,
  firstMedia,
  openedMedia,
  peerFingerprintOf,
} from '../../../src/core/call/media-state.ts';
import { rulesOf } from '../../../src/core/call/media-path.ts';
import { NO_KEYS } from '../../../src/core/call/keys-state.ts';
import type { PageState } from '../../../src/core/call/page-state.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import {
  Bench,
  described,
  LIVE,
  NOW,
  opening,
  OTHER,
  OURS,
  OUTLIVED,
  restart,
  ringOf,
  standing,
  step,
  THEIRS,
  type Timeless,
} from './media-bench.ts';

const host = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
const relay = 'candidate:2 1 udp 41885439 198.51.100.3 50124 typ relay raddr 192.0.2.7 rport 50123 generation 0';
const gathered = (candidate: string, ufrag = 'ours'): Timeless => ({
  kind: 'local-candidates',
  list: [{ mid: '0', ufrag, candidate }],
});
const withCandidates = (type: 'offer' | 'answer', ...lines: readonly string[]): string =>
  sampleSdp('ours', OURS, type).replace('a=mid:0', `${lines.map((line) => `a=${line}\r\n`).join('')}a=mid:0`);
const calling = (change: Partial<PathOpening> = {}, camera = false): Bench => {
  const bench = new Bench(ringOf('answering', 'callee'), firstMedia(camera));
  bench.on(opening({ offers: true, ...change }));
  return bench;
};
/** Our first description as it is to be sent, if the page describes its connection by this text. */
const firstOf = (bench: Bench, sdp: string): string | undefined => {
  bench.on({ kind: 'local-description', type: 'offer', sdp });
  return bench.raised.flatMap((event) => (event.kind === 'page-described' ? [event.description?.sdp] : [])).at(-1);
};
const connection = (
  state: 'connected' | 'disconnected' | 'failed' | 'new',
  fingerprint = THEIRS,
  pair?: string,
): Timeless => ({
  kind: 'connection',
  state,
  fingerprint,
  ...(pair === undefined ? {} : { pair }),
});

describe('call pages that open with a path', () => {
  const rows: readonly [string, Partial<PathOpening>, string][] = [
    ['makes the offer if it describes first', { offers: true }, 'open, offer'],
    ['waits for the peer’s offer if it does not describe first', {}, 'open'],
    ['uses only relays if the peer is not verified', { isVerified: false, hasRelays: true }, 'open by relays'],
    ['is not limited to relays if there are none, although the peer is not verified', { isVerified: false }, 'open'],
    ['uses only relays if the call is answered automatically', { viaRelay: true, hasRelays: true }, 'open by relays'],
    ['uses only relays if nothing else is allowed', { mustRelay: true, hasRelays: true }, 'open by relays'],
  ];
  test.each(rows)('a page that opens %s', (_what, how, effects) => {
    const bench = new Bench(ringOf('calling'));
    bench.on(opening(how));
    expect(bench.words()).toBe(effects);
  });

  test('a page opens the camera of a video call for a preview', () => {
    expect(calling({}, true).words()).toBe('open with camera, offer');
  });

  test('a call ends if relays are required and there are none', () => {
    const bench = calling({ mustRelay: true });
    expect([bench.words(), bench.fault()]).toEqual(['', 'relay-required']);
  });

  test('a replacement page is told what to play and send, and the rules of the call stay as they were', () => {
    const bench = standing('caller');
    bench.media = openedMedia(bench.media, NOW);
    bench.on(connection('connected'));
    bench.on(opening({ offers: true, mustRelay: true, isConstantRate: true }), { nr: 2 });
    expect(bench.words()).toBe('close, open, offer, play sound+camera, send sound');
    expect(rulesOf(bench.media.path)).toEqual({ mustRelay: false, isConstantRate: false });
    expect(peerFingerprintOf(bench.media)).toBe('');
  });

  test('a replacement page does not count as connected merely because its predecessor was', () => {
    const bench = standing('caller');
    bench.on(connection('connected'));
    bench.kinds();
    bench.on({ kind: 'time' }, { nr: 2 });
    bench.on({ kind: 'keys-renewed' });
    expect(bench.kinds()).toBe('');
  });
});

describe('session descriptions of a call', () => {
  test('a description with a fourth section, or with a fingerprint other than the announced one, is refused', () => {
    const { media } = calling();
    const sdp = sampleSdp('them', THEIRS, 'offer');
    expect(acceptedBy(media, { sdp, fingerprint: THEIRS })).toBeDefined();
    expect(acceptedBy(media, { sdp, fingerprint: OTHER })).toBeUndefined();
    expect(acceptedBy(media, { sdp: sdp.replace(THEIRS, OTHER), fingerprint: THEIRS })).toBeUndefined();
    const data = `${sdp}m=application 9 UDP/DTLS/SCTP webrtc-datachannel\r\na=mid:3\r\n`;
    expect(acceptedBy(media, { sdp: data, fingerprint: THEIRS })).toBeUndefined();
  });

  test('a peer’s description keeps non-relay candidates only if our path may be direct', () => {
    const sdp = withCandidates('answer', host).replaceAll(OURS, THEIRS);
    const takes = (how: Partial<PathOpening>) => acceptedBy(calling(how).media, { sdp, fingerprint: THEIRS });
    expect(takes({})).toContain('typ host');
    expect(takes({ isVerified: false })).not.toContain('typ host');
    expect(acceptedBy(firstMedia(false), { sdp, fingerprint: THEIRS })).not.toContain('typ host');
  });

  test('an unusable description of our page is reported, and an answer in place of the offer is ignored', () => {
    const bench = calling();
    bench.take();
    bench.on(described('answer'));
    expect([bench.words(), bench.fault()]).toEqual(['', undefined]);
    bench.on({ kind: 'local-description', type: 'offer', sdp: 'v=0\r\n' });
    expect(bench.raised).toEqual([{ kind: 'page-described', description: undefined, atMs: NOW }]);
  });

  test.each([
    ['an unverified person', { isVerified: false }],
    ['a call that is answered automatically', { viaRelay: true }],
  ])('our description for %s contains no direct candidate', (_what, how) => {
    const first = firstOf(calling(how), withCandidates('offer', host));
    expect(first).toBeDefined();
    expect(first).not.toContain('candidate');
  });

  test('no direct candidate is sent, and no direct path allowed later, if relays are required', () => {
    const bench = calling({ hasRelays: true, mustRelay: true });
    const first = firstOf(bench, withCandidates('offer', host, relay));
    expect([first?.includes('typ relay'), first?.includes('typ host')]).toEqual([true, false]);
    bench.on({
      kind: 'remote-description',
      type: 'answer',
      sdp: sampleSdp('them', THEIRS, 'answer'),
      fingerprint: THEIRS,
    });
    bench.on({ kind: 'time' }, { ring: ringOf('connecting', 'callee') });
    bench.on(gathered(host));
    bench.on({ kind: 'restart-asked', cause: 'time' });
    bench.on({
      kind: 'local-description',
      type: 'offer',
      sdp: withCandidates('offer', host, relay).replaceAll('ours', 'ours2'),
    });
    const effects = bench.take();
    expect(effects.filter(({ kind }) => kind === 'say')).toHaveLength(1);
    expect(JSON.stringify(effects)).not.toContain('typ host');
    expect(JSON.stringify(effects)).not.toContain('allow-direct');
  });

  test('a required constant rate is in our description and in the accepted description of the peer', () => {
    const bench = calling({ isConstantRate: true });
    expect(firstOf(bench, sampleSdp('ours', OURS, 'offer'))).toContain('cbr=1');
    expect(acceptedBy(bench.media, { sdp: sampleSdp('them', THEIRS, 'answer'), fingerprint: THEIRS })).toContain(
      'cbr=1',
    );
  });
});

describe('candidates of a call', () => {
  test('no candidate is sent before READY or CONFIRM; then the waiting relay candidate and direct candidates gathered afterwards are sent', () => {
    const bench = calling({ isVerified: false, hasRelays: true });
    bench.on(gathered(host));
    bench.on(gathered(relay));
    expect(bench.said()).toEqual([]);
    bench.on({ kind: 'time' }, { ring: ringOf('connecting', 'callee') });
    const text = 'candidate:2 1 udp 41885439 198.51.100.3 50124 typ relay raddr 0.0.0.0 rport 9 generation 0';
    const effects = bench.take();
    expect(effects[0]).toEqual({
      kind: 'say',
      message: { kind: 'candidates', list: [{ mid: '0', ufrag: 'ours', candidate: text }] },
    });
    expect(effects.at(-1)).toEqual({ kind: 'command', command: { kind: 'allow-direct' } });
    bench.on(gathered(host));
    expect(bench.said()).toHaveLength(1);
  });

  test('a caller’s candidates are sent after its CONFIRM', () => {
    const bench = new Bench(ringOf('opening'));
    bench.on(opening());
    bench.on(gathered(host));
    bench.take();
    bench.on({ kind: 'time' }, { ring: ringOf('confirming') });
    expect(bench.words()).toBe('say candidates');
  });

  test('candidates are sent thirty-two at a time, and at most sixty-four wait', () => {
    const bench = calling();
    for (let i = 0; i < 70; i++) bench.on(gathered(host.replace('50123', String(50_000 + i))));
    bench.take();
    bench.on({ kind: 'candidates-leave' });
    expect(bench.said().map((message) => message.kind === 'candidates' && message.list.length)).toEqual([32, 32]);
  });

  test('the peer’s candidates of another ufrag, and those beyond sixty-four, are dropped', () => {
    const bench = standing('caller');
    const list = (ufrag: string, length: number) =>
      Array.from({ length }, (_, i) => ({ mid: '0', ufrag, candidate: host.replace('50123', String(50_000 + i)) }));
    bench.on({ kind: 'remote-candidates', list: list('else', 3) });
    expect(bench.words()).toBe('');
    for (let i = 0; i < 4; i++) bench.on({ kind: 'remote-candidates', list: list('them', 32) });
    expect(bench.words()).toBe('candidates, candidates');
  });
});

describe('the state of the path', () => {
  const live = (): Bench => {
    const bench = standing('caller');
    bench.on(connection('connected'));
    bench.kinds();
    return bench;
  };

  test('the path counts as connected only with the authenticated certificate', () => {
    const bench = standing('caller');
    for (const event of [connection('connected', ''), connection('new')]) bench.on(event);
    expect(bench.kinds()).toBe('');
    bench.on(connection('connected'));
    expect(bench.kinds()).toBe('connected');
  });

  test('a connection with another certificate ends the call', () => {
    const bench = standing('caller');
    bench.on(connection('connected', OTHER));
    expect(bench.kinds()).toBe('end fingerprint');
  });

  test('the path counts as connected only once sound can be sealed', () => {
    const bench = standing('caller');
    bench.around = { ...bench.around, keys: OUTLIVED };
    bench.on(connection('connected'));
    expect(bench.kinds()).toBe('');
    bench.on({ kind: 'keys-renewed' }, { keys: NO_KEYS });
    expect(bench.kinds()).toBe('connected');
    bench.on(connection('failed', ''));
    bench.kinds();
    bench.on({ kind: 'keys-renewed' });
    expect(bench.kinds()).toBe('');
  });

  test('the path is broken when the page says so, and can connect again', () => {
    const bench = live();
    bench.on(connection('disconnected', ''));
    expect([bench.words(), bench.kinds()]).toEqual(['', 'disconnected']);
    bench.on({ kind: 'time' }, { ring: ringOf('reconnecting') });
    bench.on(connection('connected'));
    expect(bench.kinds()).toBe('connected');
  });

  test('a doubted path is proven by a reported connection only if that connection was described after the doubt began', () => {
    const bench = live();
    bench.on({ kind: 'network', change: 'lost', addresses: [] }, { ring: ringOf('reconnecting') });
    bench.on(connection('connected', THEIRS, 'ours'));
    expect(bench.kinds()).toBe('');
    bench.on({ kind: 'restart-asked', cause: 'network' });
    bench.on(described('offer', 'ours2'));
    bench.kinds();
    bench.on(connection('connected', THEIRS, 'ours2'));
    expect(bench.kinds()).toBe('connected');
  });

  test('a path that breaks while the call connects is restarted', () => {
    const bench = standing('caller');
    bench.around = { ...bench.around, ring: ringOf('connecting') };
    bench.on(connection('failed', ''));
    expect([bench.words(), bench.kinds()]).toEqual(['renew-relays, restart', 'disconnected, keys-wanted']);
  });

  test('a path that was connected before the call was secured is reported as connected once the call is secured', () => {
    const bench = standing('callee');
    bench.around = { ...bench.around, ring: ringOf('answered', 'callee') };
    bench.on(connection('connected'));
    bench.kinds();
    bench.on({ kind: 'time' }, { ring: ringOf('connecting', 'callee') });
    expect([bench.words(), bench.kinds()]).toEqual(['play sound+camera, announce -, send sound', 'connected']);
  });

  test('the end of a call closes its connection, if it has one', () => {
    const bench = live();
    bench.on({ kind: 'hang-up' }, { ring: ringOf('ended') });
    expect(bench.words()).toBe('close');
    const without = new Bench(ringOf('looking'));
    expect(without.on({ kind: 'hang-up' }, { ring: ringOf('ended') })).toBe(false);
  });

  test('the local address of the path is known once the page has measured it', () => {
    const bench = live();
    const measured = { kind: 'measured', packetsReceived: [0, 0, 0], width: 0, height: 0 } as const;
    expect(beginsAt(bench.media, [''])).toBe(false);
    bench.on({ ...measured, way: { address: '192.0.2.7', answers: 1 } });
    expect([beginsAt(bench.media, ['192.0.2.7']), beginsAt(bench.media, ['192.0.2.8'])]).toEqual([true, false]);
    bench.on(opening());
    expect(beginsAt(bench.media, ['192.0.2.7'])).toBe(true); // until the next page has measured
  });

  test('path events are ignored before a page opens', () => {
    const events: Timeless[] = [
      connection('connected'),
      described('offer'),
      gathered(host),
      { kind: 'remote-candidates', list: [] },
      { kind: 'candidates-leave' },
      { kind: 'rules', mustRelay: true, isConstantRate: true },
      { kind: 'keys-renewed' },
      { kind: 'restart-asked', cause: 'time' },
      { kind: 'remote-description', type: 'offer', sdp: '', fingerprint: THEIRS },
      restart('offer'),
    ];
    const media = firstMedia(false);
    for (const event of events) expect(step(media, event)).toMatchObject({ next: media, effects: [] });
  });
});

describe('page reports', () => {
  const reports: readonly Timeless[] = [
    described('offer'),
    gathered(host),
    connection('connected'),
    { kind: 'no-device', device: 'camera', cause: 'busy' },
    { kind: 'measured', packetsReceived: [0, 0, 0], width: 0, height: 0 },
  ];

  test.each(reports)('a page’s report counts only after the page has begun and before it is gone: $kind', (event) => {
    const { media } = standing('caller');
    const isTaken = (page: PageState['kind']): boolean => step(media, event, { ...LIVE, page }) !== undefined;
    expect((['present', 'described'] as const).map(isTaken)).toEqual([true, true]);
    expect((['none', 'opening', 'owed', 'closed'] as const).map(isTaken)).toEqual([false, false, false, false]);
  });
});

describe('tightening policy', () => {
  const relays = { kind: 'rules', mustRelay: true, isConstantRate: false } as const;
  const strict = { kind: 'rules', mustRelay: true, isConstantRate: true } as const;

  test('requiring relays ends a call that may be direct, and not a call that uses relays only', () => {
    const free = standing('caller');
    free.on(relays);
    expect(free.fault()).toBe('relay-required');
    const relayed = standing('caller', { isVerified: false, hasRelays: true });
    relayed.on(relays);
    expect([relayed.fault(), relayed.words()]).toEqual([undefined, '']);
    relayed.on({ kind: 'time' }, { ring: ringOf('reconnecting') });
    relayed.take();
    relayed.on({ kind: 'time' }, { ring: ringOf('live') });
    expect(relayed.words()).toBe(''); // no direct path is looked for
  });

  test('rules that are not stricter change nothing', () => {
    const free = { kind: 'rules', mustRelay: false, isConstantRate: false } as const;
    const { media } = standing('caller');
    expect(step(media, free)).toEqual({ next: media, effects: [] });
    const tight = step(standing('caller', { mustRelay: true, hasRelays: true, isConstantRate: true }).media, strict)!;
    for (const rules of [free, relays, strict]) expect(step(tight.next, rules)?.next).toBe(tight.next);
  });

  test.each(['live', 'reconnecting'] as const)(
    'a required constant rate causes a restart at once in a call that is %s',
    (ring) => {
      const bench = standing('callee', { isVerified: false, hasRelays: true });
      bench.around = { ...bench.around, ring: ringOf(ring, 'callee') };
      bench.on(strict);
      expect(bench.words()).toBe('renew-relays, restart');
      bench.on(strict);
      expect(bench.words()).toBe('');
    },
  );

  test.each(['connecting', 'reconnecting'] as const)(
    'a constant rate required in a %s call without descriptions causes one restart once the call is live',
    (ring) => {
      const bench = new Bench(ringOf(ring, 'callee'));
      bench.on(opening({ offers: true, isVerified: false, hasRelays: true }));
      bench.on(strict);
      bench.on(described('offer'));
      bench.on({
        kind: 'remote-description',
        type: 'answer',
        sdp: sampleSdp('them', THEIRS, 'answer'),
        fingerprint: THEIRS,
      });
      bench.take();
      bench.on({ kind: 'time' }, { ring: ringOf('live', 'callee') });
      expect(bench.words()).toBe('renew-relays, restart');
      bench.on({ kind: 'time' }, { ring: ringOf('reconnecting', 'callee') });
      bench.take();
      bench.on({ kind: 'time' }, { ring: ringOf('live', 'callee') });
      expect(bench.words()).toBe(''); // the required rate causes one restart
    },
  );
});
