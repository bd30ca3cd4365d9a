// `npm run bench:idle`: what Siegel uses while nobody uses it, online at a broker, compared with a bare Electron
// program of the same version with a tray icon (beside-bare/bare): memory of all processes, each with its share of
// common memory (PSS), and processor time over a while; without a window, and with the main window. Both programs are
// laid out as packages are and started in turn with the same flags and the same sandbox. Prints medians and ratios,
// with the goals. It is a bench, not a test. Needs Linux and root, because only root may read the memory of other users'
// processes.
//   npm run bench:idle -- --rounds 3 --stretch 60
import type { ChildProcess } from 'node:child_process';
import { parseArgs } from 'node:util';
import { desktopTexts } from '../../src/text/desktop.ts';
import { startDesktop } from '../../tools/desktop/desktop.ts';
import { withSiteBroker } from '../support/site-broker.ts';
import { type AtRest, watchAtRest } from './beside-bare/at-rest.ts';
import { type ProcessMemory, totalOf } from './beside-bare/process-tree.ts';
import { layOutBare, layOutSiegel } from './beside-bare/laid-out.ts';
import { setUpSomebody, startAlone, untilTraySays } from './beside-bare/somebody.ts';
import { median } from './moments/steps.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '3' }, stretch: { type: 'string', default: '60' } },
});
const [ROUNDS, STRETCH_S] = [Number(values.rounds), Number(values.stretch)];
const GOALS = { tray: { memory: 1.05, core: 0.001 }, window: { memory: 1.1, core: 0.0035 } } as const;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

/**
 * Prints what these starts have used, and each process's share in the start of median memory; returns that memory.
 */
function tell(who: string, starts: readonly AtRest[]): number {
  const sorted = starts.toSorted((a, b) => totalOf(a.memory) - totalOf(b.memory));
  const middle = sorted[Math.floor(sorted.length / 2)]?.memory ?? [];
  const [mib, core] = [totalOf(middle), median(starts.map((each) => each.core))];
  const one = (each: ProcessMemory): string =>
    `${each.kind} ${each.mib.toFixed(1)} (${each.anonymous.toFixed(1)} anonymous)`;
  say(`  ${who.padEnd(8)} ${mib.toFixed(1).padStart(6)} MiB, ${(core * 100).toFixed(2)} % of a core`);
  say(`           ${middle.map(one).join(', ')}`);
  return mib;
}

const desktop = await startDesktop({ keyring: 'unlocked', say });
try {
  await withSiteBroker(async ({ url }) => {
    const args = ['--language=en', `--broker-url=${url}`];
    const profile = await setUpSomebody(desktop, args);
    const [siegel, bare] = [layOutSiegel(desktop), layOutBare(desktop)];
    const start = async (who: 'siegel' | 'bare', more: readonly string[]): Promise<ChildProcess> => {
      const [executable, own, tooltip] =
        who === 'siegel'
          ? [siegel, [`--profile=${profile}`, ...args], desktopTexts.en.ready]
          : [bare, [`--profile=${desktop.folder('bare')}`], 'Bare'];
      const child = startAlone(desktop, executable, [...own, ...more]);
      await untilTraySays(desktop, child, tooltip);
      return child;
    };
    const found: Record<keyof typeof GOALS, Record<'siegel' | 'bare', AtRest[]>> = {
      tray: { siegel: [], bare: [] },
      window: { siegel: [], bare: [] },
    };
    for (let round = 0; round < ROUNDS; round++) {
      for (const state of ['tray', 'window'] as const) {
        const more = state === 'tray' ? ['--hidden'] : [];
        for (const who of ['bare', 'siegel'] as const)
          found[state][who].push(await watchAtRest(() => start(who, more), STRETCH_S * 1000));
      }
    }
    say(`medians of ${ROUNDS} starts of each; at rest for ${STRETCH_S} s`);
    for (const state of ['tray', 'window'] as const) {
      say(state === 'tray' ? 'in the tray, no window' : 'with the main window');
      const [siegelMib, bareMib] = (['siegel', 'bare'] as const).map((who) => tell(who, found[state][who]));
      const goal = GOALS[state];
      say(
        `  ratio of memory ${((siegelMib ?? 0) / (bareMib ?? 0)).toFixed(2)} (goal ${goal.memory}); goal at rest ${(goal.core * 100).toFixed(2)} %`,
      );
    }
  });
} finally {
  await desktop.stop();
}
