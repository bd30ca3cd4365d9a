// `npm run bench:chain-reading`: what it costs to read the chain of a person. It prints the signature checks and the
// time of one more link. It also prints how long a chain of 128 links, the most that are allowed, blocks everything
// else in main, as the longest time without a turn for other work. It measures that in twenty readings of one process,
// and in the first readings of twenty processes. It judges no times.
import { execFileSync } from 'node:child_process';
import { assert, unwrap } from '../../src/core/assert.ts';
import { fromB64u, toB64u } from '../../src/core/bytes.ts';
import { beginChain, extendChain, type Change } from '../../src/core/keys/chain-build.ts';
import {
  type Chain,
  devicesOf,
  type ParsedChain,
  parseChain,
  parseChainSteps,
  payloadOf,
} from '../../src/core/keys/chain.ts';
import { signaturesToCheck, verifyChainSteps } from '../../src/core/keys/chain-verify.ts';
import { makeSigningKey, makeStaticKey, verifySignature } from '../../src/core/keys/identity.ts';
import { type DeviceMember, joinDevice } from '../../src/core/keys/member.ts';
import { runSteps, type Steps } from '../../src/core/steps.ts';
import { createSlices } from '../../src/main/time/slices.ts';
import { longestPause } from '../support/longest-pause.ts';

const READINGS = 20;
const LINKS = 128;
const address = 'anna@demo.example';
const at = 1_800_000_000;
const key = makeSigningKey(new Uint8Array(32).fill(1));
const s = makeStaticKey(new Uint8Array(32).fill(2)).publicKey;

function* read(payload: Uint8Array, known: readonly Chain[] = []): Steps<Chain> {
  const parsed = yield* parseChainSteps(payload, address);
  assert(typeof parsed !== 'string', 'the chain is valid');
  const chain = yield* verifyChainSteps(parsed, { known });
  assert(chain !== 'signature', 'its signatures are right');
  return chain;
}

function extended(chain: Chain, change: Omit<Change, 'by' | 'at'>): Chain | undefined {
  const by = chain.links[0]?.link.by ?? '';
  const next = extendChain(chain, { by, at: at + chain.links.length, ...change }, key);
  return typeof next === 'string' ? undefined : next;
}

function newDevice(chain: Chain): DeviceMember {
  const seed = (what: number): Uint8Array<ArrayBuffer> => new Uint8Array(32).fill(what).fill(chain.links.length, 8, 16);
  return joinDevice(chain.person, makeStaticKey(seed(3)).publicKey, makeSigningKey(seed(4)), [1]);
}

/** A chain of as many links as are allowed, with as many added and removed devices as fit. */
function longChain(begun: Chain): Chain {
  let chain = begun;
  while (chain.links.length < LINKS) {
    const drop = devicesOf(chain)
      .slice(1)
      .map(({ id }) => id);
    const proto = chain.links.length % 2 === 0 ? [253, 255] : [254, 255];
    const next = extended(chain, { add: [newDevice(chain)], drop }) ?? extended(chain, { proto });
    assert(next !== undefined, 'there is room for a change');
    chain = next;
  }
  return chain;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

function printPauses(name: string, pauses: readonly number[]): void {
  print(
    `${name.padEnd(24)} longest pause: median ${median(pauses).toFixed(1)} ms, most ${Math.max(...pauses).toFixed(1)} ms`,
  );
}

function printOneLink(name: string, known: Chain, chain: Chain | undefined): void {
  assert(chain !== undefined, 'a link can be added');
  const parsed = parseChain(payloadOf(chain), address) as ParsedChain;
  const times = Array.from({ length: READINGS }, () => {
    const begun = performance.now();
    runSteps(verifyChainSteps(parsed, { known: [known] }));
    return performance.now() - begun;
  });
  const checks = signaturesToCheck(parsed, { known: [known] });
  print(`${name.padEnd(24)} ${String(checks)} signature checks, median ${median(times).toFixed(1)} ms`);
}

/** What the first signature check of a process costs, and the longest pause of its first reading. */
function coldPauses(payload: Uint8Array): readonly number[] {
  const said = execFileSync(process.execPath, [import.meta.filename, toB64u(payload)], { encoding: 'utf8' });
  return said.split(' ').map(Number);
}

function firstCheck(): Promise<void> {
  verifySignature(key.sign(s), s, key.publicKey);
  return Promise.resolve();
}

async function bench(): Promise<void> {
  const first = beginChain({ address, s, proto: [1], at }, key);
  const second = extended(first, { add: [newDevice(first)] });
  assert(second !== undefined, 'there is room for a device');
  printOneLink('a link that adds', first, second);
  printOneLink(
    'a link that removes',
    second,
    extended(second, {
      drop: devicesOf(second)
        .slice(1)
        .map(({ id }) => id),
    }),
  );

  const chain = longChain(first);
  const payload = payloadOf(chain);
  const parsed = parseChain(payload, address) as ParsedChain;
  print(
    `\n${String(LINKS)} links, ${String(payload.length)} bytes, ${String(signaturesToCheck(parsed))} signature checks`,
  );
  const slices = createSlices();
  const ways = {
    'at once': () => Promise.resolve().then(() => runSteps(read(payload))),
    'in slices': () => slices.run(read(payload)),
    'ten in slices': () => Promise.all(Array.from({ length: 10 }, () => slices.run(read(payload)))),
    'known, in slices': () => slices.run(read(payload, [chain])),
  };
  for (const [name, work] of Object.entries(ways)) {
    const pauses: number[] = [];
    for (let reading = 0; reading < READINGS; reading++) pauses.push(await longestPause(work));
    printPauses(name, pauses);
  }
  const cold = Array.from({ length: READINGS }, () => coldPauses(payload));
  for (const [at, name] of ['first check', 'first reading'].entries()) {
    printPauses(
      name,
      cold.map((pauses) => pauses[at] ?? Number.NaN),
    );
  }
}

const [text] = process.argv.slice(2);
if (text === undefined) await bench();
else {
  const payload = unwrap(fromB64u(text), 'a payload in b64u');
  const check = await longestPause(firstCheck); // the first check makes a table of the curve
  print(`${check} ${await longestPause(() => createSlices().run(read(payload)))}`);
}
