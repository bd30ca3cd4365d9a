// Compares the platform's curves with the reference result by result, and times both. Runs in Node and in Electron's
// Node alike.
import { isDeepStrictEqual } from 'node:util';
import { type Curves, nobleCurves } from '../../../src/core/keys/curves.ts';
import { youngCollector } from '../../../src/main/curves/collect.ts';
import { createNativeCurves } from '../../../src/main/curves/native-curves.ts';

const INPUTS = Number(process.argv[2]);
const TIMED = 300;
const collect = youngCollector();
if (collect === undefined) throw new Error('this engine does not collect garbage on demand');
const platform = createNativeCurves(collect);
const random = (length: number): Uint8Array<ArrayBuffer> => crypto.getRandomValues(new Uint8Array(length));

/** The results for one input; in every second signature one bit is flipped. */
function answers(curves: Curves, { secret, peer, message, round }: ReturnType<typeof inputOf>): readonly unknown[] {
  const key = curves.signingKey(secret);
  const signature = curves.sign(message, secret);
  if (round % 2 === 1) signature[round % 64] = (signature[round % 64] ?? 0) ^ (1 << (round % 8));
  return [
    curves.agreementKey(secret),
    curves.agree(secret, peer),
    key,
    signature,
    curves.verify(signature, message, key),
  ];
}

function inputOf(round: number) {
  return { secret: random(32), peer: random(32), message: random(round % 300), round };
}

for (let round = 0; round < INPUTS; round++) {
  const input = inputOf(round);
  if (!isDeepStrictEqual(answers(nobleCurves, input), answers(platform, input))) {
    throw new Error(`input ${round}: the answers differ`);
  }
  if (round % 100 === 0) await new Promise(setImmediate); // runs the work that is due after a turn
}

const { secret, peer, message } = inputOf(300);
const key = nobleCurves.signingKey(secret);
const signature = nobleCurves.sign(message, secret);
const operations: readonly (readonly [string, (curves: Curves) => unknown])[] = [
  ['X25519 key', (curves) => curves.agreementKey(secret)],
  ['X25519 agreement', (curves) => curves.agree(secret, peer)],
  ['Ed25519 key', (curves) => curves.signingKey(secret)],
  ['Ed25519 signature', (curves) => curves.sign(message, secret)],
  ['Ed25519 check', (curves) => curves.verify(signature, message, key)],
];

/** Microseconds of one operation in a turn of its own, including the garbage collection at its end: a median. */
async function timed(operation: () => unknown): Promise<number> {
  const times = [];
  for (let round = 0; round < TIMED; round++) {
    const startedAt = performance.now();
    operation();
    await new Promise(setImmediate);
    times.push((performance.now() - startedAt) * 1000);
  }
  return times.toSorted((a, b) => a - b)[TIMED / 2] ?? Number.NaN;
}

const lines = [`${process.versions.node}: ${INPUTS} inputs, ${INPUTS * 5} answers, all the same`];
for (const [name, operation] of operations) {
  const [reference, native] = [await timed(() => operation(nobleCurves)), await timed(() => operation(platform))];
  const figures = [reference, native].map((us) => `${us.toFixed(0).padStart(6)} µs`).join('');
  lines.push(`  ${name.padEnd(20)}${figures}, ratio ${(native / reference).toFixed(2)}`);
}
process.stdout.write(`${lines.join('\n')}\n`);
