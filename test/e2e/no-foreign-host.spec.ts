// The program contacts no foreign host: whole calls between two apps, and hostile pages, in a network where every
// lookup and every packet beyond loopback is captured. Broker and apps are on loopback, so anything captured goes to
// another host.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { withClosedNet } from '../../tools/network/closed-net.ts';

const project = path.resolve(import.meta.dirname, '../..');

/** Runs these tests in a captured network; returns what left the machine, in order, as tcpdump writes it. */
async function captured(runs: 'electron' | 'waits', ...what: readonly string[]): Promise<readonly string[]> {
  const env = {
    ...(Object.fromEntries(
      Object.entries(process.env).filter(([name]) => !name.startsWith('PLAYWRIGHT_') && !name.startsWith('TEST_')),
    ) as Record<string, string>),
    FORCE_COLOR: '0', // Playwright forces colours in its workers, whatever it was told
  };
  const command = [
    path.join(project, 'node_modules/.bin/playwright'),
    'test',
    `--project=${runs}`,
    '--reporter=line',
    `--output=${path.join(project, 'test-results', 'closed-net')}`,
    ...what,
  ];
  let left: readonly string[] = [];
  await withClosedNet(async (net) => {
    expect(await net.run(command, env)).toBe(0);
    left = await net.left();
  });
  return left;
}

test('a closed network whose use fails leaves no process, no namespace and no folder', { tag: '@waits' }, async () => {
  let ended: Promise<unknown> = Promise.resolve();
  await expect(
    withClosedNet(async ({ inside: [program = '', ...before] }) => {
      const child = spawn(program, [...before, 'sh', '-c', 'echo inside; exec sleep 600'], { stdio: 'pipe' });
      ended = once(child, 'exit');
      await once(child.stdout, 'data'); // before that, the program is not in the network yet
      throw new Error('on purpose');
    }),
  ).rejects.toThrow('on purpose');
  await ended;
  const name = `siegel-${process.pid}`;
  expect([
    execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' }).includes(name),
    existsSync(`/etc/netns/${name}`),
  ]).toEqual([false, false]);
});

test('a closed network that cannot be made says why', { tag: '@waits' }, async () => {
  const name = `siegel-${process.pid}`;
  await withClosedNet(async () => {
    await expect(withClosedNet(() => Promise.resolve())).rejects.toThrow(/File exists/);
    expect(execFileSync('ip', ['netns', 'list'], { encoding: 'utf8' })).toContain(name);
  });
});

test('calls between two apps resolve no name and contact no foreign host', { tag: '@waits' }, async () => {
  test.setTimeout(300_000);
  expect(await captured('electron', '--grep=a video call|a voice call', 'test/e2e/call.spec.ts')).toEqual([]);
});

const title =
  'a hostile page resolves no name, and only a stage or the page of a trial call contacts foreign hosts, by UDP';
test(title, { tag: '@waits' }, async () => {
  test.setTimeout(300_000);
  const left = await captured('waits', 'test/e2e/hostile-pages.spec.ts');
  // A stage and the page of a trial call may send UDP to any address, because their media need that. They send no name
  // lookup and open no TCP connection to another host.
  const byUdp = left.filter((line) => /^IP \S+ > 198\.51\.100\.(?:2\.3478|4\.3478|20\.5000): UDP/.test(line));
  expect(left.filter((line) => !byUdp.includes(line))).toEqual([]);
  expect(byUdp.length).toBeGreaterThan(0);
});
