// Between the desk and the stages of the call windows: media commands go out, and with `open` goes the far end of the channel to
// the sealing worker, made anew for each connection. The desk gets the near end before the page can do anything with the call.
import type { MediaCommand } from '../../contract/media.ts';
import type { Desk } from '../calls/desk.ts';
import type { CallDevices } from './call-devices.ts';
import type { Windows } from './windows.ts';
import { openWorkerPort } from './worker-port.ts';

/** Leads the desk's media commands to the windows of their calls. */
export function servePage(
  desk: Pick<Desk, 'attachWorker' | 'onMediaCommand'>,
  windows: Windows,
  devices: Pick<CallDevices, 'left'>,
): void {
  const waiting = new Map<string, MediaCommand>(); // by call: the `open` whose page is not there yet
  desk.onMediaCommand((command) => {
    windows.command(command);
    devices.left(command);
    if (command.kind === 'close') waiting.delete(command.call);
    if (command.kind !== 'open') return;
    waiting.set(command.call, command);
    windows.whenStageLoaded(command.call, (page) => {
      const port = openWorkerPort(page); // one with each `open`, whatever became of it: the page knows them by their order
      if (waiting.get(command.call) !== command) return port.close(); // closed while its page was loading
      waiting.delete(command.call);
      desk.attachWorker(command.call, port);
    });
  });
}
