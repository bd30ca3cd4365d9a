// Between the desk and the page of the call window: media commands go out, and with `open` goes the far end of the channel to
// the sealing worker, made anew for each call. The desk gets the near end before the page can do anything with the call.
import type { Desk } from '../calls/desk.ts';
import type { Windows } from './windows.ts';
import { openWorkerPort } from './worker-port.ts';

/** Leads the desk's media commands to the call window. */
export function servePage(desk: Desk, windows: Windows): void {
  desk.onMediaCommand((command) => {
    windows.command(command);
    if (command.kind !== 'open') return;
    windows.whenCallLoaded(command.call, (page) => {
      // The call may have ended while its page was loading; a worker without a call would be given to the next one.
      if (desk.view()?.id === command.call) desk.attachWorker(openWorkerPort(page));
    });
  });
}
