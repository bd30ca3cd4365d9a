// `npm run bench:forks-reading`: what it costs to read the address of a person whose devices publish forks that only
// drop ids which were never added (decision 0058). For comparison, the forks of the first set drop nothing. The sets
// are the forks of 40 devices without removals, of 40 devices with removals, and of 64 devices with removals. Each set
// is read three times, with other ids each time if it has removals, and once more unchanged. It prints the time of the
// reading, the longest time without a turn for other work, how long the choice would take in one piece, and how much
// is stored. It judges no times.
import { makeSigningKey, verifySignature } from '../../src/core/keys/identity.ts';
import { runSteps } from '../../src/core/steps.ts';
import { pinStep } from '../../src/main/people/person-pin.ts';
import { chooseSteps, type Held, keepHeld } from '../../src/main/people/held.ts';
import { type Actor, ADDRESS, HandChain, realDevice } from '../core/keys/hand-written-chain.ts';
import type { PersonRead } from '../../src/main/people/address-reading.ts';
import { createRig, holds, personOf } from '../main/people/reader-rig.ts';
import { longestPause } from '../support/longest-pause.ts';

type Rig = ReturnType<typeof createRig>;

const READINGS = 3;
const attacks = [
  { forks: 40, links: 20, drops: 0 },
  { forks: 40, links: 20, drops: 65 },
  { forks: 64, links: 17, drops: 65 },
];

function baseOf(devices: readonly Actor[]): HandChain {
  const [first, ...others] = devices as [Actor, ...Actor[]];
  let base = HandChain.begin(first);
  for (let n = 0; n < others.length; n += 8) base = base.adding(first, ...others.slice(n, n + 8));
  return base;
}

function idOf(...parts: readonly (number | string)[]): string {
  return parts
    .join('x')
    .replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
    .slice(0, 26);
}

function forkOf(base: HandChain, by: Actor, reading: number, links: number, drops: number): HandChain {
  let chain = base;
  for (let link = 0; link < links; link++) {
    const drop = Array.from({ length: drops }, (_, n) => idOf(n, link, reading, by.id));
    chain = chain.next(by, drops === 0 ? { proto: link % 2 === 0 ? [1, 2] : [2] } : { drop });
  }
  return chain;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}

async function printReading(name: string, rig: Rig, base: HandChain, held: Held): Promise<Held> {
  const question = { address: ADDRESS, held: [held], timeoutMs: 600_000, maxAgeMs: 0 };
  let found: PersonRead | undefined;
  let next = held;
  const begun = performance.now();
  const pause = await longestPause(async () => {
    const { rest, ...answer } = await rig.reader.read(question);
    found = personOf((await rest) ?? answer, base);
    const step = pinStep(held, found.choice);
    if (step.kind === 'follow') next = step.held;
  });
  const read = performance.now();
  runSteps(chooseSteps(held, found?.read ?? []));
  const [times, one] = [[read - begun, pause], performance.now() - read];
  const [all, longest] = times.map((ms) => ms.toFixed(1));
  print(`  ${name}: ${all} ms, longest pause ${longest} ms, a choice in one piece ${one.toFixed(1)} ms`);
  return next;
}

const key = makeSigningKey(new Uint8Array(32).fill(1));
// The first check of a process makes a table of the curve.
verifySignature(key.sign(key.publicKey), key.publicKey, key.publicKey);
for (const { forks, links, drops } of attacks) {
  const devices = Array.from({ length: forks }, (_, n) => realDevice(n + 1));
  const base = baseOf(devices);
  print(`${forks} forks of ${links} links, ${forks * links * drops} ids dropped`);
  let held = holds(base);
  let rig = createRig();
  for (let reading = 1; reading <= READINGS; reading++) {
    rig = createRig();
    for (const device of devices) rig.directory.publish(forkOf(base, device, reading, links, drops), device);
    held = await printReading(`reading ${reading}`, rig, base, held);
  }
  await printReading('the same again', rig, base, held);
  print(`  ${held.dropped.length} removals, ${JSON.stringify(keepHeld(held)).length} bytes kept`);
}
