// What a running Siegel holds, counted after a garbage collection: memory of main, of the named pages and of all
// processes, handles, timers, listeners, pages, open files. The bench does not judge: the ratios are for a person to
// read.
import { readdirSync, readlinkSync } from 'node:fs';
import type { Page } from '@playwright/test';
import type { WindowKind } from '../../../src/contract/command-shapes.ts';
import type { Person } from '../../../tools/desktop/person.ts';

/** What is held, by name: bytes, or a number of things. */
export type Stock = ReadonlyMap<string, number>;

// Runs in main: memory after a collection, and everything that is open or pending.
async function main(person: Person): Promise<Readonly<Record<string, number>>> {
  return person.app.evaluate(async (electron) => {
    const v8 = process.getBuiltinModule('node:v8');
    const vm = process.getBuiltinModule('node:vm');
    v8.setFlagsFromString('--expose-gc');
    const collect = vm.runInNewContext('gc') as () => void;
    for (let i = 0; i < 4; i++) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 100)); // lets finalizers run
    }
    const memory = process.memoryUsage();
    const code = v8.getHeapCodeStatistics();
    const spaces = v8.getHeapSpaceStatistics();
    const used = (name: string): number => spaces.find((each) => each.space_name === name)?.space_used_size ?? 0;
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
      'main: heap, compiled code': code.code_and_metadata_size + code.bytecode_and_metadata_size,
      'main: heap, old objects': used('old_space'),
      'main: heap, new objects': used('new_space'),
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

/**
 * The open files of this process by kind. Files whose names differ only in a number or a random part are of one kind.
 */
export function filesOf(pid: number): ReadonlyMap<string, number> {
  const folder = `/proc/${pid}/fd`;
  const kinds = new Map<string, number>();
  for (const name of readdirSync(folder)) {
    try {
      const kind = readlinkSync(`${folder}/${name}`).replaceAll(/[0-9a-f]{6,}|\d+|\.[\w-]{6,}(?= \(deleted\))/giu, '…');
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    } catch {
      // closed meanwhile
    }
  }
  return kinds;
}

/** One line for each kind of file of which process `pid` has more open than in `first`: then and now. */
export function moreFiles(name: string, first: ReadonlyMap<string, number>, pid: number): readonly string[] {
  return [...filesOf(pid)].flatMap(([kind, now]) => {
    const then = first.get(kind) ?? 0;
    return now > then ? [`${name}  open files: ${then} → ${now} ${kind}`] : [];
  });
}

/** Takes stock of a running Siegel and of its pages of these kinds. */
export async function takeStock(person: Person, kinds: readonly WindowKind[]): Promise<Stock> {
  const pages = [];
  for (const kind of kinds) pages.push(...(await pageOf(person, await person.window(kind), kind)));
  const own = Object.entries(await main(person));
  const files = readdirSync(`/proc/${person.pid}/fd`).length;
  return new Map([...own, ['main: open files', files], ...pages]);
}

/** One line for each thing in `last`: then, now, and the ratio. */
export function compare(name: string, first: Stock, last: Stock): readonly string[] {
  const shown = (what: string, value: number): string =>
    /heap|buffers|resident/.test(what) ? `${(value / 2 ** 20).toFixed(1)} MiB` : String(value);
  return [...last].map(([what, now]) => {
    const then = first.get(what) ?? 0;
    const ratio = then === 0 ? '–' : (now / then).toFixed(2);
    return `${name}  ${what.padEnd(26)} ${shown(what, then).padStart(10)} → ${shown(what, now).padStart(10)}  × ${ratio}`;
  });
}
