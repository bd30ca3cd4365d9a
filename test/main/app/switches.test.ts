import { describe, expect, it } from 'vitest';
import { refusedSwitch, refusedSwitches, refusedVariables } from '../../../src/main/app/switches.ts';

const having =
  (...names: readonly string[]) =>
  (name: string): boolean =>
    names.includes(name);

describe('packaged builds', () => {
  it.each(refusedSwitches)('a packaged build does not start with --%s', (name) => {
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
    'bypasscsp-schemes',
    'force-fieldtrials',
    'disable-features',
    'enable-logging',
    'policy-folder',
    'use-mock-keychain',
  ])('the refused switches include %s', (name) => {
    expect(refusedSwitches).toContain(name);
  });

  it.each(refusedVariables)('a packaged build does not start with %s set', (name) => {
    expect(refusedSwitch(having(), { [name]: '1' })).toBe(name);
  });

  it.each([
    'SSLKEYLOGFILE',
    'NODE_OPTIONS',
    'NODE_EXTRA_CA_CERTS',
    'NODE_TLS_REJECT_UNAUTHORIZED',
    'ELECTRON_RUN_AS_NODE',
    'ELECTRON_DISABLE_SANDBOX',
    'ELECTRON_ENABLE_LOGGING',
    'DEBUG',
  ])('the refused variables include %s', (name) => {
    expect(refusedVariables).toContain(name);
  });

  it('the refused names are unique and begin with no dash, and the refused switches are lower case', () => {
    const all = [...refusedSwitches, ...refusedVariables];
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((name) => name.startsWith('-'))).toEqual([]);
    expect(refusedSwitches.filter((name) => name !== name.toLowerCase())).toEqual([]);
  });

  it('a packaged build starts with permitted switches and with a refused variable that is empty', () => {
    expect(
      refusedSwitch(having('profile', 'hidden', 'language', 'password-store'), { SSLKEYLOGFILE: '' }),
    ).toBeUndefined();
  });
});
