// The notes by which a call is offered to another of our devices, and by which such an offer ends (protocol §5 rules
// 15, 16): how the machine's effects send them, and what is checked before their content is read.
import { type Bytes, fromHex, toB64u } from '../../../core/bytes.ts';
import type { CallEvent } from '../../../core/call/event.ts';
import type { Device } from '../../../core/keys/identity.ts';
import { type NoteEnvelope, writeMoveEndEnvelope, writeMoveEnvelope } from '../../../core/signal/envelope.ts';
import type { Move, MoveEnd } from '../../../core/signal/message.ts';
import type { ProvenDevice } from '../../../core/organisation/proven-device.ts';
import type { CallDeps } from '../call-deps.ts';
import { openOwnNote, ownDevice, ownNote, type OwnNoteRefusal } from './own-notes.ts';
import type { Performer } from '../../../core/call/performer.ts';

const EXPIRY_SECONDS = 60; // at the broker
const SKEW_MS = 60_000;

/** A note that offers a call or ends an offer, as it is stored in an inbox. */
export type MoveNote = Extract<NoteEnvelope, { kind: 'move' | 'move-end' }>;
/** Why a note is not read, for the log. */
export type NoteRefusal = 'age' | OwnNoteRefusal;

type Sending = Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>;

/**
 * Sends the note to the other device `to` of our person. False if the key of `to` is of low order. `onUnsent`: the
 * broker did not accept the note.
 */
export function sendMoveNote(
  { clock, own, random, transport }: Sending,
  to: Device,
  callId: Bytes,
  text: Move | MoveEnd,
  onUnsent: () => void = () => undefined,
): boolean {
  const write = text.kind === 'move' ? writeMoveEnvelope : writeMoveEndEnvelope;
  const bytes = ownNote({ clock, own, random }, to, callId, text, write);
  if (bytes === undefined) return false;
  void transport.send(to.id, bytes, EXPIRY_SECONDS).then((sent) => (sent === 'sent' ? undefined : onUnsent()));
  return true;
}

/**
 * The functions that perform the effects of a move that concern our other devices. `call.device` is the peer's device.
 */
export function performsMove(
  deps: Sending,
  call: { readonly device: ProvenDevice | undefined; readonly dispatch: (event: CallEvent) => void },
) {
  return {
    'offer-move': ({ call: id, device }) => {
      const onUnsent = (): void => call.dispatch({ kind: 'move-unsent', call: id, atMs: deps.clock.nowMs() });
      const [to, peer] = [ownDevice(deps, device), call.device];
      if (to === undefined || peer === undefined) return onUnsent();
      const about = { address: peer.address, person: toB64u(peer.person) };
      const text = { kind: 'move', to: about, device: peer.device } as const;
      if (!sendMoveNote(deps, to, fromHex(id), text, onUnsent)) onUnsent();
    },
    'tell-move-end': ({ call: id, device, reason }) => {
      const to = ownDevice(deps, device);
      if (to !== undefined) sendMoveNote(deps, to, fromHex(id), { kind: 'move-end', reason });
    },
  } satisfies Partial<Performer>;
}

/** Whether this note was issued at most a minute before or after `nowMs`. */
export function isOfNow({ issuedAtMs }: MoveNote, nowMs: number): boolean {
  const ageMs = BigInt(nowMs) - issuedAtMs;
  return ageMs >= -SKEW_MS && ageMs <= SKEW_MS;
}

/** The padded content of a note that another device of ours has sealed to this one, or why it is not read. */
export function openMoveNote(
  deps: Pick<CallDeps, 'clock' | 'own'>,
  mayRead: () => boolean,
  from: string,
  note: MoveNote,
): Bytes | NoteRefusal {
  if (!isOfNow(note, deps.clock.nowMs())) return 'age';
  return openOwnNote(deps, mayRead, from, note);
}
