// `npm run bench:start-and-link`: how long a person waits for Siegel to start, and for a device to be linked. The real
// Siegels use a broker that another Siegel runs. A program that has an identity is started, and the bench measures the
// time until its window opens and until it is online. For the linking it measures the time from typing the link code
// until the number appears, and from typing the number to the end. The person presses _Hand over_ at once. Prints
// medians, and compares both times of a start with the time until the window of a program without an identity opens.
// `-- 5` takes five rounds. A bench, not a test. Needs Linux.
import { performance } from 'node:perf_hooks';
import { type Desktop, startDesktop } from '../../tools/desktop/desktop.ts';
import { endAtOnce, launchSiegel } from '../../tools/desktop/launch.ts';
import { confirmLink, showCode, typeLinkCode } from '../../tools/desktop/linking.ts';
import { Person } from '../../tools/desktop/person.ts';
import { freePort } from '../../tools/network/free-port.ts';

const ROUNDS = Number(process.argv[2] ?? 10);
const PATIENCE_MS = 30_000;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The latencies of one round, in ms. */
interface Waits {
  readonly emptyWindow: number;
  readonly window: number;
  readonly online: number;
  readonly number: number;
  readonly linked: number;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

async function begin(desktop: Desktop, profile: string, args: readonly string[]) {
  const beganAtMs = performance.now();
  const person = new Person(profile, await launchSiegel(desktop, { profile, args }));
  await person.view();
  return { person, beganAtMs, windowMs: performance.now() - beganAtMs };
}

async function timed<T>(work: Promise<T>): Promise<readonly [value: T, tookMs: number]> {
  const beganAtMs = performance.now();
  const value = await work;
  return [value, performance.now() - beganAtMs];
}

/** A new person for each round, with a short chain and no contacts. */
async function round(desktop: Desktop, args: readonly string[], at: number): Promise<Waits> {
  const [own, other] = [`own-${at}`, `other-${at}`];
  const opened: Person[] = [];
  try {
    const first = await begin(desktop, own, args);
    await first.person.setUp(`emil-${at}@bench.example`, 'Emil');
    await endAtOnce(first.person.process);
    const { person, beganAtMs, windowMs } = await begin(desktop, own, args);
    opened.push(person);
    await person.until('a connection', ({ link }) => link.kind === 'online', PATIENCE_MS);
    const online = performance.now() - beganAtMs;
    const fresh = await begin(desktop, other, args);
    opened.push(fresh.person);
    const code = await showCode(fresh.person);
    const [typed, number] = await timed(typeLinkCode(person, code));
    const [, linked] = await timed(confirmLink(person, fresh.person, typed));
    return { emptyWindow: fresh.windowMs, window: windowMs, online, number, linked };
  } finally {
    for (const { process: child } of opened) await endAtOnce(child);
  }
}

const desktop = await startDesktop({ keyring: 'unlocked', say: () => undefined });
try {
  const broker = `127.0.0.1:${await freePort()}`;
  const args = ['--language=en', `--broker-url=mqtt://${broker}`];
  const host = await begin(desktop, 'host', [...args, `--start-broker=${broker}`]);
  await host.person.setUp('host@bench.example', 'Host');
  const rounds: Waits[] = [];
  for (let at = 0; at <= ROUNDS; at++) {
    const waits = await round(desktop, args, at);
    if (at > 0) rounds.push(waits); // the first round warms up
  }
  const of = (key: keyof Waits): number => median(rounds.map((waits) => waits[key]));
  const line = (what: string, ms: number, more = ''): void =>
    say(`${what.padEnd(44)} ${ms.toFixed(0).padStart(6)} ms${more}`);
  say(`medians of ${ROUNDS} rounds`);
  line('start without an identity to the window', of('emptyWindow'));
  line('start to the window', of('window'), `, ratio ${(of('window') / of('emptyWindow')).toFixed(2)}`);
  line('start to the connection', of('online'), `, ratio ${(of('online') / of('emptyWindow')).toFixed(2)}`);
  line('link code typed to the number', of('number'));
  line('number typed to the end of the linking', of('linked'));
  await endAtOnce(host.person.process);
} finally {
  await desktop.stop();
}
