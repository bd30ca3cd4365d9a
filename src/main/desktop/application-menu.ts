// The menu bar. Only macOS has one: without it copy, paste and quit would have no keyboard shortcuts there. Elsewhere
// windows have no menu, so no shortcut reloads a page or opens developer tools.
import type { MenuItemConstructorOptions } from 'electron';
import { Menu } from 'electron';
import type { DesktopTexts } from '../../text/desktop.ts';

/** Sets the menu bar of this platform. */
export function setApplicationMenu(platform: NodeJS.Platform, texts: DesktopTexts): void {
  if (platform !== 'darwin') return Menu.setApplicationMenu(null);
  const template: MenuItemConstructorOptions[] = [
    { role: 'appMenu' },
    {
      label: texts.edit,
      submenu: [
        { role: 'undo' },
        { role: 'redo' },
        { type: 'separator' },
        { role: 'cut' },
        { role: 'copy' },
        { role: 'paste' },
        { role: 'selectAll' },
      ],
    },
    { role: 'windowMenu' },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}
