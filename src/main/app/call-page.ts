// Between the desk and the pages of the call windows: media commands go out, and with `open` goes the far end of the channel to
// the sealing worker, made anew for each call. The desk gets the near end before the page can do anything with the call.
import type { Desk } from '../calls/desk.ts';
import type { Windows } from './windows.ts';
import { openWorkerPort } from './worker-port.ts';

/** Leads the desk's media commands to the windows of their calls. */
export function servePage(desk: Desk, windows: Windows): void {
  desk.onMediaCommand((command) => {
    windows.command(command);
    if (command.kind !== 'open') return;
    windows.whenCallLoaded(command.call, (page) => {
      desk.attachWorker(command.call, openWorkerPort(page)); // closed at once where the call ended while its page was loading
    });
  });
}
