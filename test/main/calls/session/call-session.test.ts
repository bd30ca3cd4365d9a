// How a session treats the messages of its peer, and what a genuine but hostile peer achieves.
import { describe, expect, test } from 'vitest';
import { concat, toB64u } from '../../../../src/core/bytes.ts';
import { commit } from '../../../../src/core/keys/commitment.ts';
import { sampleSdp } from '../../../flows/support/sample-sdp.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';
import { callId, deliver, description, type End, pair, PRINT, random, say, secured } from './call-session-rig.ts';

describe('CONFIRM and READY', () => {
  test('both sides derive the same code, and a repeated CONFIRM gets the same READY again', () => {
    const { caller, callee } = secured();
    expect(caller.talk.code).toMatch(/^[0-9]{8}$/);
    expect(callee.talk.code).toBe(caller.talk.code);
    caller.talk.repeatConfirm();
    expect(caller.sent[1]).toEqual(caller.sent[0]);
    deliver(callee, caller.sent[1]!);
    expect(callee.sent).toHaveLength(2);
    expect(callee.sent[1]).toEqual(callee.sent[0]);
    expect(callee.events).toEqual(['confirm']);
  });

  test('a CONFIRM whose opening does not fit the commitment is unusable and gives no code', () => {
    const { caller, callee } = pair(commit(callId, random(32)));
    caller.talk.sendConfirm(description);
    deliver(callee, caller.sent[0]!);
    expect(callee.events).toEqual(['unusable opening']);
    expect(callee.talk.code).toBeUndefined();
  });

  test('a CONFIRM whose fingerprint differs from that in its description is unusable', () => {
    const { caller, callee } = pair();
    caller.talk.sendConfirm({ ...description, fingerprint: PRINT.replace('AA', '00') });
    deliver(callee, caller.sent[0]!);
    expect(callee.events).toEqual(['unusable content']);
  });

  test('another message in place of CONFIRM is unusable, and `end` in its place ends the call', () => {
    const one = pair();
    say(one.caller, one.callee, { kind: 'ready' });
    expect(one.callee.events).toEqual(['unusable content']);
    const two = pair();
    say(two.caller, two.callee, { kind: 'end', reason: 'hangup' });
    expect(two.callee.events).toEqual(['end hangup']);
  });

  test('a READY before CONFIRM was sent is unusable', () => {
    const { caller, callee } = pair();
    callee.talk.sendReady();
    deliver(caller, callee.sent[0]!);
    expect(caller.events).toEqual(['unusable content']);
  });

  test('32 messages that overtake CONFIRM are kept in order, and `end` is processed at once', () => {
    const { caller, callee } = pair();
    caller.talk.sendConfirm(description);
    for (let i = 0; i < 40; i++)
      caller.talk.send({ kind: 'media', mute: i % 2 === 0, camera: false, hold: false, screen: false });
    const late = caller.sent.slice(1, 31).toReversed();
    for (const bytes of late) deliver(callee, bytes);
    expect(callee.events).toEqual([]);
    caller.talk.send({ kind: 'end', reason: 'hangup' });
    deliver(callee, caller.sent.at(-1)!);
    expect(callee.events).toEqual(['end hangup']);
    for (const bytes of caller.sent.slice(31, 41)) deliver(callee, bytes); // two are stored, and the rest are dropped
    deliver(callee, caller.sent[0]!);
    expect(callee.events.slice(1)).toEqual([
      'confirm',
      ...Array.from({ length: 32 }, (_, i) => `media ${String(i % 2 === 0)}`),
    ]);
    deliver(callee, caller.sent[40]!); // this one was dropped before, so it may come again
    expect(callee.events.at(-1)).toBe('media false');
  });
});

describe('messages', () => {
  test('an older media state does not replace a newer state', () => {
    const { caller, callee } = secured();
    for (const mute of [false, true])
      caller.talk.send({ kind: 'media', mute, camera: false, hold: false, screen: false });
    const [older, newer] = caller.sent.slice(-2);
    deliver(callee, newer!);
    deliver(callee, older!);
    expect(callee.events.at(-1)).toBe('media true');
    expect(callee.events.filter((event) => event.startsWith('media'))).toHaveLength(1);
  });

  test('a misplaced CONFIRM, a misplaced READY and malformed text do nothing', () => {
    const { caller, callee } = secured();
    say(caller, callee, { kind: 'confirm', open: toB64u(random(32)), fingerprint: PRINT, sdp: description.sdp });
    say(caller, callee, { kind: 'ready' });
    say(caller, callee, { kind: 'text', text: 'hello' });
    expect(callee.events).toEqual(['confirm']);
    expect([callee.talk.code, callee.talk.text.lines]).toEqual([caller.talk.code, []]);
  });

  test('nothing is received or sent after the end of a session', () => {
    const { caller, callee } = secured();
    callee.talk.end();
    callee.talk.end();
    say(caller, callee, { kind: 'end', reason: 'hangup' });
    callee.talk.send({ kind: 'end', reason: 'hangup' });
    expect(callee.events).toEqual(['confirm']);
    expect(callee.sent).toHaveLength(1);
  });
});

describe('a `reopen` from the peer', () => {
  const host = 'a=candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
  const good = sampleSdp('them', PRINT, 'offer').replace('a=mid:0\r\n', `a=mid:0\r\n${host}\r\n`);
  const said = (type: 'offer' | 'answer', sdp: string, fingerprint = PRINT) =>
    ({ kind: 'reopen', type, nr: 1, fingerprint, sdp }) as const;

  test('a `reopen` with an unusable description is dropped', () => {
    const { caller, callee } = secured();
    for (const type of ['offer', 'answer'] as const) {
      say(caller, callee, said(type, 'v=0'));
      say(caller, callee, said(type, good, PRINT.replaceAll('A', 'C')));
    }
    expect(callee.reopened).toEqual([]);
  });

  test('a `reopen` keeps its candidates if a direct path is allowed, and loses them if only relays are allowed', () => {
    const kept = [false, true].map((mustRelay) => {
      const { caller, callee } = secured();
      const policy = { hasRelays: true, mustRelay, isConstantRate: false };
      callee.tell({ kind: 'path-opened', offers: false, isVerified: true, viaRelay: false, ...policy });
      say(caller, callee, said('offer', good));
      return callee.reopened.map((sdp) => sdp.includes('192.0.2.7 50123'));
    });
    expect(kept).toEqual([[true], [false]]);
  });
});

describe('a hostile rekey', () => {
  const rekey = (from: End, to: End): void =>
    say(from, to, { kind: 'rekey', e: toB64u(random(32)), kem: toB64u(concat(new Uint8Array(1184).fill(255))) });

  test('a rekey with invalid keys is dropped, and a valid rekey still works', () => {
    const { caller, callee } = secured();
    rekey(caller, callee);
    expect(callee.generation()).toBe(0);
    caller.tell({ kind: 'keys-wanted' });
    deliver(callee, caller.sent.at(-1)!);
    expect(callee.generation()).toBe(1);
    deliver(caller, callee.sent.at(-1)!);
    expect(caller.generation()).toBe(1);
  });

  test('an unsolicited `rekeyed` changes nothing', () => {
    const { caller, callee } = secured();
    say(callee, caller, { kind: 'rekeyed', e: toB64u(random(32)), ct: toB64u(random(1088)) });
    expect(caller.generation()).toBe(0);
  });

  test('a rekey less than eight seconds after another waits until the eight seconds have passed', async () => {
    const { clock, caller, callee } = secured();
    const renew = (): void => {
      deliver(callee, caller.sent.at(-1)!);
      deliver(caller, callee.sent.at(-1)!); // delivers `rekeyed`
      deliver(callee, caller.sent.at(-1)!); // delivers the media message under the new keys
    };
    caller.tell({ kind: 'keys-wanted' });
    renew();
    expect([caller.generation(), callee.generation()]).toEqual([1, 1]);
    await clock.advance(10_000);
    caller.tell({ kind: 'keys-wanted' });
    renew();
    expect([caller.generation(), callee.generation()]).toEqual([2, 2]);
    // A peer that does not wait ten seconds between rekeys: our side delays the answer.
    const hostile = { kind: 'rekey', e: toB64u(deviceKeysOf(random(32)).s) } as const;
    const { RekeyOffer } = await import('../../../../src/core/keys/rekey.ts');
    const offer = new RekeyOffer({ ephemeral: random(32), kem: random(64) });
    await clock.advance(3000);
    say(caller, callee, { ...hostile, kem: toB64u(offer.kem) });
    expect(callee.generation()).toBe(2);
    await clock.advance(5000);
    expect(callee.generation()).toBe(3);
  });

  test('one rekey after a reopening is not delayed, and a second rekey is', () => {
    const { caller, callee } = secured();
    const generations = (): readonly number[] => [caller.generation(), callee.generation()];
    const renew = (): void => {
      caller.tell({ kind: 'keys-wanted' });
      deliver(callee, caller.sent.at(-1)!);
      deliver(caller, callee.sent.at(-1)!); // delivers `rekeyed`
      deliver(callee, caller.sent.at(-1)!); // delivers the media message under the new keys
    };
    renew();
    renew();
    expect(generations()).toEqual([1, 1]); // our own pace still applies
    caller.tell({ kind: 'pace-lifted' }); // a peer that lifts the pace without a reason
    renew();
    expect(generations()).toEqual([1, 1]);
    callee.tell({ kind: 'pace-lifted' }); // after a reopening the waiting rekey is answered at once
    deliver(caller, callee.sent.at(-1)!);
    deliver(callee, caller.sent.at(-1)!);
    expect(generations()).toEqual([2, 2]);
    caller.tell({ kind: 'pace-lifted' });
    renew();
    expect(generations()).toEqual([2, 2]);
  });
});
