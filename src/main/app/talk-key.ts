// Ctrl+Space in the window of a call: while it is held, a muted person is heard. Main reads the keys before the page
// gets them, so that the release counts even if the page hangs or was taken over. Whatever makes the release uncertain
// counts as a release.
import type { BaseWindow, Input, WebContents } from 'electron';

/** What a key event means: the person begins to talk, or it is no longer certain that they do. */
export type TalkPress = 'begins' | 'over';

/** What this event of the keyboard means for talking. Undefined: nothing new, as when a held key repeats. */
export function talkPress(
  input: Pick<Input, 'type' | 'code' | 'key' | 'isAutoRepeat' | 'control' | 'shift' | 'alt' | 'meta'>,
): TalkPress | undefined {
  const { alt, code, control, isAutoRepeat, key, meta, shift, type } = input;
  if (type === 'keyUp') return code === 'Space' || key === 'Control' || !control ? 'over' : undefined;
  if (!control) return 'over'; // the release of Ctrl was not reported
  return code === 'Space' && !isAutoRepeat && !alt && !meta && !shift ? 'begins' : undefined;
}

// What is watched of a window.
type TalkWindow = Pick<BaseWindow, 'on'>;

/**
 * Reports when talking ends because this window is not in front any more. The returned function watches a page's
 * contents: it reports the key, and reports `over` when the contents crash, hang, load another document or are
 * destroyed.
 */
export function watchTalkKey(
  window: TalkWindow,
  onPress: (press: TalkPress) => void,
): (contents: Pick<WebContents, 'on'>) => void {
  const over = (): void => onPress('over');
  window.on('blur', over);
  window.on('hide', over);
  window.on('minimize', over);
  window.on('closed', over);
  return (contents) => {
    contents.on('before-input-event', (_event, input) => {
      const press = talkPress(input);
      if (press !== undefined) onPress(press);
    });
    contents.on('render-process-gone', over);
    contents.on('unresponsive', over);
    contents.on('did-navigate', over);
    contents.on('destroyed', over);
  };
}
