// The bundle for a new device is complete and consistent, or it is refused.
import { describe, expect, test } from 'vitest';
import { type Bytes, toB64u } from '../../../src/core/bytes.ts';
import { BundleReader, type LinkBundle, writeBundle } from '../../../src/core/signal/link-bundle.ts';
import { writeJson } from '../../../src/core/signal/json.ts';
import type { LinkMessage } from '../../../src/core/signal/link.ts';
import { linkedPin, pinnedPerson } from '../../support/pinned.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const address = 'anna@demo.example';

function person(n: number): LinkBundle['people'][number] {
  const known = { address: `p${n}@demo.example`, name: 'P', rings: false };
  const rest = { change: null, recovered: null, failed: 0 };
  // From number 300 on, people have no pin, because signing takes time.
  if (n >= 300) return { ...known, pin: null, verified: null, ...rest };
  const pin = linkedPin(pinnedPerson(known.address, n % 256));
  return { ...known, pin, verified: { at: 9, way: 'code' }, ...rest };
}

function bundle(change: Partial<LinkBundle> = {}): LinkBundle {
  return {
    v: 1,
    address,
    name: 'Anna',
    devices: [{ device: 'a'.repeat(26), name: 'desk' }],
    people: [person(1)],
    settings: { relayOnly: true, unknownCallers: 'refuse', idleLockMinutes: 5, historyDays: 30 },
    ...change,
  };
}

type Part = Extract<LinkMessage, { kind: 'part' }>;
const partsOf = (whole: LinkBundle): Part[] => {
  const parts = writeBundle(whole);
  return typeof parts === 'string' ? [] : (parts as Part[]);
};
/** The bundle as a peer that checks nothing would write it. */
const forced = (whole: LinkBundle): Part[] => [{ kind: 'part', index: 0, count: 1, data: toB64u(writeJson(whole)) }];
function read(parts: readonly Part[], reader = new BundleReader()): ReturnType<BundleReader['take']> {
  let last: ReturnType<BundleReader['take']> = 'more';
  for (const part of parts) last = reader.take(part);
  return last;
}

describe('bundles for a new device', () => {
  test('a bundle that lists its own address among people is unusable', () => {
    const whole = bundle({ people: [person(1), { ...person(2), address }] });
    expect(read(forced(whole))).toBe('unusable');
    expect(writeBundle(whole)).toBe('unusable');
  });

  test('a bundle with a verified person without a pin is unusable', () => {
    const unpinned = { ...person(1), pin: null };
    expect(read(forced(bundle({ people: [unpinned] })))).toBe('unusable');
    expect(writeBundle(bundle({ people: [unpinned] }))).toBe('unusable');
    const whole = bundle({ people: [{ ...unpinned, verified: null }] });
    expect(read(partsOf(whole))).toEqual(whole);
  });

  test('a bundle of thousands of contacts arrives in parts as it was sent', () => {
    const whole = bundle({ people: Array.from({ length: 2000 }, (_, n) => person(n)) });
    const parts = partsOf(whole);
    expect(parts.length).toBeGreaterThan(10);
    const reader = new BundleReader();
    expect(reader.take(parts[0] as Part)).toBe('more');
    expect(reader.taken).toBe(1);
    expect(read(parts.slice(1), reader)).toEqual(whole);
  });

  test('a bundle of 40,000 people is refused as too large', () => {
    const name = 'x'.repeat(64);
    const people = Array.from({ length: 40_000 }, (_, n) => ({ ...person(n), name }));
    expect(writeBundle(bundle({ people }))).toBe('too-large');
  });

  test('a bundle is unusable if a pin is for another address or person, or has an invalid chain or removal', () => {
    const known = person(1);
    const { pin } = known;
    if (pin === null) throw new Error('pinned');
    const wrong: readonly (typeof pin)[] = [
      linkedPin(pinnedPerson('p2@demo.example', 1)),
      { ...pin, person: toB64u(seed(9)) },
      { ...pin, chain: '' },
      { ...pin, chain: '!' },
      { ...pin, dropped: [{ id: 'x', link: '', signed: [] }] },
    ];
    for (const each of wrong) expect(read(forced(bundle({ people: [{ ...known, pin: each }] })))).toBe('unusable');
  });

  test('a bundle with reordered, missing or wrong parts is unusable', () => {
    const parts = partsOf(bundle({ people: Array.from({ length: 300 }, (_, n) => person(n)) }));
    const [first, second, third] = parts as [Part, Part, Part];
    expect(read([second])).toBe('unusable');
    expect(read([first, third])).toBe('unusable');
    expect(read([first, { ...second, count: second.count + 1 }])).toBe('unusable');
    expect(read([first, { ...second, data: '!' }])).toBe('unusable');
    expect(read([{ ...first, data: first.data.slice(0, 4) }])).toBe('unusable');
    expect(read([{ ...first, index: first.count }])).toBe('unusable');
  });

  test('a bundle with a repeated address or device, or with an invalid field, is unusable', () => {
    const wrong: readonly Partial<LinkBundle>[] = [
      { people: [person(1), person(1)] },
      { people: [{ ...person(1), address: 'no address' }] },
      { name: 'turned‮' },
      { devices: [{ device: 'A', name: '' }] },
      { devices: [bundle().devices, bundle().devices].flat() },
      { settings: { ...bundle().settings, historyDays: 4000 } },
    ];
    for (const change of wrong) expect(read(forced(bundle(change))), JSON.stringify(change)).toBe('unusable');
  });
});
