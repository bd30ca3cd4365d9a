// `npm run bench:forks-reading`: what it costs to read the address of a person whose devices publish forks that drop nothing but ids which
// were never added (decision 0058), three times with other ids, and the same forks without a removal. Printed are the time of the reading,
// the most processor time without a turn of something else, and how much is kept. Nothing is timed as a test.
import { pinStep } from '../../src/main/contacts/person-pin.ts';
import { type Held, keepHeld } from '../../src/main/people/held.ts';
import { type Actor, ADDRESS, HandChain, realDevice } from '../core/keys/hand-written-chain.ts';
import { createRig, holds, personOf } from '../main/people/reader-rig.ts';
import { longestPause } from '../support/longest-pause.ts';

const FORKS = 40;
const LINKS = 20;
const MAX_DROPPED = 65;

const devices = Array.from({ length: FORKS }, (_, n) => realDevice(n + 1));
const [first, ...others] = devices as [Actor, ...Actor[]];
let base = HandChain.begin(first);
for (let n = 0; n < others.length; n += 8) base = base.adding(first, ...others.slice(n, n + 8));

function idOf(...parts: readonly (number | string)[]): string {
  return parts
    .join('x')
    .replaceAll(/\d/g, (digit) => 'abcdefghij'.charAt(Number(digit)))
    .slice(0, 26);
}

function fork(by: Actor, reading: number, drops: number): HandChain {
  let chain = base;
  for (let link = 0; link < LINKS; link++) {
    const drop = Array.from({ length: drops }, (_, n) => idOf(n, link, reading, by.id));
    chain = chain.next(by, drops === 0 ? { proto: link % 2 === 0 ? [1, 2] : [2] } : { drop });
  }
  return chain;
}

for (const drops of [0, MAX_DROPPED]) {
  let held: Held = holds(base);
  for (let reading = 1; reading <= 3; reading++) {
    const { directory, reader } = createRig();
    for (const device of devices) directory.publish(fork(device, reading, drops), device);
    const begun = performance.now();
    const pause = await longestPause(async () => {
      const { rest, ...read } = await reader.read({ address: ADDRESS, held: [held], timeoutMs: 600_000, maxAgeMs: 0 });
      const step = pinStep(held, personOf((await rest) ?? read, base));
      if (step.kind === 'follow') held = step.held;
    });
    const kept = `${held.dropped.length} removals, ${JSON.stringify(keepHeld(held)).length} bytes kept`;
    const times = `${(performance.now() - begun).toFixed(0)} ms, longest pause ${pause.toFixed(1)} ms`;
    process.stdout.write(`${FORKS * LINKS * drops} ids dropped, reading ${reading}: ${times}, ${kept}\n`);
  }
}
