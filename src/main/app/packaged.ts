// Whether this is a package, which refuses what only a build under test may be asked for (switches.ts), and takes policy from the
// system alone. The one reader of Electron's own answer, which goes by the name of the executable: a copy of an installed, signed
// program that is called `electron` would pass for a build under test there, with another folder of policies and a debugger.
import { app } from 'electron';

const ARCHIVE = /\.asar[\\/]/; // packages run from one only (fuse OnlyLoadAppFromAsar)

/** Whether code in the folder `here` is a package's, whatever the executable is called. */
export function isPackaged(here: string = import.meta.dirname): boolean {
  return app.isPackaged || ARCHIVE.test(here);
}
