// When this side restarts the path, which of two crossing restarts wins, and which restarts of the peer are followed
// (protocol §5 rules 9, 11; §9).
import { describe, expect, test } from 'vitest';
import { mediaWakeAtMs } from '../../../src/core/call/media-state.ts';
import type { PathOpening } from '../../../src/core/call/media-event.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';
import {
  Bench,
  described,
  NOW,
  opening,
  OTHER,
  OURS,
  restart,
  ringOf,
  standing,
  THEIRS,
  type Timeless,
} from './media-bench.ts';

const host = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
const asked = (cause: 'network' | 'broker' | 'time' = 'time'): Timeless => ({ kind: 'restart-asked', cause });
const at = (atMs: number, event: Timeless = { kind: 'time' }): Timeless => ({ ...event, atMs: NOW + atMs });
const candidates = (ufrag: string): Timeless => ({
  kind: 'local-candidates',
  list: [{ mid: '0', ufrag, candidate: host }],
});

describe('our restarts', () => {
  test('our restart is offered and answered, and the caller also renews the keys', () => {
    const rows = [
      ['caller', 'renew-relays, restart', 'keys-wanted'],
      ['callee', 'renew-relays, restart', ''],
    ] as const;
    for (const [role, begun, renewed] of rows) {
      const bench = standing(role);
      bench.on(asked());
      expect([bench.words(), bench.kinds()]).toEqual([begun, renewed]);
      bench.on(described('offer', 'ours2'));
      expect(bench.words()).toBe('say restart offer');
      bench.on(restart('answer'));
      expect(bench.words()).toBe('describe');
      bench.on(asked());
      expect(bench.words()).toBe(begun);
    }
  });

  test('no restart begins before the first descriptions are exchanged', () => {
    const bench = new Bench(ringOf('connecting'));
    bench.on(opening());
    bench.on(described('answer'));
    bench.take();
    bench.on(asked('network'));
    expect(bench.words()).toBe('');
  });

  test('a returning broker connection causes no restart within five seconds of the last agreed restart', () => {
    const bench = standing('caller');
    bench.on(restart('offer'));
    bench.on(described('answer', 'ours2'));
    bench.take();
    bench.on(at(4999, asked('broker')));
    expect(bench.words()).toBe('');
    bench.on(at(5000, asked('broker')));
    expect(bench.words()).toBe('renew-relays, restart');
  });

  test('an unanswered restart is sent again with its candidates', () => {
    const bench = standing('callee');
    bench.on(asked());
    bench.on(described('offer', 'ours2'));
    bench.on(candidates('ours2'));
    const said = bench.said();
    expect(said.map(({ kind }) => kind)).toEqual(['restart', 'candidates']);
    bench.on(asked());
    expect(bench.said()).toEqual(said);
    bench.on(restart('answer'));
    expect(bench.words()).toBe('describe');
  });

  test('a network change during a restart causes exactly one further restart', () => {
    const bench = standing('callee');
    for (const event of [asked(), asked('network'), described('offer', 'ours2'), asked('network')]) bench.on(event);
    expect(bench.words()).toBe('renew-relays, restart, say restart offer, say restart offer');
    bench.on(restart('answer'));
    expect(bench.words()).toBe('describe, renew-relays, restart');
    bench.on(described('offer', 'ours3'));
    bench.take();
    bench.on(restart('answer', 'them3'));
    expect(bench.words()).toBe('describe');
    bench.on(restart('offer', 'them4'));
    bench.on(asked('network'));
    expect(bench.words()).toBe('renew-relays, describe');
    bench.on(described('answer', 'ours4'));
    expect(bench.words()).toBe('say restart answer, renew-relays, restart');
  });

  test('a restart that our page has not described is dropped after fifteen seconds, and another may begin', () => {
    const bench = standing('callee');
    bench.on(asked());
    bench.on(asked());
    expect([bench.words(), mediaWakeAtMs(bench.media)]).toEqual(['renew-relays, restart', NOW + 15_000]);
    expect(bench.on(at(14_999))).toBe(false);
    bench.on(at(15_000));
    expect(bench.words()).toBe('rollback');
    bench.on(asked('network'));
    bench.on(asked('network'));
    bench.take();
    bench.on(at(15_000));
    expect(bench.words()).toBe('rollback, renew-relays, restart');
  });

  test('a restart that is due during a peer’s restart follows after fifteen seconds if our page does not answer the peer’s', () => {
    const bench = standing('callee');
    bench.on(restart('offer'));
    bench.on(asked('network'));
    bench.take();
    bench.on(at(15_000));
    expect(bench.words()).toBe('renew-relays, restart');
    bench.on(described('answer', 'ours2')); // for the peer's restart, which is over
    expect(bench.words()).toBe('');
    bench.on(described('offer', 'ours3'));
    expect(bench.words()).toBe('say restart offer');
  });

  test('if a restart expires just when a waiting `media` of the peer is due, the restart is rolled back and the `media` applied', () => {
    const bench = standing('callee');
    bench.on(asked());
    const state = { mute: true, camera: false, hold: false, screen: false };
    bench.media = { ...bench.media, peer: { kind: 'waiting', done: [], newest: state, dueAtMs: NOW + 15_000 } };
    bench.take();
    bench.on(at(15_000));
    expect([bench.words(), bench.media.switches.peer]).toEqual(['rollback', state]);
  });

  test('a restart that our page offers with another certificate is rolled back and not sent', () => {
    const bench = standing('callee');
    bench.on(asked());
    bench.take();
    bench.on(described('offer', 'ours2', OTHER));
    expect(bench.words()).toBe('rollback');
  });

  test('our page cannot begin a restart by itself, and an unsolicited answer of the peer is dropped', () => {
    const bench = standing('caller');
    bench.on(restart('answer'));
    bench.on(described('offer', 'ours2'));
    expect(bench.words()).toBe('');
  });
});

describe('the peer’s restarts', () => {
  test.each([
    ['a fingerprint other than the authenticated one', restart('offer', 'them2', OTHER)],
    ['another fingerprint in its description', restart('offer', 'them2', THEIRS, OTHER)],
    ['another fingerprint in an answer', restart('answer', 'them2', OTHER)],
  ])('a peer’s restart with %s ends the call', (_what, event) => {
    const bench = standing('caller');
    bench.on(event);
    expect([bench.words(), bench.fault()]).toEqual(['', 'fingerprint']);
  });

  test('a malformed restart of the peer is dropped', () => {
    const bench = standing('caller');
    bench.on({ kind: 'peer-restart', message: { kind: 'restart', type: 'offer', fingerprint: THEIRS, sdp: 'v=0' } });
    expect([bench.words(), bench.fault()]).toEqual(['', undefined]);
  });

  test('a peer’s restart of a replaced connection, or of a connection not yet described, is dropped', () => {
    const bench = standing('caller');
    bench.on(opening({ offers: true }), { nr: 2, former: [THEIRS] });
    bench.take();
    bench.on(restart('offer'));
    expect([bench.words(), bench.fault()]).toEqual(['', undefined]);
    bench.on({
      kind: 'remote-description',
      type: 'answer',
      sdp: sampleSdp('new1', OTHER, 'answer'),
      fingerprint: OTHER,
    });
    bench.take();
    bench.on(restart('offer'));
    expect([bench.words(), bench.fault()]).toEqual(['', undefined]);
    bench.on(restart('offer', 'new2', OTHER));
    expect(bench.words()).toBe('renew-relays, describe');
  });

  test('at most three restarts of the peer are answered in fifteen seconds, and of any more the newest waits', () => {
    const bench = standing('callee');
    for (const ufrag of ['one1', 'two2', 'thre']) {
      bench.on(restart('offer', ufrag));
      bench.on(described('answer', `our${ufrag}`));
      expect(bench.words()).toBe('renew-relays, describe, say restart answer');
    }
    bench.on(at(1, restart('offer', 'four')));
    bench.on(at(2, restart('offer', 'five')));
    expect([bench.words(), mediaWakeAtMs(bench.media)]).toEqual(['', NOW + 15_000]);
    bench.on(at(15_000));
    expect(JSON.stringify(bench.take())).toContain('a=ice-ufrag:five');
  });

  test('a waiting restart of the peer is dropped if ours was answered meanwhile', () => {
    const bench = standing('caller');
    for (const ufrag of ['one1', 'two2', 'thre']) {
      bench.on(restart('offer', ufrag));
      bench.on(described('answer', 'ours2'));
    }
    for (const event of [restart('offer', 'four'), asked(), described('offer', 'ours3'), restart('answer')])
      bench.on(event);
    expect(mediaWakeAtMs(bench.media)).toBeUndefined();
  });

  test('a waiting restart of the callee yields to the caller’s open restart', () => {
    const bench = standing('caller');
    for (const ufrag of ['one1', 'two2', 'thre']) {
      bench.on(restart('offer', ufrag));
      bench.on(described('answer', 'ours2'));
    }
    for (const event of [restart('offer', 'four'), at(9000, asked()), at(9000, described('offer', 'ours3'))])
      bench.on(event);
    bench.take();
    bench.on(at(15_000));
    expect([bench.words(), mediaWakeAtMs(bench.media)]).toEqual(['', NOW + 9000 + 15_000]);
    bench.on(at(15_100, restart('answer')));
    expect(bench.words()).toBe('describe');
  });

  test('the caller’s restart wins over the callee’s', () => {
    const caller = standing('caller');
    for (const event of [asked(), described('offer', 'ours2')]) caller.on(event);
    caller.take();
    caller.on(restart('offer'));
    expect(caller.words()).toBe('');
    caller.on(restart('answer'));
    expect(caller.words()).toBe('describe');
    const callee = standing('callee');
    for (const event of [asked(), described('offer', 'ours2')]) callee.on(event);
    callee.take();
    callee.on(restart('offer'));
    expect(callee.words()).toBe('rollback, renew-relays, describe');
    callee.on(restart('answer')); // an answer to the offer that was rolled back
    expect(callee.words()).toBe('');
  });

  test('a peer’s restart that our page does not answer is over after fifteen seconds', () => {
    const bench = standing('callee');
    bench.on(restart('offer'));
    bench.on(restart('offer', 'them3'));
    bench.on(asked());
    expect(bench.words()).toBe('renew-relays, describe');
    bench.on(at(15_000));
    expect(bench.words()).toBe('');
    bench.on(restart('offer', 'them3'));
    expect(bench.words()).toBe('renew-relays, describe');
  });

  test('an answer of our page to a peer’s restart is not sent if it has another certificate', () => {
    const bench = standing('callee');
    bench.on(restart('offer'));
    bench.take();
    bench.on(described('answer', 'ours2', OTHER));
    expect(bench.words()).toBe('');
  });

  test('a repeated restart of the peer gets the earlier answer and its candidates, until our page describes its connection anew', () => {
    const bench = standing('callee');
    bench.on(candidates('ours'));
    bench.on(restart('offer'));
    bench.on(described('answer', 'ours2'));
    bench.on(candidates('ours2'));
    bench.take();
    bench.on(restart('offer'));
    expect(bench.said()).toMatchObject([{ type: 'answer' }, { kind: 'candidates', list: [{ ufrag: 'ours2' }] }]);
    bench.on(asked());
    bench.on(described('offer', 'ours3'));
    bench.on(restart('answer', 'them3'));
    bench.take();
    bench.on(restart('answer', 'them3')); // a repeated answer to an offer that was already answered
    expect(bench.words()).toBe('');
    bench.on(restart('offer'));
    expect(bench.words()).toBe('renew-relays, describe');
  });
});

describe('memory of restarts', () => {
  test('a duplicated answer of the peer does not count for our next offer', () => {
    const bench = standing('callee');
    for (const event of [asked(), described('offer', 'ours2'), restart('answer', 'them2')]) bench.on(event);
    for (const event of [asked(), described('offer', 'ours3')]) bench.on(event);
    bench.take();
    bench.on(restart('answer', 'them2'));
    expect(bench.words()).toBe('');
    bench.on(restart('answer', 'them3'));
    expect(bench.words()).toBe('describe');
  });

  test('a new offer of the peer invalidates our old answer', () => {
    const bench = standing('callee');
    for (const event of [restart('offer', 'one1'), described('answer', 'ours2'), restart('offer', 'two2')])
      bench.on(event);
    bench.on(at(15_000)); // our page has not described its connection
    bench.take();
    bench.on(at(15_000, restart('offer', 'one1')));
    expect(bench.words()).toBe('renew-relays, describe');
  });
});

describe('direct paths', () => {
  const relayed: Partial<PathOpening> = { isVerified: false, hasRelays: true };

  test('the caller looks once for a direct path when a relayed call goes live', () => {
    const rows = [
      ['caller', relayed, 'renew-relays, restart'],
      ['callee', relayed, ''],
      ['caller', {}, ''],
      ['caller', { ...relayed, mustRelay: true }, ''],
    ] as const;
    for (const [role, how, effects] of rows) {
      const bench = standing(role, how);
      bench.around = { ...bench.around, ring: ringOf('connecting', role) };
      bench.on({ kind: 'time' }, { ring: ringOf('live', role) });
      expect(bench.words()).toBe(effects);
      bench.on({ kind: 'time' }, { ring: ringOf('reconnecting', role) });
      bench.on({ kind: 'time' }, { ring: ringOf('live', role) });
      expect(bench.words()).not.toContain('restart');
    }
  });
});

describe('pending restarts', () => {
  const byRelays: Partial<PathOpening> = { isVerified: false, hasRelays: true };
  const comesLive = (bench: Bench): string => {
    bench.around = { ...bench.around, ring: ringOf('connecting') };
    bench.take();
    bench.on({ kind: 'time' }, { ring: ringOf('live') });
    return bench.words();
  };

  test('a pending restart for a direct path is made once, and not again when the call is next live', () => {
    const bench = standing('caller', byRelays);
    expect(comesLive(bench)).toBe('renew-relays, restart');
    for (const event of [described('offer', 'ours2'), restart('answer')]) bench.on(event);
    expect(comesLive(bench)).not.toContain('restart');
  });

  test('a replacement page takes over the pending restart', () => {
    const bench = standing('caller', byRelays);
    const sdp = sampleSdp('them', THEIRS, 'offer');
    const theirs: Timeless = { kind: 'remote-description', type: 'offer', sdp, fingerprint: THEIRS };
    for (const event of [opening({ hasRelays: true }), theirs, described('answer')]) bench.on(event);
    expect(comesLive(bench)).toContain('renew-relays, restart');
  });
});

describe('repeated descriptions', () => {
  test('a description is sent again with its candidates', () => {
    const bench = standing('callee');
    bench.on(candidates('ours'));
    bench.take();
    const message = {
      kind: 'reopen',
      type: 'offer',
      nr: 1,
      fingerprint: OURS,
      sdp: sampleSdp('ours', OURS, 'offer'),
    } as const;
    bench.on({ kind: 'describe-again', message });
    expect(bench.words()).toBe('say reopen offer, say candidates');
    const without = new Bench(ringOf('live'));
    without.on({ kind: 'describe-again', message });
    expect(without.words()).toBe('say reopen offer');
  });

  test('the candidates of each description are stored separately for repetition', () => {
    const bench = standing('callee');
    bench.on(candidates('ours'));
    bench.on(asked());
    bench.on(described('offer', 'ours2'));
    bench.on(candidates('ours2'));
    const sdp = sampleSdp('ours', OURS, 'answer');
    const message = { kind: 'reopen', type: 'answer', nr: 1, fingerprint: OURS, sdp } as const;
    bench.take();
    bench.on({ kind: 'describe-again', message });
    expect(bench.said()).toMatchObject([{ kind: 'reopen' }, { kind: 'candidates', list: [{ ufrag: 'ours' }] }]);
    bench.on(asked());
    expect(bench.said()).toMatchObject([{ kind: 'restart' }, { kind: 'candidates', list: [{ ufrag: 'ours2' }] }]);
  });
});
