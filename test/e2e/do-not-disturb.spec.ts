// Do not disturb on a real desktop: which windows appear, what the tray says, the exception, and the system's do not
// disturb. Also the status away.
import { expect } from '@playwright/test';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { serveNotifications } from '../../tools/desktop/notification-server.ts';
import type { Person } from '../../tools/desktop/person.ts';
import { test } from '../support/two-people.ts';

/** How many windows of this Siegel are on the screen. */
const onScreen = (person: Person): Promise<number> =>
  person.app.evaluate(({ BaseWindow }) => BaseWindow.getAllWindows().filter((window) => window.isVisible()).length);

async function setStatus(person: Person, status: 'available' | 'dnd'): Promise<void> {
  const page = await person.window('main');
  await page.getByRole('button', { name: en.status.label }).click();
  await page.getByRole('option', { name: en.status[status], exact: true }).click();
  await person.until('the status', (view) => view.status === status);
}

test('under do not disturb a call shows no window, is silenced and counts as missed, unless the caller has an exception', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await setStatus(callee, 'dnd');
  await caller.place(people.callee.name, 'audio');
  await callee.until('a silent call', ({ call }) => call?.phase.kind === 'ringing' && call.phase.silenced);
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /is calling/.test(tooltip), 10_000);
  expect(await onScreen(callee)).toBe(1);
  await caller.hangUp();
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => /Do not disturb, 1 missed call/.test(tooltip), 10_000);
  expect(await onScreen(callee)).toBe(1);

  const page = await callee.window('main');
  await page.getByRole('tab', { name: 'Calls 1 missed call' }).click();
  await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.endsWith('Do not disturb'), 10_000);
  await page.getByRole('option').first().click();
  await page.getByRole('button', { name: en.calls.remove }).click();
  await callee.until('an empty list', ({ history }) => history.length === 0);
  await page.getByRole('button', { name: en.app.undo }).click();
  await callee.until('the call again', ({ history }) => history.length === 1);

  await callee.choose(people.caller.name);
  await page.getByRole('switch', { name: en.person.alwaysRings }).click({ force: true });
  await callee.until('the exception', ({ contacts }) => contacts[0]?.alwaysRings === true);
  await caller.place(people.callee.name, 'audio');
  await callee.window('card');
  await callee.decline();
});

test('a ringing call falls silent when the person chooses do not disturb', async ({ two }) => {
  const { caller, callee } = two;
  await caller.place(people.callee.name, 'audio');
  const card = await callee.window('card');
  const isGone = card.waitForEvent('close');
  await setStatus(callee, 'dnd');
  await isGone;
  const { phase } = await callee.phase('ringing');
  expect(phase).toMatchObject({ silenced: true });
  await caller.hangUp();
});

test('do not disturb, chosen by the person or followed from the system, is shown to a contact and in the person’s own window', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  await setStatus(callee, 'dnd');
  await expect((await callee.window('main')).getByText(en.status.seen)).toBeVisible();
  await caller.until('the status of the contact', ({ contacts }) => contacts[0]?.presence === 'dnd', 30_000);
  await caller.choose(people.callee.name);
  const shown = (await caller.window('main')).getByRole('region', { name: people.callee.name });
  await expect(shown.getByText(en.presence.dnd, { exact: true })).toBeVisible();

  await setStatus(callee, 'available');
  const page = await callee.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  const follow = page.getByRole('switch', { name: en.ownStatus.system });
  await expect(page.getByRole('switch', { name: en.ownStatus.quiet })).toBeVisible();
  await expect(follow).toBeHidden(); // no service of this desktop reports do not disturb
  const server = await serveNotifications(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
  try {
    await follow.click({ force: true });
    await callee.until('the setting', ({ settings }) => settings.followSystemDnd);
    server.inhibit(true);
    await callee.until('the status', ({ status, statusReason }) => status === 'dnd' && statusReason.by === 'system');
    await expect(page.getByText(en.status.system)).toBeVisible();
    await desktop.tray.waitFor(callee.pid, ({ tooltip }) => tooltip.endsWith(desktopTexts.en.quietBySystem), 10_000);
    await caller.until('the status of the contact', ({ contacts }) => contacts[0]?.presence === 'dnd', 30_000);
    server.inhibit(false);
    await callee.until(
      'the status before',
      ({ status, statusReason: { by } }) => `${status} ${by}` === 'available person',
    );
    await expect(page.getByText(en.status.system)).toBeHidden();
    server.inhibit(true);
    await callee.until('the status', ({ status }) => status === 'dnd');
    await setStatus(callee, 'available');
  } finally {
    server.close();
  }
  await expect(follow).toBeHidden();
});

test('do not disturb until tomorrow outlives a restart and shows its end, and an absent person is shown as away', async ({
  two,
}) => {
  const { caller, callee, start } = two;
  const page = await callee.window('main');
  await page.getByRole('button', { name: en.status.label }).click();
  await page.getByRole('option', { name: en.status['dnd-tomorrow'] }).click();
  await callee.until('the status', (view) => view.status === 'dnd');
  await callee.app.close();

  const again = await start('callee');
  await again.until(
    'the status as before',
    ({ status, statusReason }) => status === 'dnd' && statusReason.until !== undefined,
  );
  await expect(
    (await again.window('main')).getByText(/^Until (\w+ )?08:00\. Your contacts see this status\.$/),
  ).toBeVisible();
  await setStatus(again, 'available');
  await again.app.evaluate(({ powerMonitor }) => (powerMonitor.getSystemIdleState = () => 'locked'));
  await again.until('absence', ({ status, statusReason }) => status === 'away' && statusReason.by === 'absence');
  await expect((await again.window('main')).getByText(en.status.absence)).toBeVisible();
  await caller.until('the absence of the contact', ({ contacts }) => contacts[0]?.presence === 'away', 30_000);
  await caller.choose(people.callee.name);
  await expect((await caller.window('main')).getByRole('img', { name: en.presence.away })).toBeVisible();
  await again.app.evaluate(({ powerMonitor }) => (powerMonitor.getSystemIdleState = () => 'active'));
  await caller.until('the contact again', ({ contacts }) => contacts[0]?.presence === 'online', 30_000);
});
