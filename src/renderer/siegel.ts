// The page's only way to call main: `window.siegel`, as the preload built it. Nothing else may be added here.
import type { Siegel } from '../contract/ipc.ts';

declare global {
  interface Window {
    readonly siegel: Siegel;
  }
}

/** Commands to main and events from it (contract/ipc.ts). */
export const siegel: Siegel = window.siegel;
