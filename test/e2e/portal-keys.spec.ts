// Keyboard keys while another program is in front, on a Wayland desktop: they come from its portal. Here a portal of
// the test gives them over a real session bus. The screen is X11's, so the keys themselves are not pressed.
import { expect } from '@playwright/test';
import { setGlobalKey } from '../../tools/desktop/keys.ts';
import { serveShortcuts, type ShortcutsPortal } from '../../tools/desktop/shortcuts-portal.ts';
import { people } from '../../tools/demo/sides.ts';
import { desktopTexts } from '../../src/text/desktop.ts';
import { en } from '../../src/text/page/en.ts';
import { test as base } from '../support/two-people.ts';

const test = base.extend<{ readonly portal: ShortcutsPortal }>({
  portal: async ({ desktop }, use) => {
    const portal = await serveShortcuts(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    await use(portal);
    portal.close();
  },
});
test.use({ calleeEnv: { XDG_SESSION_TYPE: 'wayland' } });

test('keys from a Wayland desktop answer a call, mute it, and let a muted person talk while a key is held', async ({
  portal,
  two: { caller, callee },
}) => {
  const main = await callee.window('main');
  await setGlobalKey(callee, 'answer', 'Control+Alt+A');
  await expect
    .poll(portal.asked)
    .toEqual([{ id: 'answer', description: desktopTexts.en.globalAct.answer, trigger: 'CTRL+ALT+a' }]);
  expect([...portal.applications]).toEqual(['example.siegel.Siegel']);
  await expect(main.getByText(en.keys.desktop.asked)).toBeVisible();
  portal.decline();
  await expect(main.getByRole('alert')).toHaveText(en.keys.desktop.refused);

  for (const [act, chord] of [
    ['mute', 'Control+Alt+M'],
    ['talk', 'Control+Alt+T'],
  ] as const)
    await setGlobalKey(callee, act, chord);
  await expect.poll(() => portal.asked()?.map(({ id }) => id)).toEqual(['mute', 'talk', 'answer']);
  portal.agree({ mute: 'Press Super+M', talk: 'Press Ctrl+Alt+T', answer: 'Press Ctrl+Alt+A' });
  await expect(main.getByText('Press Super+M')).toBeVisible();
  await expect(main.getByRole('alert')).toBeHidden();

  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  await portal.forgePress('answer');
  portal.change({ mute: 'Press Super+X', talk: 'Press Ctrl+Alt+T', answer: 'Press Ctrl+Alt+A' });
  // The forged press came before this change.
  await expect(main.getByText('Press Super+X')).toBeVisible();
  await callee.phase('ringing');
  portal.press('answer');
  await callee.phase('live', 30_000);
  portal.press('mute');
  portal.press('mute'); // still held
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  portal.release('mute');
  portal.press('talk');
  await caller.until('the peer is heard while the key is held', ({ call }) => call?.remote.mute === false);
  expect((await callee.view()).call).toMatchObject({ talks: true });
  portal.release('talk');
  await caller.until('the peer is muted when the key is released', ({ call }) => call?.remote.mute === true);
  portal.press('talk');
  await caller.until('the peer is heard again', ({ call }) => call?.remote.mute === false);
  portal.close(); // as when the portal crashes while the key is held
  await caller.until('the peer is muted once the portal is gone', ({ call }) => call?.remote.mute === true);
});
