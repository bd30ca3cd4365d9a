// Whole calls between two private networks, each behind a symmetric NAT or a NAT that blocks UDP: the real app on both
// sides, broker and relay on a server between them. Needs root. If networks cannot be made, the tests are skipped and
// say why.
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect } from '@playwright/test';
import { people, startDevice } from '../../tools/demo/devices/cast.ts';
import { type Lab, withLab } from '../../tools/demo/devices/lab.ts';
import { en } from '../../src/text/page/en.ts';
import { endAtOnce } from '../../tools/desktop/launch.ts';
import { noNetlab } from '../../tools/network/netlab.ts';
import { test as base } from '../support/desktop.ts';
import { opened } from '../support/two-people.ts';

const test = base.extend<{ readonly lab: Lab }>({
  // oxlint-disable-next-line no-empty-pattern
  lab: async ({}, use) => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'siegel-lab-'));
    await withLab(folder, use);
    rmSync(folder, { recursive: true, force: true });
  },
});
const why = noNetlab();
test.skip(why !== undefined, why);

test('after a change of address both sides of a call are heard again, under new keys and through the relay', async ({
  desktop,
  lab,
}) => {
  const [anna, bert] = [await startDevice(desktop, lab, 'anna-laptop'), await startDevice(desktop, lab, 'bert-desk')];
  try {
    await anna.setUp(people.anna.address, people.anna.name);
    await bert.setUp(people.bert.address, people.bert.name);
    await anna.addContact(people.bert.address, people.bert.name);
    await anna.place(people.bert.name, 'audio');
    await bert.phase('ringing');
    await bert.answer('audio');
    for (const side of [anna, bert]) {
      await side.phase('live', 30_000);
      await side.until('sound that opens', (view) => opened(view, 0) > 20);
    }
    const before = await anna.until('a path', ({ call }) => call?.numbers.path !== 'unknown');
    expect(before.call?.numbers.path).toBe('relay');
    const line = (await anna.window('security')).getByRole('group', { name: en.line.label }).getByRole('status');
    const generation = before.call?.numbers.generation ?? 0;
    lab.changeAddress();
    // Meanwhile the window says that the call is reconnecting, even if the engine notices nothing.
    await expect(line).toHaveText(en.line.reconnecting);
    await anna.until('frames that are held back', ({ call }) => {
      return call?.phase.kind === 'reconnecting' && (call.numbers.streams[0]?.sealDropped['held'] ?? 0) > 0;
    });
    for (const side of [anna, bert]) {
      const fresh = await side.until('new keys', ({ call }) => (call?.numbers.generation ?? 0) > generation, 30_000);
      await side.until('sound that opens again', (view) => opened(view, 0) > opened(fresh, 0) + 20, 30_000);
    }
    expect((await anna.phase('live')).numbers.path).toBe('relay');
    await expect(line).not.toHaveText(en.line.reconnecting);
    expect((await anna.view()).link.kind).toBe('online');
  } finally {
    for (const side of [anna, bert]) await endAtOnce(side.process);
  }
});

test('a call between networks that block UDP goes through the relay by TCP or TLS', async ({ desktop, lab }) => {
  lab.setNats('no-udp', 'no-udp');
  const anna = await startDevice(desktop, lab, 'anna-laptop', 'anna-without-udp');
  const bert = await startDevice(desktop, lab, 'bert-desk', 'bert-without-udp');
  try {
    await anna.setUp(people.anna.address, people.anna.name);
    await bert.setUp(people.bert.address, people.bert.name);
    await anna.addContact(people.bert.address, people.bert.name);
    await anna.place(people.bert.name, 'audio');
    await bert.phase('ringing');
    await bert.answer('audio');
    for (const side of [anna, bert]) {
      await side.phase('live', 30_000);
      await side.until('sound that opens', (view) => opened(view, 0) > 20);
    }
    const { call } = await anna.until('a path', (view) => view.call?.numbers.path !== 'unknown');
    expect(call?.numbers.path).toBe('relay');
    expect(['tcp', 'tls']).toContain(call?.numbers.pathBy);
    expect(lab.allocations()).toBeGreaterThan(0);
    await anna.hangUp();
  } finally {
    for (const side of [anna, bert]) await endAtOnce(side.process);
  }
});
