// How a call that is placed comes to ring: the callee is found, policy lets these devices ring, and it is their turn.
import type { CalleeList } from '../../../src/core/call/ring-callee.ts';
import type { Bare } from './bare.ts';

/** They are rung by the first list, and nothing newer was read. */
export const RUNG: CalleeList = { nr: 1, devices: undefined };

/** What happens from placing the call until these devices ring. */
export const placed = (devices: readonly string[]): readonly Bare[] => [
  { kind: 'place', hasAllowedPath: true },
  { kind: 'callee-read', callee: { kind: 'person', isMeant: true, isFromMemory: false, rings: devices } },
  { kind: 'turn', waitMs: 0 },
  { kind: 'admitted', nr: 1, devices },
];
