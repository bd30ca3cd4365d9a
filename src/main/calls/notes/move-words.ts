// The notes by which a call is offered to another device of one's own, and by which such an offer ends (protocol §5 rules 15, 16): how
// they are sealed and sent where the machine asks for it, and what must be true of one before its text is looked at.
import { type Bytes, fromHex, toB64u } from '../../../core/bytes.ts';
import type { CallEvent } from '../../../core/call/event.ts';
import type { Device } from '../../../core/keys/identity.ts';
import { type WordEnvelope, writeMoveEndEnvelope, writeMoveEnvelope } from '../../../core/signal/envelope.ts';
import type { Move, MoveEnd } from '../../../core/signal/message.ts';
import type { ProvenDevice } from '../../../core/organisation/proven-device.ts';
import type { CallDeps } from '../call-deps.ts';
import { openOwnWord, ownDevice, ownWord, type OwnWordRefusal } from './own-words.ts';
import type { Performer } from '../../../core/call/performer.ts';

const EXPIRY_SECONDS = 60; // at the broker
const SKEW_MS = 60_000;

/** A word of these two kinds, as it lies in an inbox. */
export type MoveWord = Extract<WordEnvelope, { kind: 'move' | 'move-end' }>;
/** Why a word is not read; for the log. */
export type WordRefusal = 'age' | OwnWordRefusal;

type Sending = Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>;

/** Sends the word to this device of ours; false where its key is of low order. `onUnsent`: the broker has not taken it. */
export function sendMoveWord(
  { clock, own, random, transport }: Sending,
  to: Device,
  callId: Bytes,
  text: Move | MoveEnd,
  onUnsent: () => void = () => undefined,
): boolean {
  const write = text.kind === 'move' ? writeMoveEnvelope : writeMoveEndEnvelope;
  const bytes = ownWord({ clock, own, random }, to, callId, text, write);
  if (bytes === undefined) return false;
  void transport.send(to.id, bytes, EXPIRY_SECONDS).then((sent) => (sent === 'sent' ? undefined : onUnsent()));
  return true;
}

/** How the effects about moving one call that concern our other devices are performed; `device` is the one at the other end. */
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
      if (!sendMoveWord(deps, to, fromHex(id), text, onUnsent)) onUnsent();
    },
    'tell-move-end': ({ call: id, device, reason }) => {
      const to = ownDevice(deps, device);
      if (to !== undefined) sendMoveWord(deps, to, fromHex(id), { kind: 'move-end', reason });
    },
  } satisfies Partial<Performer>;
}

/** Whether a word of this time is neither too old nor of a time to come. */
export function isOfNow({ issuedAtMs }: MoveWord, nowMs: number): boolean {
  const ageMs = BigInt(nowMs) - issuedAtMs;
  return ageMs >= -SKEW_MS && ageMs <= SKEW_MS;
}

/** The padded text of a word that another device of ours has sealed to this one. */
export function openMoveWord(
  deps: Pick<CallDeps, 'clock' | 'own'>,
  mayRead: () => boolean,
  from: string,
  word: MoveWord,
): Bytes | WordRefusal {
  if (!isOfNow(word, deps.clock.nowMs())) return 'age';
  return openOwnWord(deps, mayRead, from, word);
}
