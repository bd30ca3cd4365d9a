import { expect, test } from 'vitest';
import { keyStoreName } from '../../../src/renderer/state/key-store-name.ts';

test('a key store is shown by its familiar name, or by its technical name if it has no other', () => {
  expect(keyStoreName('gnome_libsecret')).toBe('GNOME Keyring');
  expect(keyStoreName('kwallet6')).toBe('KWallet');
  expect(keyStoreName('basic_text')).toBe('basic_text');
});
