import { execFileSync } from 'node:child_process';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/keys/secret.ts';

const bytes = () => Uint8Array.of(1, 2, 3, 4);

describe('secrets', () => {
  test('a secret lends its bytes to a function and returns what the function returns', () => {
    expect(Secret.own(bytes()).use((b) => b[3])).toBe(4);
  });

  test('a secret takes over the given bytes, which become zero', () => {
    const raw = bytes();
    const secret = Secret.own(raw);
    expect([...raw]).toEqual([0, 0, 0, 0]);
    expect(secret.use((b) => [...b])).toEqual([1, 2, 3, 4]);
  });

  test('the bytes of a secret lie outside the JavaScript heap', () => {
    // Outside the heap no garbage collector copies them. They are counted in a process of their own, because in the
    // process of the tests the collector releases other buffers meanwhile.
    const script = `
      import { Secret } from ${JSON.stringify(new URL('../../../src/core/keys/secret.ts', import.meta.url).href)};
      const make = () => Array.from({ length: 100_000 }, () => Secret.own(new Uint8Array(32)));
      globalThis.secrets = [make()]; // while these are made, the collector releases buffers left from the start
      const before = process.memoryUsage().arrayBuffers;
      globalThis.secrets.push(make());
      console.log(process.memoryUsage().arrayBuffers - before);`;
    const grown = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(Number(grown)).toBeGreaterThan(50_000 * 32); // secrets in the heap would add nothing
  });

  test('a wiped secret is zero in memory, and using it throws', () => {
    const secret = Secret.own(bytes());
    let lent: Uint8Array = new Uint8Array(0);
    secret.use((b) => void (lent = b));
    expect(secret.wiped).toBe(false);
    secret.wipe();
    secret.wipe();
    expect(secret.wiped).toBe(true);
    expect([...lent]).toEqual([0, 0, 0, 0]);
    expect(() => secret.use((b) => b[0])).toThrow('wiped');
  });

  test('using a secret throws if the function returns the lent bytes themselves', () => {
    expect(() => Secret.own(bytes()).use((b) => b)).toThrow('outlive');
  });

  test('a secret shows none of its bytes when printed, serialised, inspected or cloned', () => {
    const secret = Secret.own(bytes());
    expect(String(secret)).toBe('Secret');
    expect(JSON.stringify({ secret })).toBe('{}');
    expect(inspect({ secret })).toBe('{ secret: Secret }');
    expect(Object.keys(secret)).toEqual([]);
    expect(Object.keys(structuredClone(secret))).toEqual([]);
  });

  test('a copied secret survives the original', () => {
    const secret = Secret.own(bytes());
    const copy = secret.copy();
    secret.wipe();
    expect(copy.use((b) => [...b])).toEqual([1, 2, 3, 4]);
  });
});
