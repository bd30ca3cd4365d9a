// Siegel's keyboard shortcuts: what they do in a call, on its card and in the main window. Also the list of these keys.
import { expect, type Locator, type Page, test } from '@playwright/test';
import { en } from '../../../src/text/page/en.ts';
import { otherView } from '../../support/preview/people.ts';
import { openedPreview } from '../../support/preview/opened.ts';

const { open, sent } = openedPreview();
const press = (page: Page, letter: string): Promise<void> => page.keyboard.press(`Control+Shift+${letter}`);

test('the keys for mute, camera, share and hold do what their buttons do from both pages of a call, and a key hangs up', async ({
  page,
}) => {
  await open(page, 'call-video');
  for (const at of ['Compare', 'Devices']) {
    await page.getByRole('button', { name: at }).focus();
    for (const letter of ['M', 'O', 'E', 'H']) await press(page, letter);
  }
  await press(page, 'L');
  const once = [
    { name: 'own.mute', input: { mute: true } },
    { name: 'own.camera', input: { on: false } },
    { name: 'own.share', input: {} },
    { name: 'own.hold', input: { hold: true } },
  ];
  expect(await sent(page)).toEqual([...once, ...once, { name: 'own.hangUp', input: {} }]);
});

test('F11 or the button in the head asks for full screen, from both pages of a call', async ({ page }) => {
  await open(page, 'call-video');
  for (const at of ['Compare', 'Devices', 'Full screen on or off (F11)']) {
    await page.getByRole('button', { name: at }).focus();
    await page.keyboard.press('F11');
  }
  await page.getByRole('button', { name: 'Full screen on or off (F11)' }).click();
  const asked = await page.evaluate(() => window.preview.windowed.filter(({ name }) => name === 'window.full'));
  expect(asked.map(({ input }) => input)).toEqual(Array.from({ length: 4 }, () => ({ to: 'other' })));
});

test('the key for sharing stops what is shared, from both pages of a call', async ({ page }) => {
  for (const fixture of ['share-screen', 'share-window']) {
    await open(page, fixture);
    for (const at of ['Stop sharing', 'Devices']) {
      await page.getByRole('button', { name: at }).first().focus();
      await press(page, 'E');
    }
    const stop = { name: 'own.stopShare', input: {} };
    expect(await sent(page)).toEqual([stop, stop]);
  }
});

test('the keys for text and code open their panel, and close it when pressed again', async ({ page }) => {
  await open(page, 'call-voice');
  await press(page, 'T');
  await expect(page.getByRole('complementary', { name: 'Text' })).toBeVisible();
  await press(page, 'T');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  await press(page, 'K');
  await expect(page.getByLabel('Security code')).toBeVisible();
  await press(page, 'K');
  await expect(page.getByRole('complementary')).toHaveCount(0);
  expect(await sent(page)).toEqual([]);
});

test('a key does nothing without its button: no hold before the call is live, no camera if none is allowed', async ({
  page,
}) => {
  await open(page, 'call-verify-by');
  await press(page, 'O');
  await open(page, 'call-connecting');
  for (const letter of ['H', 'T', 'S', 'A', 'D']) await press(page, letter);
  expect(await sent(page)).toEqual([]);
  await press(page, 'M');
  expect(await sent(page)).toEqual([{ name: 'own.mute', input: { mute: true } }]);
});

test('on the card, keys answer a call with or without video and decline it, and a key held down counts once', async ({
  page,
}) => {
  await open(page, 'card-verified');
  await page.keyboard.down('Control');
  await page.keyboard.down('Shift');
  await page.keyboard.down('s');
  await page.keyboard.down('s');
  await page.keyboard.up('s');
  await page.keyboard.up('Shift');
  await page.keyboard.up('Control');
  await press(page, 'A');
  await press(page, 'D');
  const done = (await sent(page)).map(({ name, input }) => ({ name, media: (input as { media?: string }).media }));
  expect(done).toEqual([
    { name: 'call.answer', media: 'audio' },
    { name: 'call.answer', media: 'video' },
    { name: 'call.decline', media: undefined },
  ]);
});

test('the answer key on the card answers a second call and holds the first; in the first call’s window the key shows the card', async ({
  page,
}) => {
  await open(page, 'card-waiting');
  await press(page, 'S');
  await press(page, 'A'); // not offered during a call
  expect(await sent(page)).toEqual([
    { name: 'call.answer', input: expect.objectContaining({ media: 'audio', forOther: 'hold' }) as unknown },
  ]);
  await open(page, 'call-second-rings');
  await press(page, 'S');
  expect(await sent(page)).toEqual([{ name: 'other.showCard', input: {} }]);
});

test('keys in the main window act on the ringing call and on the call that is heard', async ({ page }) => {
  await open(page, 'home-ringing');
  await press(page, 'S');
  await press(page, 'D');
  expect((await sent(page)).map(({ name }) => name)).toEqual(['call.answer', 'call.decline']);
  await open(page, 'home-two-calls'); // the first call is held
  for (const letter of ['M', 'H', 'L']) await press(page, letter);
  expect(await sent(page)).toEqual([
    { name: 'call.mute', input: { call: otherView.id, mute: true } },
    { name: 'call.hold', input: { call: otherView.id, hold: true } },
    { name: 'call.hangUp', input: { call: otherView.id } },
  ]);
});

test('a question mark shows the list of keys in the main window and in a call, and is typed into a field like a letter', async ({
  page,
}) => {
  await open(page, 'home-contacts');
  await page.keyboard.press('?');
  const list = page.getByRole('dialog', { name: 'Keys' });
  await expect(list.getByText('Ctrl+Shift+M')).toBeVisible();
  await expect(list.getByText('Hang up', { exact: true })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list).toHaveCount(0);
  await page.getByRole('searchbox').first().press('?');
  await expect(list).toHaveCount(0);
  await expect(page.getByRole('searchbox').first()).toHaveValue('?');
  await open(page, 'call-voice');
  await page.keyboard.press('?');
  const panel = page.getByRole('complementary', { name: 'Keys' });
  await expect(panel.getByText('Ctrl+Shift+L')).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(panel).toHaveCount(0);
});

test('a global key is set by pressing it, Escape cancels, and a key used by other programs is refused with a message', async ({
  page,
}) => {
  await open(page, 'settings-keys');
  const set = page.getByRole('button', { name: 'Set the key: Mute, or unmute' });
  await set.click();
  const waiting = page.getByRole('button', { name: 'Press the keys …' });
  await expect(waiting).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(waiting).toHaveCount(0);
  await set.press('Enter');
  await page.keyboard.press('Control+C');
  await expect(page.getByRole('alert').filter({ hasText: 'Ctrl+C' })).toHaveText(/^Other programs use Ctrl\+C\./u);
  await page.keyboard.press('Control+Alt+Shift+M');
  await expect(waiting).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove the key: Hang up' }).click();
  const keys = { mute: '', talk: '', answer: 'Ctrl+Alt+A', hangUp: 'Ctrl+Alt+L' };
  expect(await sent(page)).toEqual([
    { name: 'preferences.set', input: { preferences: { globalKeys: { ...keys, mute: 'Ctrl+Alt+Shift+M' } } } },
    { name: 'preferences.set', input: { preferences: { globalKeys: { ...keys, hangUp: '' } } } },
  ]);
  await expect(page.getByText(/^Another program, or another line here, already uses this key/u)).toHaveCount(1);
});

test('the key to talk presses no button and types nothing, wherever the focus is in a call', async ({ page }) => {
  await open(page, 'call-muted');
  for (const at of ['Compare', 'Unmute', 'Devices', 'Hang up']) {
    await page.getByRole('button', { name: at }).focus();
    await page.keyboard.press('Control+Space');
  }
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await press(page, 'T');
  const field = page.getByRole('textbox');
  await field.focus();
  await page.keyboard.press('Control+Space');
  await expect(field).toHaveValue('');
  await field.press('Space');
  await expect(field).toHaveValue(' ');
  const pressed = (await sent(page)).map(({ name }) => name).filter((name) => name !== 'own.type');
  expect(pressed).toEqual([]);
  await page.getByRole('button', { name: 'Unmute' }).press('Space');
  expect((await sent(page)).at(-1)).toEqual({ name: 'own.mute', input: { mute: false } });
});

test('a person who talks by a held key is told that they are heard, and the list of keys names the key', async ({
  page,
}) => {
  await open(page, 'call-talks');
  await expect(page.getByRole('status').filter({ hasText: 'You are heard while you hold the key' })).toBeVisible();
  await page.keyboard.press('?');
  await expect(page.getByRole('complementary', { name: 'Keys' }).getByText('Ctrl+Space')).toBeVisible();
});

test('where the system does not report the release of a key, the settings say why push to talk is impossible and offer nothing but to remove its key', async ({
  page,
}) => {
  await open(page, 'settings-keys-no-release');
  await expect(page.getByText(en.keys.release.never)).toBeVisible();
  await expect(page.getByRole('button', { name: 'Set the key: Push to talk: hold to be heard' })).toHaveCount(0);
  await page.getByRole('button', { name: 'Remove the key: Push to talk: hold to be heard' }).click();
  expect(await sent(page)).toEqual([
    {
      name: 'preferences.set',
      input: { preferences: { globalKeys: { mute: '', talk: '', answer: '', hangUp: '' } } },
    },
  ]);
});

test('a push-to-talk key of Windows or macOS can be set, and the settings say what Siegel asks the system, or what the person must allow', async ({
  page,
}) => {
  for (const [scene, said] of [
    ['settings-keys-system', en.keys.release['by-system']],
    ['settings-keys-not-allowed', en.keys.release['not-allowed']],
  ] as const) {
    await open(page, scene);
    await expect(page.getByText(said)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Set the key: Push to talk: hold to be heard' })).toBeVisible();
  }
});

test('the settings show what a Wayland desktop says of each key, and which key it has not given', async ({ page }) => {
  await open(page, 'settings-keys-desktop');
  const list = page.getByRole('list', { name: en.keys.global }).getByRole('listitem');
  const { given, nameless, refused } = en.keys.desktop;
  const line = (act: keyof typeof en.keys.globalAct): Locator => list.filter({ hasText: en.keys.globalAct[act] });
  await expect(line('mute')).toContainText('Super+M');
  await expect(line('mute')).toContainText(given);
  await expect(line('talk')).toContainText(`${en.keys.release.announced} ${given}`);
  await expect(line('answer').getByRole('alert')).toHaveText(nameless);
  await expect(line('hangUp').getByRole('alert')).toHaveText(refused);
  // A key that the desktop has given is changed there.
  await expect(list.getByRole('button', { name: /^Set the key/u })).toHaveCount(1);
  await expect(page.getByText(en.keys.globalHint.desktop)).toBeVisible();
});

test('a key about which a Wayland desktop has not answered yet is shown as asked for', async ({ page }) => {
  await open(page, 'settings-keys-asked');
  await expect(page.getByText(en.keys.desktop.asked)).toHaveCount(1);
  await expect(page.getByRole('list', { name: en.keys.global }).getByRole('alert')).toHaveCount(0);
});

test('on a desktop that gives no keys the settings say so, and only list keys that were set before, to be removed', async ({
  page,
}) => {
  await open(page, 'settings-keys-nobody');
  await expect(page.getByText(en.keys.globalHint.nobody)).toBeVisible();
  const list = page.getByRole('list', { name: en.keys.global });
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await list.getByRole('button', { name: `Remove the key: ${en.keys.globalAct.mute}` }).click();
  expect(await sent(page)).toHaveLength(1);
  await expect(list.getByRole('button')).toHaveCount(1);
});
