// `npm run bench:many-contacts`: how long a person with 5,000 contacts and 10,000 call records waits, and what these
// cost, compared with five of each in the same run. It measures a start, until a press works; the search, from a key
// press to its result; a call, from the press to the ring, and from the arriving INVITE to the ring; and a running
// call, in processor time of main and of the main page, and in what that page is sent. Both sides of the call have the
// same number of contacts and records. All contacts have a chain and a presence at a real broker. The time of presences
// runs from when the program is seen online and published; it is 0 if all presences have arrived by then. Medians
// and ratios; a bench, not a test. Needs Linux.
//   npm run bench:many-contacts -- --contacts 5000 --lines 10000 --calls 5 --starts 5 --stretch 30
import { once } from 'node:events';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { en } from '../../src/text/page/en.ts';
import { chooseCurves } from '../../src/main/curves/choose-curves.ts';
import { createLog } from '../../src/main/log.ts';
import { useCurves } from '../../src/core/keys/curves.ts';
import { startDesktop } from '../../tools/desktop/desktop.ts';
import { launchSiegel } from '../../tools/desktop/launch.ts';
import { Person } from '../../tools/desktop/person.ts';
import { introduce, people } from '../../tools/demo/sides.ts';
import { policyOf } from '../support/managed-people.ts';
import { published } from '../support/known-profiles.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { layOutSiegel } from './beside-bare/laid-out.ts';
import { ownCpuMsOf } from './beside-bare/process-tree.ts';
import { watchScreen } from './beside-bare/screen.ts';
import { startAlone } from './beside-bare/somebody.ts';
import { learnLook, placesOf, timeStart } from './beside-bare/start-time.ts';
import { end, talk } from './endurance/two-siegels.ts';
import { type Colleague, entryOf, makeCalls, makeColleagues, publishAll } from './many-contacts/crowd.ts';
import { fillVault, knowVault, type KnownVault } from './many-contacts/fill.ts';
import { timeSearch } from './many-contacts/typing.ts';
import { nextPress } from './moments/press.ts';
import { median, type Step, watchSteps } from './moments/steps.ts';

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '5000' },
    lines: { type: 'string', default: '10000' },
    calls: { type: 'string', default: '5' },
    starts: { type: 'string', default: '5' },
    stretch: { type: 'string', default: '30' },
  },
});
const FEW = 5;
const [MANY, LINES, CALLS, STARTS] = [values.contacts, values.lines, values.calls, values.starts].map(Number) as [
  number,
  number,
  number,
  number,
];
const STRETCH_MS = Number(values.stretch) * 1000;
const FIRST_MS = 15_000; // after coming online, which is when everybody is read
// Siegel leaves 2.5 s between two INVITEs to the same address. The bench waits longer, so that this wait is not
// measured.
const PAUSE_MS = 3000;
const PATIENCE_MS = 60_000;
const SEARCHED = 'person number';
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** The measurements of one size, by name. */
type Figures = Map<string, { readonly value: number; readonly unit: string }>;

async function quit({ app, process: running }: Person): Promise<void> {
  const gone = once(running, 'exit');
  await app.evaluate((electron) => electron.app.quit()).catch(() => undefined); // it may be gone before it answers
  await gone;
}

/** The latencies of one call. */
interface Ring {
  readonly shownMs: number;
  readonly pressMs: number;
  readonly inviteMs: number;
}

/**
 * One call: the time from the press to the first change of the page and to the ring, and from the callee's first event.
 */
async function ring(caller: Person, callee: Person, said: () => readonly Step[]): Promise<Ring> {
  const page = await caller.choose(people.callee.name);
  await wait(PAUSE_MS);
  const pressing = nextPress(page.getByRole('button', { name: en.person.voice, exact: true }));
  await caller.place(people.callee.name, 'audio');
  const { atMs, shownAtMs } = await pressing;
  await callee.phase('ringing', PATIENCE_MS);
  await caller.hangUp();
  const heard = said().filter((step) => step.atMs >= atMs && step.side === callee.name);
  const rang = heard.find(({ what }) => what === 'cleared, ringing');
  if (heard[0] === undefined || rang === undefined) throw new Error('the call did not ring');
  await caller.phase('ended', PATIENCE_MS);
  await caller.dismiss();
  await callee.until('no call', ({ call }) => call === undefined);
  return { shownMs: shownAtMs - atMs, pressMs: rang.atMs - atMs, inviteMs: rang.atMs - heard[0].atMs };
}

/**
 * Processor time of main and of the main page over this long, as shares of a core, and how many changes and KiB a
 * second the page is sent meanwhile.
 */
async function costOf(person: Person, stretchMs: number) {
  const page = await person.window('main');
  const contents = await person.contents(page);
  const pagePid = await contents.evaluate((each) => each.getOSProcessId());
  await page.evaluate(() => {
    const scope = globalThis as unknown as { told: { count: number; bytes: number } };
    const told = { count: 0, bytes: 0 };
    scope.told = told;
    window.siegel.on('change', (change) => {
      told.count++;
      told.bytes += JSON.stringify(change).length;
    });
  });
  const [beganAtMs, main, renderer] = [performance.now(), ownCpuMsOf(person.pid), ownCpuMsOf(pagePid)];
  await wait(stretchMs);
  const tookMs = performance.now() - beganAtMs;
  const [mainCore, pageCore] = [(ownCpuMsOf(person.pid) - main) / tookMs, (ownCpuMsOf(pagePid) - renderer) / tookMs];
  const told = await page.evaluate(() => (globalThis as unknown as { told: { count: number; bytes: number } }).told);
  return { mainCore, pageCore, pushes: (told.count / tookMs) * 1000, kib: (told.bytes / 1024 / tookMs) * 1000 };
}

// Milliseconds until all contacts are online in the page, 0 if they are already. Must be self-contained. It follows
// the changes that the page is sent, so that main is not asked for all contacts again and again.
async function untilAllOnlineInPage(expected: number): Promise<number> {
  const beganAtMs = performance.now();
  const missing = new Set<string>();
  const note = (contacts: readonly { readonly address: string; readonly presence: string }[]): void => {
    for (const { address, presence } of contacts) {
      if (presence === 'online') missing.delete(address);
      else missing.add(address);
    }
  };
  const reply = await window.siegel.call('view.read', {});
  if (!reply.ok || !('contacts' in reply.value)) throw new Error('the view was not read');
  const { contacts } = reply.value;
  if (contacts.length !== expected) throw new Error(`${contacts.length} contacts, not ${expected}`);
  note(contacts);
  if (missing.size === 0) return 0;
  return new Promise((resolve) => {
    const end = window.siegel.on('change', ({ contacts }) => {
      note(contacts.set);
      if (missing.size > 0) return;
      end();
      resolve(performance.now() - beganAtMs);
    });
  });
}

useCurves(chooseCurves(createLog('error', () => undefined)));
const desktop = await startDesktop({ keyring: 'unlocked', say });
const screen = watchScreen(desktop);
try {
  await withSiteBroker(async ({ url }) => {
    const { folder, set } = policyOf(desktop, 'policy');
    set({ LogLevel: 'debug' });
    const args = ['--language=en', `--broker-url=${url}`];
    const start = async (profile: 'caller' | 'callee'): Promise<Person> =>
      new Person(profile, await launchSiegel(desktop, { profile, args: [...args, `--policy-folder=${folder}`] }));
    const siegel = layOutSiegel(desktop);
    const startCaller = () => startAlone(desktop, siegel, [`--profile=${desktop.folder('caller')}`, ...args]);

    const first = { caller: await start('caller'), callee: await start('callee') };
    await introduce(first);
    await talk(first, 'audio');
    await end(first);
    const vaults: readonly KnownVault[] = [await knowVault(first.caller), await knowVault(first.callee)];
    for (const person of [first.caller, first.callee]) await quit(person);

    async function measure(colleagues: readonly Colleague[], lines: number): Promise<Figures> {
      const figures: Figures = new Map();
      const note = (what: string, value: number, unit: string): void => void figures.set(what, { value, unit });
      const noteMs = (what: string, all: readonly number[]): void => note(what, median(all), 'ms');
      await publishAll(url, colleagues);
      const [contacts = 0] = vaults.map((vault) =>
        fillVault(vault, colleagues.map(entryOf), makeCalls(lines, colleagues)),
      );

      const callee = await published(await start('callee'));
      const caller = await published(await start('caller'));
      const page = await caller.window('main');
      const seen = page.evaluate(untilAllOnlineInPage, contacts);
      const late = wait(PATIENCE_MS, Number.POSITIVE_INFINITY, { ref: false });
      const [seenMs, atRest] = await Promise.all([Promise.race([seen, late]), costOf(caller, FIRST_MS)]);
      note('just after it is online: main', atRest.mainCore * 100, '% of a core');
      note('just after it is online: main page', atRest.pageCore * 100, '% of a core');
      note('online to everybody’s presence', seenMs / 1000, 's');
      note('search: key to what was found', await timeSearch(page, SEARCHED), 'ms');
      const places = await placesOf(caller, colleagues[0]?.name ?? '');
      const said = [watchSteps(caller), watchSteps(callee)];
      const rings: Ring[] = [];
      for (let call = 0; call <= CALLS; call++) {
        const took = await ring(caller, callee, () =>
          said.flatMap(({ steps }) => steps).toSorted((a, b) => a.atMs - b.atMs),
        );
        if (call > 0) rings.push(took); // the first call warms up
      }
      const of = (key: keyof Ring): number[] => rings.map((each) => each[key]);
      noteMs('press to something that is seen', of('shownMs'));
      noteMs('press to the ring', of('pressMs'));
      noteMs('arriving INVITE to the ring', of('inviteMs'));
      await wait(PAUSE_MS);
      await talk({ caller, callee }, 'audio');
      const running = await costOf(caller, STRETCH_MS);
      note('a call that runs: main', running.mainCore * 100, '% of a core');
      note('a call that runs: main page', running.pageCore * 100, '% of a core');
      note('a call that runs: pushes to the main page', running.pushes, 'a second');
      note('a call that runs: told to the main page', running.kib, 'KiB a second');
      await end({ caller, callee });
      for (const person of [caller, callee]) await quit(person); // from now on one window is visible
      const look = await learnLook(screen, startCaller, places);
      const starts = [];
      for (let round = 0; round < STARTS; round++) starts.push(await timeStart(screen, startCaller, look));
      noteMs(
        'start to the list of contacts',
        starts.map(({ listMs }) => listMs),
      );
      noteMs(
        'start to the person who was pressed',
        starts.map(({ personMs }) => personMs),
      );
      return figures;
    }

    const few = await measure(makeColleagues(FEW), FEW);
    const many = await measure(makeColleagues(MANY), LINES);
    say(
      `${FEW} contacts and lines, and ${MANY} contacts and ${LINES} lines; medians of ${CALLS} calls and ${STARTS} starts`,
    );
    for (const [what, { value, unit }] of few) {
      const other = many.get(what)?.value ?? Number.NaN;
      const shown = [value, other].map((each) => each.toFixed(1).padStart(8)).join('  ');
      say(`${what.padEnd(52)} ${shown} ${unit.padEnd(12)} ratio ${(other / value).toFixed(2)}`);
    }
  });
} finally {
  screen.close();
  await desktop.stop();
}
