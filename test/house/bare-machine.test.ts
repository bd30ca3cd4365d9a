// A new machine can run the tests and the benches: every program that they start is there already, or is installed
// first.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { systemPackages } from '../../tools/desktop/system-packages.ts';
import { programsIn, startedPrograms } from '../support/started-programs.ts';

const project = path.resolve(import.meta.dirname, '../..');

function query(format: string, names: readonly string[]): readonly string[] {
  const { stdout } = spawnSync('dpkg-query', ['-W', '-f', `${format}\n`, ...names], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line !== '');
}

/**
 * The packages of every Debian before anybody installs anything: those that are essential or required (Debian Policy
 * §2.5, §3.8).
 */
function basePackages(): readonly string[] {
  return query('${Package} ${Essential} ${Priority}', []).flatMap((line) => {
    const [name = '', essential, priority] = line.split(' ');
    return essential === 'yes' || priority === 'required' ? [name] : [];
  });
}

/** These packages and their dependencies. */
function withDependencies(names: readonly string[]): ReadonlySet<string> {
  const found = new Set<string>();
  let next = [...names];
  while (next.length > 0) {
    const lines = query('${Package}|${Pre-Depends}, ${Depends}', next);
    for (const line of lines) found.add(line.split('|')[0] ?? '');
    next = lines
      .flatMap((line) => line.slice(line.indexOf('|') + 1).split(/[,|]/))
      .map((entry) => entry.trim().split(/[\s:]/)[0] ?? '')
      .filter((name) => name !== '' && !found.has(name));
  }
  return found;
}

function packageOf(file: string): string | undefined {
  // The folder of a program may be a link (/bin → /usr/bin), and a program may be a link into another package.
  const { stdout } = spawnSync('dpkg-query', ['-S', file, realpathSync(file)], { encoding: 'utf8' });
  return /^([^:,\s]+)[:,]/m.exec(stdout)?.[1];
}

test('the programs that a source starts are found whatever form their arguments have', () => {
  const source = `
    spawn('one', ['-x']); spawnSync('two', words, { encoding: 'utf8' }); execFileSync('three');
    start(['four', '-x']); run(...within, 'five', '-x'); run('answer', value); desktop.spawn('six');`;
  expect([...programsIn(source)].filter((name) => name !== '').toSorted()).toEqual([
    'five',
    'four',
    'one',
    'three',
    'two',
  ]);
});

test.runIf(existsSync('/usr/bin/dpkg-query'))(
  'every program that the tests start is in Debian’s base, in a package that tools/system.ts installs, or in /usr/local',
  () => {
    const provided = withDependencies([...systemPackages.flat(), ...basePackages()]);
    const started = startedPrograms();
    started.delete('npm'); // part of the Node that runs this
    // These are started in different ways, and the scan must find each.
    expect([...started.keys()]).toEqual(expect.arrayContaining(['openssl', 'parec', 'Xvfb', 'tcpdump', 'pulseaudio']));
    const lacking = [...started]
      .filter(([, file]) => file === undefined || !file.startsWith('/usr/local/'))
      .map(([name, file]) => ({ name, package: file === undefined ? undefined : packageOf(file) }))
      .filter((program) => program.package === undefined || !provided.has(program.package));
    expect(lacking).toEqual([]);
  },
);

test('every bench installs the programs and builds the app that it starts', () => {
  const { scripts } = JSON.parse(readFileSync(path.join(project, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  const benches = Object.entries(scripts).filter(([name]) => name.startsWith('bench:'));
  expect(benches.length).toBeGreaterThan(5);
  const unready = benches.flatMap(([name, command]) => {
    const steps = command.split(' && ');
    const source = readFileSync(path.join(project, steps.at(-1)?.replace(/^node /, '') ?? ''), 'utf8');
    const needs = [
      ...(source.includes('withTwoSiegels') ? ['electron-vite build --logLevel warn'] : []),
      ...(/resolveRuntime|withTwoSiegels|openElectronPage|chromium/.test(source) ? ['node tools/system.ts'] : []),
    ];
    return needs.filter((need) => !steps.includes(need)).map((need) => `${name} lacks: ${need}`);
  });
  expect(unready).toEqual([]);
});
