// What one running Siegel holds, counted after its garbage was collected: memory of main and of each window's page, handles, timers,
// listeners, windows, open files. Counts only; what of it is too much is for whoever reads the ratios.
import { readdirSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { Person } from '../../../tools/desktop/person.ts';

/** What is held, by name: bytes, or a number of things. */
export type Stock = ReadonlyMap<string, number>;

// Runs in main: what a collection leaves, and what is kept open or waited for.
async function main(person: Person): Promise<Readonly<Record<string, number>>> {
  return person.app.evaluate(async (electron) => {
    const v8 = process.getBuiltinModule('node:v8');
    const vm = process.getBuiltinModule('node:vm');
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    for (let i = 0; i < 4; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 100)); // finalizers run between
    }
    const memory = process.memoryUsage();
    const resources = process.getActiveResourcesInfo();
    const timers = resources.filter((kind) => kind === 'Timeout' || kind === 'Immediate').length;
    const { app, ipcMain, nativeTheme, powerMonitor, screen, session, webContents } = electron;
    const emitters = [app, ipcMain, nativeTheme, powerMonitor, screen, session.defaultSession, process];
    const all = [...emitters, ...webContents.getAllWebContents()] as readonly NodeJS.EventEmitter[];
    const listeners = all.reduce(
      (sum, each) => each.eventNames().reduce((count, name) => count + each.listenerCount(name), sum),
      0,
    );
    return {
      'main: heap': memory.heapUsed,
      'main: array buffers': memory.arrayBuffers,
      'main: resident': memory.rss,
      'main: timers': timers,
      'main: handles': resources.length - timers,
      'main: listeners': listeners,
      'main: pages': webContents.getAllWebContents().length,
      processes: app.getAppMetrics().length,
      'all processes: resident': app.getAppMetrics().reduce((sum, each) => sum + each.memory.workingSetSize * 1024, 0),
    };
  });
}

async function pageOf(person: Person, page: Page, kind: string): Promise<readonly (readonly [string, number])[]> {
  const session = await person.app.context().newCDPSession(page);
  await session.send('HeapProfiler.enable');
  for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
  await session.send('Performance.enable');
  const { metrics } = await session.send('Performance.getMetrics');
  await session.detach();
  const of = (name: string): number => metrics.find((each) => each.name === name)?.value ?? 0;
  return [
    [`${kind} page: heap`, of('JSHeapUsedSize')],
    [`${kind} page: nodes`, of('Nodes')],
    [`${kind} page: listeners`, of('JSEventListeners')],
    [`${kind} page: documents`, of('Documents')],
  ];
}

/** Takes stock of a running Siegel and of the windows named. */
export async function takeStock(person: Person, kinds: readonly ('main' | 'call')[]): Promise<Stock> {
  const pages = [];
  for (const kind of kinds) pages.push(...(await pageOf(person, await person.window(kind), kind)));
  const own = Object.entries(await main(person));
  const files = readdirSync(`/proc/${person.pid}/fd`).length;
  return new Map([...own, ['main: open files', files], ...pages]);
}

/** One line for each thing: then, now, and the ratio. */
export function compare(name: string, first: Stock, last: Stock): readonly string[] {
  const shown = (what: string, value: number): string =>
    /heap|buffers|resident/.test(what) ? `${(value / 2 ** 20).toFixed(1)} MiB` : String(value);
  return [...last].map(([what, now]) => {
    const then = first.get(what) ?? 0;
    const ratio = then === 0 ? '–' : (now / then).toFixed(2);
    return `${name}  ${what.padEnd(26)} ${shown(what, then).padStart(10)} → ${shown(what, now).padStart(10)}  × ${ratio}`;
  });
}
