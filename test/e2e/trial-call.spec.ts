// The self-check makes a call from this device to itself through a real coturn: sealed frames come back, the trial call
// opens no device, and a call or a lock takes precedence. Also how the self-check gets its findings about devices.
import { expect, type Page } from '@playwright/test';
import { findingEn } from '../../src/text/finding-en.ts';
import { en } from '../../src/text/page/en.ts';
import type { DoctorReport } from '../../src/contract/managed.ts';
import { people } from '../../tools/demo/sides.ts';
import { clickAndLose } from '../../tools/desktop/person.ts';
import { type Relay, withRelay } from '../../tools/network/relay.ts';
import { command } from '../support/command.ts';
import { test as base } from '../support/managed-people.ts';

const test = base.extend<{ readonly carrying: Relay; readonly mute: Relay }>({
  // oxlint-disable-next-line no-empty-pattern
  carrying: async ({}, use) => withRelay(use),
  // oxlint-disable-next-line no-empty-pattern
  mute: async ({}, use) => withRelay(use, { isMute: true }),
});

/** The finding of the self-check about the trial call; '' if it has none. */
async function checked(main: Page): Promise<string> {
  const reply = await main.evaluate(() => window.siegel.call('doctor.run', {}));
  if (!reply.ok) throw new Error(reply.code);
  return reply.value.checks.find(({ id }) => id === 'trial-call')?.finding ?? '';
}

test('the self-check makes a trial call through the relay without a device, and a real call or a lock ends the trial call @waits', async ({
  managed,
  carrying,
  mute,
  desktop,
}) => {
  test.setTimeout(300_000);
  const { person, set } = managed.caller;
  const main = await person.window('main');
  const relayIs = async ({ policies }: Relay): Promise<void> => {
    set(policies);
    const isRead = (): Promise<boolean> =>
      main.evaluate(async (server) => {
        const reply = await window.siegel.call('policy.read', {});
        return reply.ok && JSON.stringify(reply.value).includes(server);
      }, policies.TurnServers[0] ?? '');
    await expect.poll(isRead).toBe(true);
  };

  await test.step('the sealed frames of a trial call come back through a relay that carries them, in the program and in the command that checks the network', async () => {
    await relayIs(carrying);
    expect(await checked(main)).toBe('trial-call-good');
    const args = person.process.spawnargs.filter((arg) => /^--(?:profile|broker-url|policy-folder)=/u.test(arg));
    const { code, text } = await command(desktop, [...args, '--check-network=json']);
    expect(code).toBe(0);
    const { checks } = JSON.parse(text) as DoctorReport;
    expect(checks.find(({ id }) => id === 'trial-call')).toMatchObject({
      finding: 'trial-call-good',
      facts: { milliseconds: expect.any(Number) },
    });
  });

  await test.step('the self-check reports the devices that the tryout opened, and on the command line those that a switch opens', async () => {
    await main.getByRole('tab', { name: en.nav.settings }).click();
    await main.getByRole('button', { name: en.check.title }).click();
    const list = main.getByRole('list', { name: en.check.list });
    await expect(list).toBeVisible({ timeout: 30_000 });
    await expect(list.getByText(findingEn['microphone-good'])).toHaveCount(0);
    await main.getByRole('button', { name: en.tryout.open }).click();
    const tryout = await person.window('tryout');
    await expect(tryout.getByRole('meter')).toBeVisible();
    await tryout.getByRole('button', { name: en.call.cameraOn }).click();
    await expect(tryout.getByLabel(en.tryout.picture)).toBeVisible();
    await clickAndLose(tryout.getByRole('button', { name: en.app.close }));
    await expect(list.getByText(findingEn['microphone-good'])).toBeVisible({ timeout: 30_000 });
    await expect(list.getByText(findingEn['camera-good'])).toBeVisible();
    const words = [
      `--profile=${desktop.folder('devices')}`,
      '--use-fake-device-for-media-stream',
      '--check-devices=json',
    ];
    const { code, text } = await command(desktop, words);
    const { checks } = JSON.parse(text) as DoctorReport;
    expect([code, checks.map(({ finding }) => finding)]).toEqual([0, ['microphone-good', 'camera-good']]);
  });

  await test.step('the self-check reports a relay that gives a path and carries nothing', async () => {
    await relayIs(mute);
    expect(await checked(main)).toBe('trial-call-lost');
  });

  await test.step('the page of a trial call is given no device, and a ringing call closes that page', async () => {
    const outcome = checked(main);
    const trial = await person.window('trial');
    const gone = trial.waitForEvent('close');
    const opens = (wanted: MediaStreamConstraints): Promise<string> =>
      trial.evaluate(
        (which) =>
          navigator.mediaDevices.getUserMedia(which).then(
            () => 'open',
            ({ name }: Error) => name,
          ),
        wanted,
      );
    expect(await opens({ audio: true })).toBe('NotAllowedError');
    expect(await opens({ video: true })).toBe('NotAllowedError');
    const labels = await trial.evaluate(async () =>
      (await navigator.mediaDevices.enumerateDevices()).map(({ label }) => label).join(''),
    );
    expect(labels).toBe('');
    await managed.callee.person.place(people.caller.name, 'audio');
    await person.phase('ringing');
    await gone;
    expect(await outcome).toBe('trial-call-not-now');
    expect(await checked(main)).toBe('trial-call-not-now'); // no trial call begins during a call
    await person.decline();
    await person.until('no call', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
  });

  await test.step('a lock ends a trial call, and afterwards another one succeeds', async () => {
    const outcome = checked(main);
    const gone = (await person.window('trial')).waitForEvent('close');
    await main.getByRole('button', { name: en.lock.now }).click();
    await gone;
    expect(await outcome).toBe('trial-call-not-now');
    await main.getByRole('button', { name: en.lock.unlock }).click();
    await person.until('everything back', ({ link }) => link.kind === 'online');
    await relayIs(carrying);
    expect(await checked(main)).toBe('trial-call-good');
  });
});
