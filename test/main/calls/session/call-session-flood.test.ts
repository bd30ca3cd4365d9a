// A genuine peer that sends without limit.
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { toB64u } from '../../../../src/core/bytes.ts';
import type { Session } from '../../../../src/core/signal/message.ts';
import { SessionOpener } from '../../../../src/core/signal/session.ts';
import { deviceKeysOf } from '../../../support/device-keys.ts';
import { description, open, PRINT, random, say, secured } from './call-session-rig.ts';

describe('a flood of one kind of message', () => {
  const candidate = 'candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';
  const restart = { type: 'offer', fingerprint: PRINT, sdp: description.sdp } as const;
  const kinds: readonly Session[] = [
    { kind: 'media', mute: true, camera: false, hold: false, screen: false },
    { kind: 'candidates', list: [{ mid: '0', ufrag: 'ours', candidate }] },
    { kind: 'key-frame', stream: 1 },
    { kind: 'restart', ...restart },
    { kind: 'reopen', type: 'offer', nr: 1, fingerprint: PRINT, sdp: description.sdp },
    { kind: 'text', text: '0:H' },
    { kind: 'transfer', device: deviceKeysOf(random(32)).id, call: toB64u(random(16)) },
    { kind: 'rekeyed', e: toB64u(random(32)), ct: toB64u(random(1088)) },
    { kind: 'confirm', open: toB64u(open), ...description },
    { kind: 'ready' },
  ];

  test.each(kinds.map((message) => [message.kind, message] as const))(
    'of four thousand `%s` messages in two seconds at most 384 are opened, and an `end` that follows is read within a second',
    async (_kind, message) => {
      const { clock, caller, callee } = secured();
      const opened = vi.spyOn(SessionOpener.prototype, 'open');
      onTestFinished(() => opened.mockRestore());
      for (let i = 0; i < 4000; i++) {
        say(caller, callee, message);
        await clock.advance(0.5);
      }
      expect(opened.mock.calls.length).toBeLessThanOrEqual(256 + 2 * 64);
      say(caller, callee, { kind: 'end', reason: 'hangup' });
      await clock.advance(1000);
      expect(callee.events.at(-1)).toBe('end hangup');
    },
  );

  test('a long message counts as several towards the limit', () => {
    const { caller, callee } = secured();
    const opened = vi.spyOn(SessionOpener.prototype, 'open');
    onTestFinished(() => opened.mockRestore());
    const sdp = description.sdp.padEnd(40_000, 'a');
    for (let i = 0; i < 40; i++) say(caller, callee, { kind: 'restart', type: 'offer', fingerprint: PRINT, sdp });
    expect(opened.mock.calls.length).toBeLessThanOrEqual(6);
    expect(opened).toHaveBeenCalled();
  });

  test('queued messages cause no event after the session has ended', async () => {
    const { clock, caller, callee } = secured();
    for (let i = 0; i < 300; i++) say(caller, callee, { kind: 'key-frame', stream: 1 });
    callee.talk.end();
    const events = callee.events.length;
    await clock.advance(10_000);
    expect(callee.events).toHaveLength(events);
  });
});
