// Notes between the devices of one person (protocol §5 rules 15, 16, 18, 19): how they are sealed, and whose notes are
// read.
import { type Bytes, equal } from '../../../core/bytes.ts';
import type { Device } from '../../../core/keys/identity.ts';
import { openNote, sealNote } from '../../../core/keys/sealed-note.ts';
import type { NoteEnvelope } from '../../../core/signal/envelope.ts';
import { type Handled, type Move, type MoveEnd, type Verified, writeMessage } from '../../../core/signal/message.ts';
import type { CallDeps } from '../call-deps.ts';

/** Why a note of another device is not read, for the log. */
export type OwnNoteRefusal = 'own-chain' | 'reads' | 'noise';

type Write = (callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array) => Bytes;

/**
 * Our person's other device with this id, as far as our chain is known. Undefined if the id is this device's own or
 * unknown.
 */
export function ownDevice({ own }: Pick<CallDeps, 'own'>, device: string): Device | undefined {
  return device === own.deviceId ? undefined : own.devices().find(({ id }) => id === device);
}

/** Whether this person has another device, as far as our chain is known. */
export function hasOtherDevice({ own }: Pick<CallDeps, 'own'>): boolean {
  return own.devices().some(({ id }) => id !== own.deviceId);
}

/** The id of this person's other device, if there is exactly one, as far as our chain is known. */
export function onlyOtherDevice({ own }: Pick<CallDeps, 'own'>): string | undefined {
  const [first, ...more] = own.devices().filter(({ id }) => id !== own.deviceId);
  return more.length === 0 ? first?.id : undefined;
}

/**
 * A note to the other device `to` of our person, with the current time, as it goes into the inbox of `to`. Undefined if
 * the key of `to` is of low order.
 */
export function ownNote(
  { clock, own, random }: Pick<CallDeps, 'clock' | 'own' | 'random'>,
  to: Device,
  callId: Bytes,
  text: Move | MoveEnd | Verified | Handled,
  write: Write,
): Bytes | undefined {
  const issuedAtMs = BigInt(clock.nowMs());
  const binding = { kind: text.kind, callId, issuedAtMs };
  const noise = sealNote(own.deviceKeys, { id: to.id, s: to.s }, binding, writeMessage(text), random(32));
  return noise && write(callId, issuedAtMs, noise);
}

/**
 * The padded content of a note that another device of ours has sealed to this one, or why it is not read. The caller
 * decides how old it may be.
 */
export function openOwnNote(
  deps: Pick<CallDeps, 'own'>,
  mayRead: () => boolean,
  from: string,
  note: Exclude<NoteEnvelope, { kind: 'missed' }>,
): Bytes | OwnNoteRefusal {
  // Only notes of our own devices are read; from anybody else they mean nothing.
  const sender = ownDevice(deps, from);
  if (sender === undefined) return 'own-chain';
  if (!mayRead()) return 'reads';
  const read = openNote(deps.own.deviceKeys, from, note, note.noise);
  return read !== undefined && equal(read.senderStatic, sender.s) ? read.payload : 'noise';
}
