// Programs laid out as a package lays them out: an executable with a name of its own, and the program in
// `resources/app`, so that Electron reports `isPackaged`. The archive and the fuses are left out.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Desktop } from '../../../tools/desktop/desktop.ts';

const project = path.resolve(import.meta.dirname, '..', '..', '..');

/** Lays out `name` on this desktop; `fill` puts the program into the given folder. Returns the executable. */
function layOut({ app, runtime, session }: Desktop, name: string, fill: (folder: string) => void): string {
  const folder = path.join(session, `laid-out-${name}`);
  // The desktop's own copy lies on the same file system, so hard links work and all programs share pages of the page
  // cache.
  execFileSync('cp', ['-al', path.dirname(app.executable), folder]);
  const program = path.join(folder, 'resources', 'app');
  rmSync(program, { recursive: true, force: true });
  mkdirSync(program, { recursive: true });
  fill(program);
  const executable = path.join(folder, name);
  renameSync(path.join(folder, path.basename(runtime.executable)), executable);
  execFileSync('chmod', ['-R', 'a+rX', program]);
  return executable;
}

/** The latest build of Siegel; run `npm run build` first. */
export function layOutSiegel(desktop: Desktop): string {
  return layOut(desktop, 'siegel', (folder) => {
    for (const part of ['main', 'preload', 'renderer'])
      cpSync(path.join(project, 'out', part), path.join(folder, 'out', part), { recursive: true });
    cpSync(path.join(project, 'package.json'), path.join(folder, 'package.json'));
  });
}

/** A bare Electron program (bare/main.js). */
export function layOutBare(desktop: Desktop): string {
  const icon = path.join(project, 'resources', 'tray', 'ready-white-22.png');
  if (!existsSync(icon)) throw new Error('the icon for the tray is somewhere else');
  return layOut(desktop, 'bare', (folder) => {
    cpSync(path.join(import.meta.dirname, 'bare'), folder, { recursive: true });
    cpSync(icon, path.join(folder, 'icon.png'));
  });
}
