import { execFileSync } from 'node:child_process';
import { inspect } from 'node:util';
import { describe, expect, test } from 'vitest';
import { Secret } from '../../../src/core/keys/secret.ts';

const bytes = () => Uint8Array.of(1, 2, 3, 4);

describe('a secret', () => {
  test('lends its bytes and gives back what was made of them', () => {
    expect(Secret.own(bytes()).use((b) => b[3])).toBe(4);
  });

  test('takes the bytes over: what was given is zero', () => {
    const raw = bytes();
    const secret = Secret.own(raw);
    expect([...raw]).toEqual([0, 0, 0, 0]);
    expect(secret.use((b) => [...b])).toEqual([1, 2, 3, 4]);
  });

  test('lies outside the heap of the engine, where no collector copies it', () => {
    // Counted in a process of its own: in this one the collector lets go of others' buffers meanwhile.
    const script = `
      import { Secret } from ${JSON.stringify(new URL('../../../src/core/keys/secret.ts', import.meta.url).href)};
      const make = () => Array.from({ length: 100_000 }, () => Secret.own(new Uint8Array(32)));
      globalThis.secrets = [make()]; // what the start has left behind is collected by now
      const before = process.memoryUsage().arrayBuffers;
      globalThis.secrets.push(make());
      console.log(process.memoryUsage().arrayBuffers - before);`;
    const grown = execFileSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' });
    expect(Number(grown)).toBeGreaterThan(50_000 * 32); // nothing at all where they lie in the heap
  });

  test('is zero in memory after wiping, and asking again is a bug', () => {
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

  test('cannot be carried out of its use whole', () => {
    expect(() => Secret.own(bytes()).use((b) => b)).toThrow('outlive');
  });

  test('shows nothing when it is printed, serialised, inspected or cloned', () => {
    const secret = Secret.own(bytes());
    expect(String(secret)).toBe('Secret');
    expect(JSON.stringify({ secret })).toBe('{}');
    expect(inspect({ secret })).toBe('{ secret: Secret }');
    expect(Object.keys(secret)).toEqual([]);
    expect(Object.keys(structuredClone(secret))).toEqual([]);
  });

  test('copies into one that lives on by itself', () => {
    const secret = Secret.own(bytes());
    const copy = secret.copy();
    secret.wipe();
    expect(copy.use((b) => [...b])).toEqual([1, 2, 3, 4]);
  });
});
