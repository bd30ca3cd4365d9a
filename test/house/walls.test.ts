// Each boundary is proven by a planted violation: a copy of the sources gets files that must be refused, each by the
// intended rule.
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import lint from '../../oxlint.config.ts';
import { misplaced, type Planted, miscompiled, miswritten } from './plants.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
let copy = '';

/** Plants files while `look` runs. */
async function planting<T>(planted: readonly Planted[], look: () => Promise<T>): Promise<T> {
  for (const { file, text } of planted) {
    await mkdir(dirname(join(copy, file)), { recursive: true });
    await writeFile(join(copy, file), text);
  }
  try {
    return await look();
  } finally {
    for (const { file } of planted) await rm(join(copy, file));
  }
}

/** The output of a tool that must fail; a tool that passes fails this test. */
async function refusal(tool: string, ...args: readonly string[]): Promise<string> {
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

/**
 * What the compiler says of the files planted in this room, a line each. It reads the whole room, by the room's own
 * `tsconfig.json`, and examines the planted files only.
 */
function complaintsOf(room: string): readonly string[] {
  const host = {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }: ts.Diagnostic) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  };
  const read = ts.getParsedCommandLineOfConfigFile(join(copy, 'src', room, 'tsconfig.json'), {}, host);
  if (read === undefined) throw new Error(`${room} has no tsconfig.json`);
  const { fileNames: rootNames, options, projectReferences = [] } = read;
  const program = ts.createProgram({ rootNames, options, projectReferences });
  const planted = miscompiled.flatMap(({ file }) => program.getSourceFile(join(copy, file)) ?? []);
  const found = planted.flatMap((file) => program.getSemanticDiagnostics(file));
  const names = {
    getCurrentDirectory: () => copy,
    getCanonicalFileName: (name: string) => name,
    getNewLine: () => '\n',
  };
  return ts.formatDiagnostics(found, names).split('\n');
}

/** The rules that refuse no plant. */
const unproven = (rules: readonly string[], plants: readonly string[]): readonly string[] =>
  rules.filter((rule) => !plants.includes(rule));

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

describe('planted violations', () => {
  test('the compiler refuses every planted violation, room by room', { timeout: 600_000 }, async () => {
    const rooms = ['core', 'contract', 'text', 'main', 'preload', 'renderer', 'renderer/worker', 'renderer/filter'];
    const lines = await planting(miscompiled, () => Promise.resolve(rooms.flatMap(complaintsOf)));
    for (const { file, says } of miscompiled) {
      expect(lines.filter((line) => line.startsWith(`${file}(`)).join('\n'), file).toMatch(says);
    }
  });

  test('dependency-cruiser refuses every planted violation, rule by rule', { timeout: 600_000 }, async () => {
    const args = ['src', 'tools', '--config', '.dependency-cruiser.mjs', '--output-type', 'err'];
    const output = await planting(misplaced, () => refusal('depcruise', ...args));
    const found = [...output.matchAll(/^ *error ([\w-]+): (\S+)/gm)].map(([, rule = '', file = '']) => ({
      rule,
      file,
    }));
    const rulesOf = (name: string): readonly string[] =>
      found.flatMap(({ rule, file }) => (file === name ? [rule] : [])).toSorted();
    const refused = [...new Set(found.map(({ file }) => file))];
    expect(Object.fromEntries(refused.map((file) => [file, rulesOf(file)]))).toEqual(
      Object.fromEntries(misplaced.filter(({ rules }) => rules.length > 0).map(({ file, rules }) => [file, rules])),
    );
  });

  test('lint refuses every planted violation and says where to go instead', { timeout: 600_000 }, async () => {
    const args = [
      '--type-aware',
      '--deny-warnings',
      '--format',
      'json',
      ...new Set(miswritten.map(({ file }) => file)),
    ];
    const output = await planting(miswritten, () => refusal('oxlint', ...args));
    const { diagnostics } = JSON.parse(output) as {
      diagnostics: { filename: string; code: string; message: string; help?: string }[];
    };
    for (const { file, rule, says = /./ } of miswritten) {
      const found = diagnostics.filter(({ filename, code }) => filename === file && code.endsWith(`(${rule})`));
      expect(found.map(({ message, help }) => `${message} ${help ?? ''}`).join('\n'), `${file}: ${rule}`).toMatch(says);
    }
  });
});

describe('completeness of the planted violations', () => {
  test('every rule of dependency-cruiser has a planted violation', async () => {
    const { default: config } = (await import(join(root, '.dependency-cruiser.mjs'))) as {
      default: { forbidden: readonly { name: string }[] };
    };
    const plants = misplaced.flatMap(({ rules }) => rules);
    expect(
      unproven(
        config.forbidden.map(({ name }) => name),
        plants,
      ),
    ).toEqual([]);
  });

  test('every rule of lint and each of its messages has a planted violation', () => {
    const rules = Object.entries({ ...lint.rules, ...lint.overrides?.[0]?.rules }).filter(
      ([, level]) => level !== 'off',
    );
    const names = rules.map(([name]) => name.slice(name.indexOf('/') + 1));
    expect(
      unproven(
        names,
        miswritten.map(({ rule }) => rule),
      ),
    ).toEqual([]);
    // A folder in which nothing is planted could be exempted unnoticed, so no pattern may exempt parts of src or tools.
    expect((lint.ignorePatterns ?? []).filter((pattern) => /^(?:src|tools)|\*/.test(pattern))).toEqual([]);
    // Each message that says where to go instead is expected by a planted violation.
    const messages = [...JSON.stringify(rules).matchAll(/"message":"([^"]+)"/g)].map(([, message = '']) => message);
    expect(messages.length).toBeGreaterThan(0);
    expect(messages.filter((message) => !miswritten.some(({ says }) => says?.test(message)))).toEqual([]);
  });
});
