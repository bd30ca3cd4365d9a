// Notices that something has happened in a folder, to it, or to a folder above it, even if the folder is made, replaced
// or removed later. It only says that it is time to look, never what has changed.
import { type FSWatcher, watch } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { Clock } from '../time/clock.ts';

const SETTLE_MS = 200; // a file is often written in several steps
const LOOK_AGAIN_MS = 60_000; // for systems that report nothing (network file systems, no watches left)

// The folder itself, and each folder above it with the one name that leads on.
function stepsTo(folder: string): readonly (readonly [string, string | undefined])[] {
  const steps: (readonly [string, string | undefined])[] = [[folder, undefined]];
  for (let at = folder; dirname(at) !== at; at = dirname(at)) steps.push([dirname(at), basename(at)]);
  return steps;
}

/**
 * Calls `onNews` some 200 ms after a change in one of these absolute folders, and once a minute. Returns a function
 * that stops that.
 */
export function followFolder(folders: readonly string[], clock: Clock, onNews: () => void): () => void {
  let watchers: readonly FSWatcher[] = [];
  let cancelNews: (() => void) | undefined;
  let cancelLook: (() => void) | undefined;

  function stopWatching(): void {
    for (const watcher of watchers) watcher.close();
  }

  function follow(path: string, name: string | undefined): FSWatcher | undefined {
    try {
      const watcher = watch(path, { persistent: false }, (_kind, changed) => {
        if (name === undefined || changed === null || changed === name) soon();
      });
      watcher.on('error', soon);
      return watcher;
    } catch {
      return undefined; // not there yet, or no watch available: the folder above or the next look will notice
    }
  }

  // Watches follow files, not names, so they are set again after each change.
  function startWatching(): void {
    stopWatching();
    const steps = folders.flatMap(stepsTo);
    const once = [...new Map(steps.map((step) => [step.join('\0'), step])).values()];
    watchers = once.map(([path, name]) => follow(path, name)).filter((watcher) => watcher !== undefined);
  }

  function soon(): void {
    cancelNews ??= clock.after(SETTLE_MS, look);
  }

  function look(): void {
    cancelNews?.();
    cancelNews = undefined;
    cancelLook?.();
    cancelLook = clock.after(LOOK_AGAIN_MS, look);
    startWatching();
    onNews();
  }

  startWatching();
  cancelLook = clock.after(LOOK_AGAIN_MS, look);
  return () => {
    cancelNews?.();
    cancelLook?.();
    stopWatching();
  };
}
