// The tray: draws the face and the menu of a view, and reports what a person chose. It decides nothing (tray-state.ts,
// tray-menu.ts). It updates the desktop only if something differs, because each update is a message on the session bus.
import { join } from 'node:path';
import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import { Menu, Tray as SystemTray, nativeImage, nativeTheme } from 'electron';
import type { View } from '../../contract/view.ts';
import { unreachable } from '../../core/assert.ts';
import type { DesktopTexts } from '../../text/desktop.ts';
import type { TrayAction, TrayEntry } from './tray-menu.ts';
import { trayMenu } from './tray-menu.ts';
import type { TrayState } from './tray-state.ts';
import { trayFace } from './tray-state.ts';

/** The icon in the desktop's tray. A desktop without a tray does not show it, which does no harm. */
export class Tray {
  readonly #folder: string;
  readonly #onAction: (action: TrayAction) => void;
  readonly #tray: SystemTray;
  #drawn: TrayState = 'offline';
  #isSystemDark = false; // as last known
  #text = '';
  #menu = '';

  /**
   * `folder` has the icons. `onAction` gets each action that a person chooses. A click on the icon counts as `open`.
   */
  constructor(folder: string, onAction: (action: TrayAction) => void) {
    this.#folder = folder;
    this.#onAction = onAction;
    this.#tray = new SystemTray(this.#icon('offline'));
    this.#tray.on('click', () => onAction({ kind: 'open' }));
    nativeTheme.on('updated', () => {
      if (!this.#tray.isDestroyed()) this.#tray.setImage(this.#icon(this.#drawn));
    });
  }

  /** Shows this view. */
  follow(view: View, texts: DesktopTexts): void {
    if (this.#tray.isDestroyed()) return;
    const { state, text } = trayFace(view, texts);
    if (state !== this.#drawn) {
      this.#drawn = state;
      this.#tray.setImage(this.#icon(state));
    }
    if (text !== this.#text) {
      this.#text = text;
      this.#tray.setToolTip(`Siegel – ${text}`);
    }
    const entries = trayMenu(view, texts);
    const menu = JSON.stringify(entries);
    if (menu === this.#menu) return;
    this.#menu = menu;
    this.#tray.setContextMenu(Menu.buildFromTemplate(entries.map((entry) => this.#item(entry))));
  }

  /** Removes the icon. */
  remove(): void {
    this.#tray.destroy();
  }

  #item(entry: TrayEntry): MenuItemConstructorOptions {
    switch (entry.kind) {
      case 'label':
        return { label: entry.label, enabled: false };
      case 'line':
        return { type: 'separator' };
      case 'menu':
        return { label: entry.label, submenu: entry.entries.map((each) => this.#item(each)) };
      case 'action':
        return { label: entry.label, click: () => this.#onAction(entry.action) };
      case 'check':
      case 'choice':
        return {
          label: entry.label,
          type: entry.kind === 'check' ? 'checkbox' : 'radio',
          checked: entry.checked,
          click: () => this.#onAction(entry.action),
        };
      default:
        return unreachable(entry);
    }
  }

  // The panel follows the system, whatever the person chose for our windows. GNOME's panel is always dark.
  #isPanelDark(): boolean {
    if (process.platform === 'win32') return nativeTheme.shouldUseDarkColorsForSystemIntegratedUI;
    if (nativeTheme.themeSource === 'system') this.#isSystemDark = nativeTheme.shouldUseDarkColors;
    return this.#isSystemDark || (process.env['XDG_CURRENT_DESKTOP'] ?? '').includes('GNOME');
  }

  // macOS colours a template image itself.
  #icon(state: TrayState): NativeImage {
    const mac = process.platform === 'darwin';
    const dark = this.#isPanelDark();
    const ink = dark && !mac ? 'white' : 'black';
    const file = (sizePx: number): string => join(this.#folder, `${state}-${ink}-${String(sizePx)}.png`);
    if (process.platform === 'linux') return nativeImage.createFromPath(file(22));
    const image = nativeImage.createFromPath(file(16));
    image.addRepresentation({ scaleFactor: 2, buffer: nativeImage.createFromPath(file(32)).toPNG() });
    image.setTemplateImage(mac);
    return image;
  }
}
