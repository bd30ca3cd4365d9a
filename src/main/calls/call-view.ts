// What main adds to the view of a call (core/call/view.ts): the code itself, the proven device, the first numbers.
import { isSecured, type RingState } from '../../core/call/ring-state.ts';
import type { CodeSeen } from '../../core/call/view.ts';
import { PROTOCOL_NAME } from '../../core/keys/proto.ts';
import type { CallNumbers, CallView, CodeView } from '../../contract/view.ts';

/** The state of the code; `digits` once they are known. At first the caller reads them aloud and the callee types. */
export function codeView(seen: CodeSeen, digits: string | undefined, direction: CallView['direction']): CodeView {
  if (seen.kind !== 'shown') return { kind: seen.kind };
  if (digits === undefined) return { kind: 'none' };
  return { ...seen, code: digits, role: direction === 'out' ? 'read' : 'type' };
}

/** The device at the other end, once it is proven. */
export function peerDeviceOf(ring: RingState): Pick<CallView, 'peerDevice'> {
  return isSecured(ring) ? { peerDevice: ring.device } : {};
}

/** The numbers of a call in which nothing was measured yet. */
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
