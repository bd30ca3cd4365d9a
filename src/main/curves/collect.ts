// Lets the engine collect at once what nobody has hold of any more. A key in the engine's own cryptography is erased when its handle
// is collected, and neither a lock nor a handshake waits for that to come by itself.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

interface Kind {
  readonly type: 'minor' | 'major';
  readonly execution?: 'sync';
  readonly flavor?: 'last-resort';
}
type Collect = (options?: Kind) => void;

function collector(): Collect | undefined {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('globalThis.gc');
  return typeof collect === 'function' ? (collect as Collect) : undefined;
}

/** Collects the whole heap before it returns: some 10 to 50 ms. */
export function collectGarbage(): void {
  collector()?.();
}

/**
 * Collects the whole heap and gives the system what is free then, which the engine would keep for as long as the program runs: 10 to 40 ms.
 * What it has compiled stays: it would be compiled again when somebody calls.
 */
export function giveMemoryBack(): void {
  setFlagsFromString('--no-flush-bytecode');
  collector()?.({ type: 'major', execution: 'sync', flavor: 'last-resort' });
  setFlagsFromString('--flush-bytecode');
}

/** What collects garbage that is young, in a millisecond or less; undefined where this engine collects nothing on demand. */
export function youngCollector(): (() => void) | undefined {
  const collect = collector();
  return collect && (() => collect({ type: 'minor' }));
}
