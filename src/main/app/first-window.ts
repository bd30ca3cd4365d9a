// The first window of a start: a person waits for it, so it comes before everything else that takes main's time.
import type { Clock } from '../time/clock.ts';
import type { Windows } from './windows.ts';

const LOADS_WITHIN_MS = 3000;

/** Shows the main window. Resolves when its page has loaded, or after three seconds. */
export function showFirst(
  windows: Pick<Windows, 'showMain' | 'whenMainLoaded'>,
  clock: Pick<Clock, 'after'>,
): Promise<void> {
  windows.showMain();
  return new Promise((resolve) => {
    const cancel = clock.after(LOADS_WITHIN_MS, resolve);
    windows.whenMainLoaded(() => {
      cancel();
      resolve();
    });
  });
}
