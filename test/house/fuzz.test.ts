// Every parser against damaged inputs: a short run here, a million each in `npm run bench:fuzz`. If an input
// breaks a promise, the bench adds it to the corpus, and the corpus runs first.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toHex } from '../../src/core/bytes.ts';
import { keptCorpus } from '../support/fuzz/corpus.ts';
import { fuzz } from '../support/fuzz/fuzz.ts';
import { genuineAnswerIsTaken, keyTargets } from '../support/fuzz/key-targets.ts';
import { targets } from '../support/fuzz/targets.ts';
import { wireTargets } from '../support/fuzz/wire-targets.ts';

// Parsers that agree keys or check signatures for each input run fewer inputs.
const slow = new Set([
  'handshake-1',
  'handshake-2',
  'chain',
  'organisation-certificate',
  'certificate-request',
  'link-bundle',
  'link-chain',
  'missed-note',
  'move-note',
  'move-end-note',
  'verified-note',
  'handled-note',
]);

describe.each(targets.map((target) => [target.name, target] as const))('the parser of %s', (name, target) => {
  it('the parser returns a boolean and throws nothing on damaged inputs', () => {
    const kept = keptCorpus(name);
    expect(kept.length).toBeGreaterThan(0);
    const outcome = fuzz(target, kept, slow.has(name) ? 300 : 3000, 20_261_125);
    expect(outcome).toMatchObject({ kind: 'held', accepted: expect.any(Number) });
    expect(outcome).not.toMatchObject({ accepted: 0 }); // otherwise only damaged inputs were tried
  });

  it('the parser returns a boolean and throws nothing on random bytes and texts', () => {
    const inputs = fc.oneof(
      fc.uint8Array({ maxLength: 600 }),
      fc.string({ unit: 'binary', maxLength: 300 }),
      fc.json(),
    );
    fc.assert(
      fc.property(inputs, (input) => {
        const bytes = typeof input === 'string' ? new TextEncoder().encode(input) : new Uint8Array(input);
        expect(typeof target.run(bytes)).toBe('boolean'); // and it threw nothing
      }),
      { numRuns: slow.has(name) ? 100 : 1000 },
    );
  });
});

// Otherwise no input would derive from a new kind of message.
it.each(wireTargets)('the stored corpus of $name contains every form of the message', ({ name, seeds }) => {
  expect(keptCorpus(name).map(toHex)).toEqual(expect.arrayContaining(seeds().map(toHex)));
});

// Otherwise inputs would derive from messages that no key here has signed, or a genuine message would count as a
// forgery.
it.each(keyTargets)(
  'the stored corpus of $name contains what its keys sign, whichever parser ran before',
  ({ name, seeds }) => {
    const kept = keptCorpus(name).map(toHex);
    expect(kept).toEqual(expect.arrayContaining(seeds().map(toHex)));
  },
);

it('a handshake still accepts the genuine answer after forgeries', () => {
  expect(genuineAnswerIsTaken()).toBe(true);
});
