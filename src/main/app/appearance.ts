// How the settings make every window look: light or dark, and the size of text. Each page handles contrast and motion
// itself.
import type { NativeTheme } from 'electron';
import type { SettingsOf } from '../policy/settings.ts';
import type { Zoom } from './zoom.ts';

/**
 * Follows the settings. A text size that a person chooses by keyboard is stored in the settings, and so is a size
 * chosen before there was a setting for it. That earlier size is known when the first page has loaded.
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
    // On a full disk the size holds only until the next start.
    if (settings.read().textSize !== textSize) settings.set({ textSize });
  });
}
