// Keys that work while another program is in front: set as a person sets them, pressed on the desktop's keyboard.
import { expect } from '@playwright/test';
import { pressKeys, setGlobalKey } from '../../tools/desktop/keys.ts';
import { people } from '../../tools/demo/sides.ts';
import { en } from '../../src/text/page/en.ts';
import { test } from '../support/two-people.ts';

test('a call is answered and muted by keys while another program is in front, and a key already in use is refused', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const press = (keys: string): void => pressKeys(desktop, keys);
  await setGlobalKey(callee, 'answer', 'Control+Alt+A');
  await setGlobalKey(callee, 'mute', 'Control+Alt+M');
  await callee.until(
    'both keys',
    ({ settings }) => settings.globalKeys.mute !== '' && settings.globalKeys.answer !== '',
  );
  expect((await callee.view()).keysTaken).toEqual([]);

  const main = await caller.window('main');
  await setGlobalKey(caller, 'mute', 'Control+Alt+M');
  await expect(main.getByRole('alert')).toHaveText(en.keys.taken);
  await setGlobalKey(caller, 'mute', 'Control+M');
  await expect(main.getByRole('alert')).toHaveText(/^Other programs use Ctrl\+M\./u);
  await main.getByRole('button', { name: `Remove the key: ${en.keys.globalAct.mute}` }).click();

  await caller.place(people.callee.name, 'audio');
  await callee.phase('ringing');
  await main.bringToFront();
  press('ctrl+alt+a');
  await callee.phase('live', 30_000);
  await main.bringToFront();
  press('ctrl+alt+m');
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  press('ctrl+alt+m');
  await caller.until('the peer is heard again', ({ call }) => call?.remote.mute === false);
});
