// What the system reports about the person and itself: Electron's powerMonitor and, on Linux, the desktop's own screen
// saver.
import type { ScreenSaver } from '../desktop/screen-saver.ts';
import type { Power } from './lock-watch.ts';

/** Like `power`, but the screen also counts as locked while `saver` is active. */
export function systemPower(power: Power, saver: ScreenSaver): Power {
  return {
    getSystemIdleTime: () => power.getSystemIdleTime(),
    getSystemIdleState: (thresholdSeconds) =>
      saver.isActive() ? 'locked' : power.getSystemIdleState(thresholdSeconds),
    on: (event: string, listener: () => void): void => {
      power.on(event as 'suspend', listener); // Electron's type has one signature for each event
      saver.onChange((isActive) => {
        if (event === (isActive ? 'lock-screen' : 'unlock-screen')) listener();
      });
    },
  };
}
