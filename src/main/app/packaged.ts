// Whether this program is a package. A package refuses options that only a build under test accepts (switches.ts), and
// takes policy only from the system. Electron's own answer is not used elsewhere, because it depends on the name of the
// executable: a copy of an installed, signed program called `electron` would count as a build under test, with other
// policies and a debugger.
import { app } from 'electron';

const ARCHIVE = /\.asar[\\/]/; // packages run only from such an archive (fuse OnlyLoadAppFromAsar)

/** Whether code in the folder `here` belongs to a package, whatever the executable is called. */
export function isPackaged(here: string = import.meta.dirname): boolean {
  return app.isPackaged || ARCHIVE.test(here);
}
