// What deriving a key from a passphrase leaves in memory.
import type * as argon2 from '@noble/hashes/argon2.js';
import { expect, test, vi } from 'vitest';
import { passphraseKey } from '../../../src/main/vault/passphrase.ts';

// The arrays that the library has returned, and copies of the content with which they were returned.
const derived = vi.hoisted((): { readonly array: Uint8Array; readonly copy: readonly number[] }[] => []);
vi.mock('@noble/hashes/argon2.js', async (original) => {
  const { argon2idAsync, ...others } = await original<typeof argon2>();
  return {
    ...others,
    argon2idAsync: async (...input: Parameters<typeof argon2idAsync>) => {
      const array = await argon2idAsync(...input);
      derived.push({ array, copy: [...array] });
      return array;
    },
  };
});

test('the key derived from a passphrase is wiped from the array in which the library returned it', async () => {
  const cost = { name: 'argon2id', memoryKib: 8, passes: 1, lanes: 1 } as const;
  const key = await passphraseKey('correct horse', new Uint8Array(16), cost);
  expect(derived).toHaveLength(1);
  const [{ array, copy }] = derived as [(typeof derived)[number]];
  expect(copy).not.toEqual(Array(32).fill(0));
  expect(key.use((bytes) => [...bytes])).toEqual(copy);
  expect([...array]).toEqual(Array(32).fill(0));
});
