import { describe, expect, it } from 'vitest';
import { refusedSwitch, refusedSwitches } from '../../../src/main/app/switches.ts';

const having =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);

describe('a packaged build', () => {
  it.each(refusedSwitches)('does not start with --%s', (name) => {
    expect(refusedSwitch(having('hidden', name), {})).toBe(name);
  });

  it.each([
    'remote-debugging-port',
    'browser-subprocess-path',
    'inspect',
    'no-sandbox',
    'js-flags',
    'disable-webrtc-encryption',
    'ssl-key-log-file',
    'user-data-dir',
    'use-fake-ui-for-media-stream',
    'ignore-certificate-errors',
  ])('knows %s', (name) => {
    expect(refusedSwitches).toContain(name);
  });

  it('does not start where connections would write their keys down', () => {
    expect(refusedSwitch(having(), { SSLKEYLOGFILE: 'keys.log' })).toBe('SSLKEYLOGFILE');
  });

  it('starts with what is ours, and with an empty variable', () => {
    expect(
      refusedSwitch(having('profile', 'hidden', 'language', 'password-store'), { SSLKEYLOGFILE: '' }),
    ).toBeUndefined();
  });
});
