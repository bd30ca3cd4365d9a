// The system's notifications. On Windows and macOS, Electron shows them. On Linux Electron's notifications have no
// buttons (up to version 45), so the desktop's notification server is used directly, over the session bus.
import { Notification } from 'electron';
import type { Log } from '../log.ts';
import type { Notify } from './notifications.ts';
import { createServerNotify } from './notification-server.ts';
import { openSessionBus, sessionBusPath } from './session-bus.ts';

/** How this system shows a notification. */
export function systemNotify(log: Log): Notify {
  if (process.platform !== 'linux') return electronNotify;
  return createServerNotify(() => openSessionBus(sessionBusPath(process.env)), log);
}

// Windows and macOS read no markup in the body. The notification makes no sound, because Siegel rings by itself.
const electronNotify: Notify = ({ kind, title, body, buttons }, onPress, onGone) => {
  const shown = new Notification({
    title,
    body,
    silent: true,
    timeoutType: kind === 'ringing' ? 'never' : 'default',
    actions: buttons.map(({ label }) => ({ type: 'button', text: label })),
  });
  shown.on('click', () => onPress('itself'));
  shown.on('action', ({ actionIndex }) => onPress(actionIndex));
  shown.on('close', onGone);
  shown.show();
  return () => shown.close();
};
