// The one thing this page has of the outside: `window.siegel`, as the preload built it.
// Nothing else may be added to it here.
import type { Siegel } from '../contract/ipc.ts';

declare global {
  interface Window {
    readonly siegel: Siegel;
  }
}

/** Commands to main and events from it (contract/ipc.ts). */
export const siegel: Siegel = window.siegel;
