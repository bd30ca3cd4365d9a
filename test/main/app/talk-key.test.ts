// Which events of the keyboard begin and end talking in the window of a call.
import { expect, it } from 'vitest';
import { talkPress, type TalkPress } from '../../../src/main/app/talk-key.ts';

const space = {
  type: 'keyDown' as 'keyDown' | 'keyUp',
  code: 'Space',
  key: ' ',
  isAutoRepeat: false,
  control: true,
  shift: false,
  alt: false,
  meta: false,
};

it.each<[string, Partial<typeof space>, TalkPress | undefined]>([
  ['Ctrl+Space begins to talk', {}, 'begins'],
  ['a repeated Ctrl+Space changes nothing', { isAutoRepeat: true }, undefined],
  ['the release of the space bar ends talking', { type: 'keyUp' }, 'over'],
  ['the release of the space bar after Ctrl ends talking', { type: 'keyUp', control: false }, 'over'],
  ['the release of Ctrl ends talking', { type: 'keyUp', code: 'ControlLeft', key: 'Control' }, 'over'],
  [
    'the release of another key while Ctrl is held changes nothing',
    { type: 'keyUp', code: 'KeyM', key: 'm' },
    undefined,
  ],
  ['a key without Ctrl ends talking, because the release of Ctrl was missed', { control: false, code: 'KeyA' }, 'over'],
  ['another key with Ctrl changes nothing', { code: 'KeyM', key: 'm' }, undefined],
  ['Ctrl+Shift+Space does not begin to talk', { shift: true }, undefined],
  ['Ctrl+Alt+Space does not begin to talk', { alt: true }, undefined],
  ['Ctrl+Super+Space does not begin to talk', { meta: true }, undefined],
  ['the space bar without Ctrl ends talking', { control: false }, 'over'],
])('%s', (_title, change, press) => {
  expect(talkPress({ ...space, ...change })).toBe(press);
});
