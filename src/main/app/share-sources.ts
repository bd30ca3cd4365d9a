// What the system offers for sharing: screens and windows with small pictures of them, without our own windows. This
// file is the only importer of desktopCapturer. If the system shows a dialog of its own instead (Wayland), it offers
// only what the person chose there.
import { BaseWindow, desktopCapturer, type NativeImage, screen, systemPreferences } from 'electron';
import type { SharingAllowed, ShareSource } from '../../core/call/media-share-state.ts';
import { isWayland } from '../desktop/wayland.ts';
import { leavesOutOwnSound } from './own-sound.ts';

/** A window by its title, or a screen by its number ('' if there is only one). `picture` is a `data:` URL, or ''. */
export interface OfferedSource extends ShareSource {
  readonly picture: string;
}

/**
 * What the system does before anything can be chosen: nothing, ask for permission, refuse it, or show a dialog of its
 * own.
 */
export type Asks = 'nothing' | 'permission' | 'refused' | 'system-dialog';

const PICTURE = { width: 320, height: 200 };
const JPEG_QUALITY = 70;

/** What the system does before a person can choose. */
export function systemAsks(): Asks {
  if (process.platform === 'darwin') {
    const status = systemPreferences.getMediaAccessStatus('screen');
    if (status === 'granted') return 'nothing';
    return status === 'not-determined' ? 'permission' : 'refused';
  }
  return isWayland(process.env, process.platform) ? 'system-dialog' : 'nothing';
}

/** Whether the system can exclude our windows from what is shared. */
export function hidesOurWindows(): boolean {
  return process.platform === 'win32' || process.platform === 'darwin';
}

/** Whether the system gives the sound of the computer without what this program plays. */
export function givesComputerSound(): boolean {
  return leavesOutOwnSound(process.platform, process.getSystemVersion());
}

/** What may be shared now, screens first. On a system with a dialog of its own, this shows the dialog. */
export async function offeredSources(allowed: SharingAllowed): Promise<readonly OfferedSource[]> {
  const types: ('screen' | 'window')[] = allowed === 'all' ? ['screen', 'window'] : ['window'];
  const found = await desktopCapturer.getSources({ types, thumbnailSize: PICTURE });
  const ours = new Set(BaseWindow.getAllWindows().map((window) => handleOf(window.getMediaSourceId())));
  const screens = found.filter(({ id }) => isScreen(id));
  const windows = found.filter(({ id }) => !isScreen(id) && !ours.has(handleOf(id)));
  return [
    ...screens.map(({ id, thumbnail }, i): OfferedSource => {
      const name = screens.length === 1 ? '' : String(i + 1);
      return { id, kind: 'screen', name, picture: pictureOf(thumbnail) };
    }),
    ...windows.map(({ id, name, thumbnail }): OfferedSource => ({
      id,
      kind: 'window',
      name,
      picture: pictureOf(thumbnail),
    })),
  ];
}

/**
 * Where the screen of this source is, in device-independent pixels. Undefined if the system does not tell, or the
 * source is a window.
 */
export async function boundsOfScreen({ id, kind }: ShareSource): Promise<Electron.Rectangle | undefined> {
  if (kind !== 'screen' || isWayland(process.env, process.platform)) return undefined;
  const found = await desktopCapturer.getSources({ types: ['screen'], thumbnailSize: { width: 0, height: 0 } });
  const display = found.find((each) => each.id === id)?.display_id ?? '';
  const displays = screen.getAllDisplays();
  const [only] = displays;
  return (
    displays.find((each) => String(each.id) === display)?.bounds ?? (displays.length === 1 ? only?.bounds : undefined)
  );
}

function isScreen(id: string): boolean {
  return id.startsWith('screen:');
}

function pictureOf(thumbnail: NativeImage): string {
  if (thumbnail.isEmpty()) return '';
  return `data:image/jpeg;base64,${thumbnail.toJPEG(JPEG_QUALITY).toString('base64')}`;
}

// `window:<handle>:<number>`; the number is this program's own, so it is left out.
function handleOf(id: string): string {
  return id.split(':').slice(0, 2).join(':');
}
