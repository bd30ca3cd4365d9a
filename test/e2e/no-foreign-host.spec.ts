// Nobody but the broker is ever contacted: whole calls between two apps, in a network where every lookup and every connection
// beyond loopback is captured. The broker of these calls is on loopback, so anything captured is somebody else.
import path from 'node:path';
import { expect, test } from '@playwright/test';
import { withClosedNet } from '../support/closed-net.ts';

const project = path.resolve(import.meta.dirname, '../..');

test('calls between two apps look nobody up and contact nobody', async () => {
  test.setTimeout(300_000);
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('PLAYWRIGHT_') && !name.startsWith('TEST_')),
  ) as Record<string, string>;
  const calls = [
    path.join(project, 'node_modules/.bin/playwright'),
    'test',
    '--project=electron',
    '--reporter=line',
    `--output=${path.join(project, 'test-results', 'closed-net')}`,
    '--grep=a video call|a voice call',
    'test/e2e/call.spec.ts',
  ];
  await withClosedNet(async (net) => {
    expect(await net.run(calls, env)).toBe(0);
    // It would have been seen: a lookup, and a connection to an address. What is captured is told in order, so that whatever the
    // calls tried stands before the first of them.
    await net.run(['getent', 'ahostsv4', 'elsewhere.example'], env);
    await net.seen('elsewhere.example');
    const attempts = net.attempts();
    expect(
      attempts.slice(
        0,
        attempts.findIndex((line) => line.includes('elsewhere.example')),
      ),
    ).toEqual([]);
    await net.run(['timeout', '1', 'bash', '-c', ': > /dev/tcp/198.51.100.7/443'], env);
    await net.seen('198.51.100.7.443');
  });
});
