// Keyboard keys that work while another program is in front: set as a person sets them, pressed on the desktop's
// keyboard. Also Ctrl+Space, which works only in the call's own window.
import { expect } from '@playwright/test';
import { holdKeys, pressKeys, setGlobalKey } from '../../tools/desktop/keys.ts';
import { people } from '../../tools/demo/sides.ts';
import { en } from '../../src/text/page/en.ts';
import { opened, test } from '../support/two-people.ts';

test('keys for answering, mute and push to talk work while another program is in front, and a key already in use is refused', async ({
  two,
  desktop,
}) => {
  const { caller, callee } = two;
  const press = (keys: string): void => pressKeys(desktop, keys);
  await setGlobalKey(callee, 'answer', 'Control+Alt+A');
  await setGlobalKey(callee, 'mute', 'Control+Alt+M');
  await setGlobalKey(callee, 'talk', 'Control+Alt+T');
  await callee.until('all keys', ({ settings: { globalKeys } }) =>
    [globalKeys.mute, globalKeys.answer, globalKeys.talk].every((chord) => chord !== ''),
  );
  expect((await callee.view()).keysInForce).toMatchObject({ from: 'system', taken: [] });

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

  const mutes = await main.evaluateHandle(() => {
    const seen = [false];
    window.siegel.on('change', ({ parts: { calls } }) => {
      const mute = calls?.[0]?.remote.mute;
      if (mute !== undefined && mute !== seen.at(-1)) seen.push(mute);
    });
    return seen;
  });
  // X11 repeats a key that is held. Two seconds of sound outlast the pause before the first repeat and many repeats.
  press('ctrl+alt+m');
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  const releaseMute = holdKeys(desktop, 'ctrl+alt+m');
  await caller.until('the peer is heard once more', ({ call }) => call?.remote.mute === false);
  const heard = opened(await caller.view(), 0);
  await caller.until('two seconds of sound', (view) => opened(view, 0) > heard + 100);
  releaseMute();
  press('ctrl+alt+m');
  await caller.until('the peer is muted', ({ call }) => call?.remote.mute === true);
  await caller.bringCallToFront();
  const releaseTalk = holdKeys(desktop, 'ctrl+alt+t');
  await caller.until('the peer is heard while the key is held', ({ call }) => call?.remote.mute === false);
  expect((await callee.view()).call).toMatchObject({ talks: true, local: { mute: false } });
  releaseTalk();
  await caller.until('the peer is muted when the key is released', ({ call }) => call?.remote.mute === true);
  expect((await callee.view()).call?.talks).toBeUndefined();

  await callee.bringCallToFront();
  const releaseSpace = holdKeys(desktop, 'ctrl+space');
  await caller.until('the peer is heard while Ctrl+Space is held', ({ call }) => call?.remote.mute === false);
  await caller.bringCallToFront(); // another program comes to the front, and the key is still held
  await caller.until('the peer is muted once another window is in front', ({ call }) => call?.remote.mute === true);
  releaseSpace();
  await callee.bringCallToFront();
  const releaseAgain = holdKeys(desktop, 'ctrl+space');
  await caller.until('the peer is heard again', ({ call }) => call?.remote.mute === false);
  releaseAgain();
  await caller.until('the peer is muted when the key is released', ({ call }) => call?.remote.mute === true);
  // Each press counted once, however long the key was held.
  const told = [false, true, false, true, false, true, false, true, false, true];
  await expect.poll(() => mutes.jsonValue()).toEqual(told); // a page hears of a change a moment after main
});
