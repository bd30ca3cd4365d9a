// The notes of the frozen vectors: MISSED to the callee, MOVE, MOVE-END, VERIFIED and HANDLED between two devices of
// the caller (protocol §5 rules 14 to 16, 18, 19).
import { unwrap } from '../../src/core/assert.ts';
import { type Bytes, toB64u, toHex } from '../../src/core/bytes.ts';
import type { DeviceKeys } from '../../src/core/keys/identity.ts';
import { openNote, sealNote, type NoteBinding, notePrologue } from '../../src/core/keys/sealed-note.ts';
import {
  writeHandledEnvelope,
  writeMissedEnvelope,
  writeMoveEndEnvelope,
  writeMoveEnvelope,
  writeVerifiedEnvelope,
} from '../../src/core/signal/envelope.ts';
import {
  type Handled,
  type Missed,
  type Move,
  type MoveEnd,
  type Verified,
  writeMessage,
} from '../../src/core/signal/message.ts';
import { ISSUED_AT_MS } from './call.ts';
import { fixed, fixedDevice } from './fixed.ts';
import type { Person } from './people.ts';

const MOVED_AT_MS = ISSUED_AT_MS + 60_000n;
const write = {
  missed: writeMissedEnvelope,
  move: writeMoveEnvelope,
  'move-end': writeMoveEndEnvelope,
  verified: writeVerifiedEnvelope,
  handled: writeHandledEnvelope,
};

interface Ends {
  readonly from: DeviceKeys;
  readonly to: DeviceKeys;
}

function note(
  text: Missed | Move | MoveEnd | Verified | Handled,
  { from, to }: Ends,
  callId: Bytes,
  issuedAtMs: bigint,
  ephemeral: Bytes,
) {
  const binding: NoteBinding = { kind: text.kind, callId, issuedAtMs };
  const plaintext = writeMessage(text);
  const noise = unwrap(sealNote(from, to, binding, plaintext, ephemeral), 'a good key');
  unwrap(openNote(to, from.id, binding, noise), 'just written');
  return {
    issuedAtMs: Number(issuedAtMs),
    prologue: toHex(notePrologue(binding, from.id, to.id)),
    plaintext: toHex(plaintext),
    noise: toHex(noise),
    envelope: toHex(write[text.kind](callId, issuedAtMs, noise)),
  };
}

/** The section `notes`: the caller's first device sends every note except MOVE-END, which the second one sends back. */
export function notesSection(caller: Person, callee: Person) {
  const second = fixedDevice('second');
  const from = { address: caller.address, person: toB64u(caller.chain.person), d: toB64u(caller.device.d) };
  const to = { address: callee.address, person: toB64u(callee.chain.person) };
  const missed: Missed = {
    kind: 'missed',
    from,
    to,
    media: ['audio'],
  };
  const move: Move = { kind: 'move', to, device: callee.device.id };
  const moved = fixed('movedCallId');
  return {
    secondDevicePublicKey: toHex(second.s),
    secondSigningPublicKey: toHex(second.d),
    missed: note(
      missed,
      { from: caller.device, to: callee.device },
      fixed('callId'),
      ISSUED_AT_MS,
      fixed('missedEphemeral'),
    ),
    move: note(move, { from: caller.device, to: second }, moved, MOVED_AT_MS, fixed('moveEphemeral')),
    moveEnd: note(
      { kind: 'move-end', reason: 'refused' },
      { from: second, to: caller.device },
      moved,
      MOVED_AT_MS + 1000n,
      fixed('moveEndEphemeral'),
    ),
    verified: note(
      { kind: 'verified', of: to },
      { from: caller.device, to: second },
      fixed('callId'),
      ISSUED_AT_MS + 30_000n,
      fixed('verifiedEphemeral'),
    ),
    handled: note(
      { kind: 'handled', how: 'answered', address: callee.address },
      { from: caller.device, to: second },
      fixed('callId'),
      ISSUED_AT_MS + 40_000n,
      fixed('handledEphemeral'),
    ),
  };
}
