// The door to the system's notifications. Windows and macOS are reached by Electron. On Linux its notifications have no buttons (Electron
// 45 as well), so the desktop's server is asked itself, over the session bus.
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

// Windows and macOS show it as text; it makes no sound of its own, because Siegel rings by itself.
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
