// What must be true after two events in a call, once everything has settled: no secret of a call survives, and the
// devices' accounts of one call are consistent.
import { isMissed } from '../../../src/contract/missed.ts';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import type { Outcome } from './pairs.ts';
import type { SecretWatch } from './secrets.ts';
import type { Person } from './world.ts';

// How much longer a call may last on one side than on the other: 15 s in which the caller repeats CONFIRM, the time
// until a side notices that nobody is there, and 30 s of reconnecting.
const APART_MS = 52_000;

/**
 * Describes what is wrong with the result. `secrets` has watched since before the first person was made; `identities`
 * counts the long-lived keys among them.
 */
export function wrongsOf(outcome: Outcome, secrets: SecretWatch, identities: number): readonly string[] {
  const { devices, gone, wrongs } = outcome;
  const left = [...wrongs];
  const surviving = secrets.held().length - identities;
  if (surviving !== 0) left.push(`${surviving} secrets survive`);
  for (const { address, device, pages } of devices) {
    for (const { worker } of pages) {
      if (!worker.hasEnded && worker.granted.length > 0) left.push(`a worker of ${address} ${device} has its keys`);
    }
  }
  const here = devices.filter((person) => !gone.has(person));
  const lines = here.flatMap((person) => person.history.map((line) => ({ person, line })));
  for (const id of new Set(lines.map(({ line }) => line.id))) {
    left.push(
      ...conflicts(
        lines.filter(({ line }) => line.id === id),
        outcome,
      ),
    );
  }
  return left;
}

// The two sides' accounts of one call must be possible together.
function conflicts(
  told: readonly { readonly person: Person; readonly line: HistoryEntry }[],
  { isLossy, gone, away }: Outcome,
): readonly string[] {
  const lines = told.map(({ line }) => line);
  const out = lines.filter(({ direction }) => direction === 'out');
  const taken = lines.filter(({ direction }) => direction === 'in');
  const words = lines.map(({ direction, durationMs, outcome }) => `${direction} ${outcome} ${durationMs}`).join(', ');
  const wrongs: string[] = [];
  if (out.length > 1) wrongs.push(`one call, two callers: ${words}`);
  const spoke = taken.filter(({ durationMs }) => durationMs > 0);
  if (spoke.length > 1) wrongs.push(`two devices spoke in one call: ${words}`);
  const [caller] = out;
  const [callee] = spoke;
  if (caller !== undefined && callee !== undefined) {
    if (Math.abs(caller.durationMs - callee.durationMs) > APART_MS) wrongs.push(`durations apart: ${words}`);
  }
  if (caller !== undefined && caller.durationMs > APART_MS && callee === undefined && gone.size === 0)
    wrongs.push(`a caller spoke with nobody: ${words}`);
  // A device learns only by a message through the broker that another device answered. So the check is left out where
  // messages may be lost for good.
  const missed = told.filter(({ person, line }) => isMissed(line) && !away.has(person));
  if (callee !== undefined && !isLossy && gone.size === 0 && missed.length > 0)
    wrongs.push(`missed although answered: ${words}`);
  return wrongs;
}
