// Which programs of the system the tests start, read from the sources: every test, and every module of test and tools
// that it imports, directly or not. The code that builds packages (tools/packaging) has a list of its own. This file
// only collects.
import { existsSync, globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const project = path.resolve(import.meta.dirname, '../..');
const TESTS = ['test/**/*.test.{ts,tsx}', 'test/e2e/*.spec.ts', 'test/e2e/chromium/*.spec.ts'];
const ELSEWHERE = ['src', 'tools/packaging'].map((folder) => path.join(project, folder, path.sep));
// Our own wrappers. If they are called with a list, the first string is a program.
const STARTS = /^(?:spawnAs|commandAs|start|run)$/;
// These take a program as their first argument, whatever follows: functions of node:child_process and our own wrappers.
const STARTS_AT_ONCE = /^(?:spawn|spawnSync|execFile|execFileSync|inside|complaint)$/;
const NAMES = /^[\w/][\w./+-]+$/;
const FOLDERS = ['/usr/bin', '/usr/sbin'];

/** The modules that the tests load, and what those import, as absolute paths. */
function modulesOfTests(): ReadonlySet<string> {
  const found = new Set<string>();
  const follow = (file: string): void => {
    if (found.has(file) || ELSEWHERE.some((folder) => file.startsWith(folder))) return;
    found.add(file);
    for (const { fileName } of ts.preProcessFile(readFileSync(file, 'utf8')).importedFiles) {
      const target = path.resolve(path.dirname(file), fileName);
      if (fileName.startsWith('.') && /\.tsx?$/.test(target) && existsSync(target)) follow(target);
    }
  };
  for (const file of globSync(TESTS, { cwd: project })) follow(path.join(project, file));
  return found;
}

const literal = (node: ts.Node | undefined): string | undefined =>
  node !== undefined && ts.isStringLiteralLike(node) ? node.text : undefined;

/** The programs that this source text starts, and some strings that are no programs. */
export function* programsIn(source: string): Generator<string> {
  const nodes: ts.Node[] = [ts.createSourceFile('', source, ts.ScriptTarget.Latest)];
  for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
    ts.forEachChild(node, (child) => void nodes.push(child));
    const text = literal(node) ?? '';
    // A path of a program as a string, possibly one of several: counted if it exists on this machine.
    if (/^\/usr\/(?:s?bin|libexec)\/[\w.+-]+$/.test(text) && existsSync(text)) yield text;
    if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) continue;
    if (STARTS_AT_ONCE.test(node.expression.text)) yield literal(node.arguments[0]) ?? '';
    if (!STARTS.test(node.expression.text)) continue;
    // `run('ip', [...])`, `start(['Xvfb', ...])`, `run(...within, 'sysctl')`: the first string, whatever comes before
    // it.
    const [first, second] = node.arguments;
    const list = [first, second].find((argument) => argument !== undefined && ts.isArrayLiteralExpression(argument));
    if (first !== undefined && ts.isSpreadElement(first)) yield literal(second) ?? '';
    else if (list !== undefined)
      yield literal(first) ?? literal(list.elements.find((element) => !ts.isSpreadElement(element))) ?? '';
  }
}

/** The programs that the tests start: name or path → file, or undefined if this machine lacks it. */
export function startedPrograms(): Map<string, string | undefined> {
  const found = new Map<string, string | undefined>();
  for (const file of modulesOfTests()) {
    const source = readFileSync(file, 'utf8');
    for (const name of programsIn(source)) {
      const places = name.startsWith('/') ? [name] : FOLDERS.map((folder) => path.join(folder, name));
      if (NAMES.test(name))
        found.set(
          name,
          places.find((place) => existsSync(place)),
        );
    }
  }
  return found;
}
