// Each wall is proven by a planted violation: a copy of the sources gets files that must be refused, by name.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let copy = '';

interface Planted {
  readonly file: string;
  readonly text: string;
  readonly says: RegExp;
}

// What the compiler refuses: names and files that do not exist in a room.
const compiler: readonly Planted[] = [
  { file: 'src/core/planted-window.ts', text: 'export const a = window;', says: /Cannot find name 'window'/ },
  { file: 'src/core/planted-timer.ts', text: 'export const a = setTimeout;', says: /Cannot find name 'setTimeout'/ },
  { file: 'src/core/planted-crypto.ts', text: 'export const a = crypto;', says: /Cannot find name 'crypto'/ },
  { file: 'src/core/planted-node.ts', text: "import 'node:fs';\nexport { readFile } from 'node:fs';", says: /node:fs/ },
  {
    file: 'src/core/planted-main.ts',
    text: "export { x } from '../main/planted.ts';",
    says: /TS(6307|6059|2305|2307)/,
  },
  { file: 'src/contract/planted-dom.ts', text: 'export const a = document;', says: /Cannot find name 'document'/ },
  { file: 'src/renderer/worker/planted-dom.ts', text: 'export const a = document;', says: /'document'/ },
  { file: 'src/main/planted.ts', text: 'export const x = document;', says: /'document'/ },
  { file: 'src/core/planted-enum.ts', text: 'export enum A { b }', says: /erasableSyntaxOnly/ },
];

// What dependency-cruiser refuses: rooms, packages, doors, cycles.
const imports: readonly Planted[] = [
  { file: 'src/core/bad-room.ts', text: "import '../contract/view.ts';\n", says: /core-rooms: src\/core\/bad-room/ },
  { file: 'src/core/bad-package.ts', text: "import 'mqtt';\n", says: /core-packages: src\/core\/bad-package/ },
  { file: 'src/core/bad-node.ts', text: "import 'node:fs';\n", says: /core-no-node: src\/core\/bad-node/ },
  { file: 'src/contract/bad-room.ts', text: "import '../main/log.ts';\n", says: /contract-rooms: src\/contract\/bad/ },
  { file: 'src/preload/bad-room.ts', text: "import '../core/bytes.ts';\n", says: /preload-rooms: src\/preload\/bad/ },
  {
    file: 'src/renderer/bad-room.ts',
    text: "import '../core/bytes.ts';\n",
    says: /renderer-rooms: src\/renderer\/bad/,
  },
  { file: 'src/renderer/bad-node.ts', text: "import 'node:fs';\n", says: /renderer-no-node: src\/renderer\/bad/ },
  { file: 'src/renderer/bad-package.ts', text: "import 'ws';\n", says: /renderer-packages: src\/renderer\/bad/ },
  {
    file: 'src/renderer/ui/bad-worker.ts',
    text: "import '../worker/seal.worker.ts';\n",
    says: /worker-door: src\/renderer\/ui/,
  },
  {
    file: 'src/renderer/worker/bad-room.ts',
    text: "import '../../core/bytes.ts';\nimport '../../core/signal/json.ts';\n",
    says: /worker-rooms: src\/renderer\/worker\/bad/,
  },
  { file: 'src/main/bad-mqtt.ts', text: "import 'mqtt';\n", says: /mqtt-door: src\/main\/bad-mqtt/ },
  { file: 'src/main/bad-package.ts', text: "import 'react';\n", says: /main-packages: src\/main\/bad-package/ },
  {
    file: 'src/main/bad-test.ts',
    text: "import '../../tools/planted.ts';\n",
    says: /tests-stay-out: src\/main\/bad-test/,
  },
  { file: 'tools/planted.ts', text: 'export {};\n', says: /planted/ },
  { file: 'src/core/round-a.ts', text: "import './round-b.ts';\n", says: /no-cycles: src\/core\/round-/ },
  { file: 'src/core/round-b.ts', text: "import './round-a.ts';\n", says: /no-cycles/ },
];

// What lint refuses: the single doors and the habits of the house, each with where to go instead.
const lint: readonly Planted[] = [
  {
    file: 'src/main/ipc/door-ipc.ts',
    text: "import { ipcMain } from 'electron';\nexport const a = ipcMain;\n",
    says: /src\/main\/ipc\/wall\.ts/,
  },
  {
    file: 'src/main/door-ipc-renderer.ts',
    text: "import { ipcRenderer } from 'electron';\nexport const a = ipcRenderer;\n",
    says: /through src\/preload/,
  },
  {
    file: 'src/main/door-store.ts',
    text: "import { safeStorage } from 'electron';\nexport const a = safeStorage;\n",
    says: /src\/main\/vault only/,
  },
  {
    file: 'src/main/ipc/door-shell.ts',
    text: "import { shell } from 'electron';\nexport const a = shell;\n",
    says: /policy-page\.ts/,
  },
  {
    file: 'src/main/app/door-crash.ts',
    text: "import { crashReporter } from 'electron';\nexport const a = crashReporter;\n",
    says: /would hold keys/,
  },
  {
    file: 'src/main/app/door-function.ts',
    text: "export const a: unknown = new Function('return 1');\n",
    says: /no-new-func|implied-eval/,
  },
  { file: 'src/main/door-mqtt.ts', text: "import mqtt from 'mqtt';\nexport const a = mqtt;\n", says: /transport\.ts/ },
  {
    file: 'src/renderer/ui/door-peer.ts',
    text: 'export const a = new RTCPeerConnection();\n',
    says: /renderer\/call\/peer\.ts/,
  },
  { file: 'src/renderer/ui/door-crypto.ts', text: 'export const a = crypto.subtle;\n', says: /src\/renderer\/worker/ },
  { file: 'src/main/door-console.ts', text: "console.log('x');\n", says: /no-console/ },
  { file: 'src/main/door-random.ts', text: 'export const a = Math.random();\n', says: /Take `random`/ },
  { file: 'src/core/door-any.ts', text: 'export const a = (b: any): unknown => b;\n', says: /no-explicit-any/ },
  { file: 'src/core/door-default.ts', text: 'export default 1;\n', says: /no-default-export/ },
  {
    file: 'src/main/door-promise.ts',
    text: 'const a = async (): Promise<void> => undefined;\na();\n',
    says: /no-floating-promises/,
  },
  {
    file: 'src/core/door-long.ts',
    text: 'export const a = 1;\n'.replace('a', 'b') + '\n'.repeat(301) + 'export const a = 1;\n',
    says: /max-lines/,
  },
];

async function plant(planted: readonly Planted[]): Promise<void> {
  for (const { file, text } of planted) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), text);
  }
}

/** The output of a tool that must fail, as blocks of text; passing is the failure here. */
async function refusal(tool: string, args: readonly string[]): Promise<string> {
  const binary = join(root, 'node_modules/.bin', tool);
  try {
    const { stdout } = await run(binary, [...args], { cwd: copy, maxBuffer: 1 << 26 });
    throw new Error(`${tool} refused nothing: ${stdout}`);
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string };
    if (stdout === '' && stderr === '') throw error;
    return stdout + stderr;
  }
}

beforeAll(async () => {
  copy = await mkdtemp(join(tmpdir(), 'siegel-walls-'));
  for (const part of [
    'src',
    'tools',
    'tsconfig.base.json',
    'oxlint.config.ts',
    '.dependency-cruiser.mjs',
    'package.json',
  ]) {
    await cp(join(root, part), join(copy, part), { recursive: true });
  }
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'));
}, 60_000);

afterAll(async () => {
  await rm(copy, { recursive: true, force: true });
});

describe('a planted violation is refused', () => {
  test('by the compiler, room by room', { timeout: 120_000 }, async () => {
    await plant(compiler);
    const rooms = ['src/core', 'src/contract', 'src/main', 'src/renderer/worker'];
    // One room at a time: a room whose reference failed would not be looked at.
    const outputs = await Promise.all(rooms.map((room) => refusal('tsc', ['-p', room, '--pretty', 'false'])));
    for (const { file, says } of compiler) {
      const lines = outputs
        .join('\n')
        .split('\n')
        .filter((line) => line.includes(file.split('/').at(-1) ?? file));
      expect(lines.join('\n'), file).toMatch(says);
    }
    for (const { file } of compiler) await rm(join(copy, file));
  });

  test('by dependency-cruiser, rule by rule', { timeout: 120_000 }, async () => {
    await plant(imports);
    const output = await refusal('depcruise', [
      'src',
      'tools',
      '--config',
      '.dependency-cruiser.mjs',
      '--output-type',
      'err',
    ]);
    for (const { says, file } of imports) expect(output, file).toMatch(says);
    for (const { file } of imports) await rm(join(copy, file));
  });

  test('by lint, with where to go instead', { timeout: 120_000 }, async () => {
    await plant(lint);
    const output = await refusal('oxlint', ['--type-aware', '--deny-warnings', '--format', 'json']);
    const report = JSON.parse(output) as {
      diagnostics: { filename: string; code: string; message: string; help?: string }[];
    };
    for (const { file, says } of lint) {
      const found = report.diagnostics.filter(({ filename }) => filename === file);
      expect(found.map(({ code, message, help }) => `${code} ${message} ${help ?? ''}`).join('\n'), file).toMatch(says);
    }
    for (const { file } of lint) await rm(join(copy, file));
  });
});
