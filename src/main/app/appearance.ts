// How every window looks, as the settings have it: light or dark, and the size of text. Contrast and motion are each page's own doing.
import type { NativeTheme } from 'electron';
import type { SettingsOf } from '../policy/settings.ts';
import type { Zoom } from './zoom.ts';

/**
 * Follows the settings from here on, and keeps the size in them that a person has chosen by keyboard, or had chosen before it was a
 * setting: that is known when the first page has loaded.
 */
export function followAppearance(
  settings: Pick<SettingsOf, 'read' | 'set' | 'hasChosen' | 'onChange'>,
  zoom: Pick<Zoom, 'level' | 'to' | 'onChange'>,
  theme: Pick<NativeTheme, 'themeSource'>,
): void {
  settings.onChange(({ appearance, textSize }) => {
    if (theme.themeSource !== appearance) theme.themeSource = appearance;
    if (settings.hasChosen('textSize') && zoom.level() !== textSize) zoom.to(textSize);
  });
  zoom.onChange((textSize) => {
    if (settings.read().textSize !== textSize) settings.set({ textSize }); // on a full disk it holds until the next start
  });
}
