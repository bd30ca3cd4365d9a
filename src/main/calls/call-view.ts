// What a person may see of a call, made from its facts alone. Trust is never shown beyond what was read and agreed.
import { unreachable } from '../../core/assert.ts';
import { isSecured, type RingState } from '../../core/call/ring-state.ts';
import { PROTOCOL_NAME } from '../../core/keys/handshake.ts';
import type { CallNumbers, CallPhase, CallView, CodeView } from '../../contract/view.ts';

/** The phase of a state as windows and tray know it; `isSoundless`: it is shown and not heard while it rings. */
export function phaseOf(state: RingState, isSoundless = false): CallPhase {
  switch (state.kind) {
    case 'looking':
      return { kind: 'placing', ...(state.isPaced ? { paced: true } : {}) };
    case 'fresh':
    case 'checking':
    case 'engaged': // shown nowhere
      return { kind: 'placing' };
    case 'calling':
      return { kind: 'calling', ringing: [...state.legs.values()].includes('ringing') };
    case 'ringing':
      return { kind: 'ringing', silenced: state.silenced, ...(isSoundless ? { soundless: true } : {}) };
    case 'opening':
    case 'confirming':
    case 'answering':
    case 'answered':
      return { kind: 'securing' };
    case 'connecting':
      return { kind: 'connecting' };
    case 'live':
      return { kind: 'live', since: state.sinceMs };
    case 'mending':
      return { kind: 'mending', since: state.brokenAtMs, until: state.untilMs };
    case 'ended':
      return { kind: 'ended', reason: state.reason, at: state.atMs, connected: state.sinceMs !== undefined };
    default:
      return unreachable(state);
  }
}

/** The code as it stands. */
export function codeOf(
  facts: {
    readonly code: string | undefined;
    readonly direction: CallView['direction'];
    readonly mayConfirm: boolean;
    readonly confirmedAtMs: number | undefined;
    readonly isMismatch: boolean;
  },
  state: RingState,
): CodeView {
  if (facts.isMismatch) return { kind: 'mismatch' };
  if (facts.code === undefined || !isSecured(state)) return { kind: 'none' };
  return {
    kind: 'shown',
    code: facts.code,
    role: facts.direction === 'out' ? 'read' : 'type',
    mayConfirm: facts.mayConfirm,
    ...(facts.confirmedAtMs === undefined ? {} : { confirmedAt: facts.confirmedAtMs }),
  };
}

/** Until when policy lets the call go on unverified, where that counts. */
export function verifyByOf(state: RingState): Pick<CallView, 'verifyBy'> {
  const isUp = state.kind === 'live' || state.kind === 'mending';
  return isUp && state.verifyByMs !== undefined ? { verifyBy: state.verifyByMs } : {};
}

/** The numbers of a call that has measured nothing yet. */
export const NO_NUMBERS: CallNumbers = {
  handshake: PROTOCOL_NAME,
  suite: 'AES_256_GCM_SHA512_128',
  generation: 0,
  step: 0,
  path: 'unknown',
  pathBy: 'unknown',
  codec: { audio: '', video: '' },
  fingerprint: '',
  streams: [],
  decodedFrames: 0,
};
