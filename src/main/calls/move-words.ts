// The words by which a call is offered to another device of one's own, and by which such an offer ends (protocol §5 rule 15): how
// they are sealed, and what must be true of one before its text is looked at.
import { type Bytes, equal } from '../../core/bytes.ts';
import { type Certificate, isValidAt } from '../../core/keys/certificate.ts';
import { openWord, sealWord } from '../../core/keys/sealed-word.ts';
import { type WordEnvelope, writeMoveEndEnvelope, writeMoveEnvelope } from '../../core/signal/envelope.ts';
import { type Move, type MoveEnd, writeMessage } from '../../core/signal/message.ts';
import type { CallDeps } from './call-deps.ts';
import type { InviteLimits } from './invite-limits.ts';

const EXPIRY_SECONDS = 60; // at the broker
const SKEW_MS = 60_000;

/** A word of these two kinds, as it lies in an inbox. */
export type MoveWord = Extract<WordEnvelope, { kind: 'move' | 'move-end' }>;
/** Why an offer is over. */
export type MoveEndReason = MoveEnd['reason'];
/** Why a word is not read; for the log. */
export type WordRefusal = 'age' | 'own-list' | 'reads' | 'noise';

type Sending = Pick<CallDeps, 'clock' | 'own' | 'random' | 'transport'>;

/** Sends the word to this device of ours; false where its key is of low order. */
export function sendMoveWord(
  { clock, own, random, transport }: Sending,
  to: Certificate,
  callId: Bytes,
  text: Move | MoveEnd,
): boolean {
  const { kind } = text;
  const issuedAtMs = BigInt(clock.nowMs());
  const noise = sealWord(own.deviceKey, to.key, { kind, callId, issuedAtMs }, writeMessage(text), random(32));
  if (noise === undefined) return false;
  const write = kind === 'move' ? writeMoveEnvelope : writeMoveEndEnvelope;
  void transport.send(to.device, write(callId, issuedAtMs, noise), EXPIRY_SECONDS);
  return true;
}

/** Whether a word of this time is neither too old nor of a time to come. */
export function isOfNow({ issuedAtMs }: MoveWord, nowMs: number): boolean {
  const ageMs = BigInt(nowMs) - issuedAtMs;
  return ageMs >= -SKEW_MS && ageMs <= SKEW_MS;
}

/** The certificate of a device of ours in the list as we know it, other than this one, and valid now. */
export function ownDevice({ clock, own }: Pick<CallDeps, 'clock' | 'own'>, device: string): Certificate | undefined {
  const found = own.devices().find((each) => each.device === device);
  const isOther = found !== undefined && device !== own.deviceId;
  return isOther && isValidAt(found, Math.floor(clock.nowMs() / 1000)) ? found : undefined;
}

/** The padded text of a word that another device of ours has sealed to this one. */
export function openMoveWord(
  deps: Pick<CallDeps, 'clock' | 'own'>,
  limits: Pick<InviteLimits, 'mayRead'>,
  from: string,
  word: MoveWord,
): Bytes | WordRefusal {
  if (!isOfNow(word, deps.clock.nowMs())) return 'age';
  // Only a device of our own list is read at all: nobody else has a call of ours to offer.
  const sender = ownDevice(deps, from);
  if (sender === undefined) return 'own-list';
  if (!limits.mayRead()) return 'reads';
  const read = openWord(deps.own.deviceKey, from, word, word.noise);
  return read !== undefined && equal(read.senderStatic, sender.key) ? read.payload : 'noise';
}
