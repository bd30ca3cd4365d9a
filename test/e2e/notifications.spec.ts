// Notifications of the system, on a desktop whose notification server belongs to the test: what they say, what a press
// does, and when they disappear.
import { expect } from '@playwright/test';
import { people } from '../../tools/demo/sides.ts';
import type { NotificationServer, ShownNotification } from '../../tools/desktop/notification-server.ts';
import { endOf, test } from '../support/two-people.ts';

/** The one notification on the screen, once it has this title. */
async function shown(server: NotificationServer, title: string): Promise<ShownNotification> {
  await expect.poll(() => server.shown().map((each) => each.title), { timeout: 10_000 }).toEqual([title]);
  const [only] = server.shown();
  if (only === undefined) throw new Error('the notification disappeared at once');
  return only;
}

const nothingShown = async (server: NotificationServer): Promise<void> =>
  expect.poll(() => server.shown(), { timeout: 10_000 }).toEqual([]);

test('a press on a notification answers or declines a call or calls back a missed one, and a forged signal does nothing', async ({
  notificationServer: server,
  two,
}) => {
  const { caller, callee } = two;
  await caller.place(people.callee.name, 'audio');
  const incoming = await shown(server, 'Incoming call');
  expect(incoming).toMatchObject({ body: `${people.caller.name} is calling`, buttons: ['Answer', 'Decline'] });
  await server.forge(incoming, 'Answer'); // a signal that the server did not send has no effect
  server.pressKey(incoming, ''); // nor has a press that names no button
  server.lockScreen(true);
  // The notification was shown again, so the earlier signals were processed.
  await expect.poll(() => server.shown().map(({ body }) => body)).toEqual(['']);
  server.lockScreen(false);
  await expect.poll(() => server.shown().map(({ buttons }) => buttons.length)).toEqual([2]);
  await callee.phase('ringing');
  server.press(await shown(server, 'Incoming call'), 'Answer');
  await callee.phase('live', 30_000);
  await nothingShown(server);
  await caller.hangUp();
  await callee.dismiss();
  await caller.dismiss();

  await caller.place(people.callee.name, 'audio');
  server.press(await shown(server, 'Incoming call'), 'Decline');
  expect(await endOf(caller)).toBe('declined');
  await caller.dismiss();

  await caller.place(people.callee.name, 'audio');
  const cancelled = await shown(server, 'Incoming call');
  await caller.hangUp();
  const missed = await shown(server, '1 missed call');
  expect(missed).toMatchObject({ body: people.caller.name, buttons: ['Call back'] });
  server.pressKey(cancelled, '0'); // too late, since the call has ended
  server.press(missed, 'Call back');
  await caller.phase('ringing');
  await nothingShown({ ...server, shown: () => server.shown().filter(({ title }) => title !== 'Incoming call') });
  await caller.decline();
  await callee.dismiss();

  await caller.place(people.callee.name, 'audio');
  await shown(server, 'Incoming call');
  await caller.hangUp();
  await shown(server, '2 missed calls');
  await callee.app.close();
  await nothingShown(server); // a closed program leaves no notification
});

test('a notification on a locked screen names nobody and answers nothing, and a notification of a missed call disappears once the list of calls is opened', async ({
  notificationServer: server,
  two,
}) => {
  const { caller, callee } = two;
  await caller.place(people.callee.name, 'audio');
  expect((await shown(server, 'Incoming call')).body).toContain(people.caller.name);
  server.lockScreen(true);
  await expect.poll(() => server.shown().map(({ body }) => body)).toEqual(['']);
  const locked = await shown(server, 'Incoming call');
  expect([locked.body, locked.buttons]).toEqual(['', []]);
  server.pressKey(locked, '0'); // the button that it would have on an unlocked screen
  await server.forgeUnlock();
  await caller.hangUp();
  const missed = await shown(server, '1 missed call'); // the call was not answered, and the screen is still locked
  expect([missed.body, missed.buttons]).toEqual(['', []]);
  server.lockScreen(false);
  await expect.poll(() => server.shown().map(({ body }) => body)).toEqual([people.caller.name]);
  await (await callee.window('main')).getByRole('tab', { name: 'Calls 1 missed call' }).click();
  await nothingShown(server);
});
