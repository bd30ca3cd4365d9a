// How a placed call comes to ring: the callee is found, policy allows the devices, and the caller's turn has come.
import type { CalleeList } from '../../../src/core/call/ring-callee.ts';
import type { DeviceJudged } from '../../../src/core/call/welcome.ts';
import type { Bare } from './bare.ts';

/** The devices ring by the first list, and no newer list was read. */
export const RUNG: CalleeList = { nr: 1, devices: undefined };

const judgement = { isAllowed: true, needsVerification: false, isVerified: false, mode: 'free' } as const;
const judgements = { verified: judgement, 'not-settled': judgement, none: judgement };

/** Policy's answer that all of these devices may ring. */
export const admitting = (devices: readonly string[]): readonly DeviceJudged[] =>
  devices.map((device) => ({ device, judgements }));

/** The events from placing the call until these devices ring. */
export const placed = (devices: readonly string[]): readonly Bare[] => [
  { kind: 'place', hasAllowedPath: true },
  { kind: 'callee-read', callee: { kind: 'person', isMeant: true, isFromMemory: false, rings: devices } },
  { kind: 'turn', waitMs: 0 },
  { kind: 'callee-judged', nr: 1, devices: admitting(devices) },
];
