// Connects the desk with the stages of the call windows. The desk's media commands go to the stages. For each command
// `open`, main makes a channel to the sealing worker: the page gets the far end, and the desk gets the near end before
// the page can act on the call.
import type { MediaCommand } from '../../contract/media.ts';
import type { Desk } from '../calls/desk.ts';
import type { CallDevices } from './call-devices.ts';
import type { Windows } from './windows.ts';
import { openWorkerPort } from './worker-port.ts';

/** Sends the desk's media commands to the windows of their calls. */
export function servePage(
  desk: Pick<Desk, 'attachWorker' | 'onMediaCommand'>,
  windows: Windows,
  devices: Pick<CallDevices, 'left'>,
): void {
  const waiting = new Map<string, MediaCommand>(); // by call: the `open` whose page has not loaded yet
  desk.onMediaCommand((command) => {
    windows.command(command);
    devices.left(command);
    if (command.kind === 'close') waiting.delete(command.call);
    if (command.kind !== 'open') return;
    waiting.set(command.call, command);
    windows.whenStageLoaded(command.call, (page) => {
      const port = openWorkerPort(page); // one for each `open`, even if its call is closed: the page counts ports
      if (waiting.get(command.call) !== command) return port.close(); // closed while its page was loading
      waiting.delete(command.call);
      desk.attachWorker(command.call, port);
    });
  });
}
