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
  ['Ctrl+Space that repeats changes nothing', { isAutoRepeat: true }, undefined],
  ['the release of the space bar ends it', { type: 'keyUp' }, 'over'],
  ['the release of the space bar after Ctrl ends it', { type: 'keyUp', control: false }, 'over'],
  ['the release of Ctrl ends it', { type: 'keyUp', code: 'ControlLeft', key: 'Control' }, 'over'],
  [
    'the release of another key while Ctrl is held changes nothing',
    { type: 'keyUp', code: 'KeyM', key: 'm' },
    undefined,
  ],
  ['a key without Ctrl ends it, because the release of Ctrl was missed', { control: false, code: 'KeyA' }, 'over'],
  ['another key with Ctrl changes nothing', { code: 'KeyM', key: 'm' }, undefined],
  ['Ctrl+Shift+Space is another key', { shift: true }, undefined],
  ['Ctrl+Alt+Space is another key', { alt: true }, undefined],
  ['Ctrl+Super+Space is another key', { meta: true }, undefined],
  ['the space bar alone is another key', { control: false }, 'over'],
])('%s', (_title, change, press) => {
  expect(talkPress({ ...space, ...change })).toBe(press);
});
