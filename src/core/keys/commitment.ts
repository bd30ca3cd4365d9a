// The commitment to the caller's half of the security code (protocol §5). Without it, an attacker between the two
// devices could try halves of the code until both people see the same code. CONFIRM opens the commitment.
import { sha256 } from '@noble/hashes/sha2.js';
import { assert } from '../assert.ts';
import { type Bytes, concat, equal, utf8 } from '../bytes.ts';

const OPENING_BYTES = 32;
const CALL_ID_BYTES = 16;

/** `SHA-256("Siegel 1 sas commit" || callId || r_A)` (protocol §5). */
export function commit(callId: Uint8Array, open: Uint8Array): Bytes {
  assert(callId.length === CALL_ID_BYTES && open.length === OPENING_BYTES, 'a call id has 16 bytes, r_A has 32');
  return sha256(concat(utf8('Siegel 1 sas commit'), callId, open));
}

/** Whether `commitment` was made from `callId` and `open`. If not, somebody has tampered with the call (§5.4). */
export function opens(commitment: Uint8Array, callId: Uint8Array, open: Uint8Array): boolean {
  return equal(commitment, commit(callId, open));
}
