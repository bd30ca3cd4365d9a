// Which modules four kinds of page load, according to the built chunks. An attacker in a page can use everything that
// the page loads.
import path from 'node:path';
import react from '@vitejs/plugin-react';
import { build, type Rollup } from 'vite';
import { beforeAll, expect, test } from 'vitest';
import { inEveryPage } from '../../tools/packaging/in-every-page.ts';

const root = path.join(import.meta.dirname, '../../src/renderer');
let chunks: ReadonlyMap<string, Rollup.OutputChunk>;

beforeAll(async () => {
  const built = (await build({
    configFile: false,
    root,
    plugins: [react()],
    worker: { format: 'es' },
    logLevel: 'error',
    build: {
      write: false,
      target: 'chrome130',
      rollupOptions: {
        input: path.join(root, 'index.html'),
        output: { codeSplitting: { groups: [inEveryPage] } },
      },
    },
  })) as Rollup.RollupOutput;
  chunks = new Map(built.output.flatMap((each) => (each.type === 'chunk' ? [[each.fileName, each] as const] : [])));
}, 120_000);

/** All of our own modules that are loaded with the module at `file`. */
function loadedWith(file: string): ReadonlySet<string> {
  const first = [...chunks.values()].find(({ moduleIds }) => moduleIds.includes(path.join(root, file)));
  if (first === undefined) throw new Error(`${file} is in no chunk`);
  const waiting = [first];
  const seen = new Set(waiting);
  for (const chunk of waiting) {
    for (const name of chunk.imports) {
      const next = chunks.get(name);
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  const modules = [...seen].flatMap(({ moduleIds }) => moduleIds.map((id) => path.relative(root, id)));
  return new Set(modules.filter((id) => !id.startsWith('..')));
}
const inFolder = (modules: ReadonlySet<string>, folder: string): readonly string[] =>
  [...modules].filter((id) => id.startsWith(folder) && !id.includes('.css'));

const pages = {
  main: 'ui/main/MainWindow.tsx',
  card: 'ui/card/CardWindow.tsx',
  stage: 'ui/stage/StagePage.tsx',
  security: 'ui/security/SecurityPage.tsx',
} as const;

test('the first code of no page includes the code that makes connections or opens devices, and the stage loads that code separately', () => {
  expect([...loadedWith('call/stage.ts')]).toContain('call/peer.ts');
  for (const [kind, file] of Object.entries(pages)) {
    // The list of devices opens no device, and the stage needs it to play on the chosen loudspeaker.
    expect(inFolder(loadedWith(file), 'call/'), kind).toEqual(kind === 'stage' ? ['call/device-list.ts'] : []);
  }
  expect(inFolder(loadedWith('main.tsx'), 'call/')).toEqual([]);
});

test('the security page loads no module of the stage or the main window, and the stage none of the security page', () => {
  expect(inFolder(loadedWith(pages.security), 'ui/stage/')).toEqual([]);
  expect(inFolder(loadedWith(pages.stage), 'ui/security/')).toEqual([]);
  expect(inFolder(loadedWith(pages.security), 'ui/main/')).toEqual([]);
});
