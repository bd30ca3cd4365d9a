// Words between the devices of one person (protocol §5 rules 15, 16, 18): how they are sealed, and whose are read at all.
import { type Bytes, equal } from '../../core/bytes.ts';
import { type Certificate, isValidAt } from '../../core/keys/certificate.ts';
import { openWord, sealWord } from '../../core/keys/sealed-word.ts';
import type { WordEnvelope } from '../../core/signal/envelope.ts';
import { type Move, type MoveEnd, type Verified, writeMessage } from '../../core/signal/message.ts';
import type { CallDeps } from './call-deps.ts';

/** Why a word of another device is not read; for the log. */
export type OwnWordRefusal = 'own-list' | 'reads' | 'noise';

type Write = (callId: Uint8Array, issuedAtMs: bigint, noise: Uint8Array) => Bytes;

/** The certificate of a device of ours in the list as we know it, other than this one, and valid now. */
export function ownDevice({ clock, own }: Pick<CallDeps, 'clock' | 'own'>, device: string): Certificate | undefined {
  const found = own.devices().find((each) => each.id === device);
  const isOther = found !== undefined && device !== own.deviceId;
  return isOther && isValidAt(found, Math.floor(clock.nowMs() / 1000)) ? found : undefined;
}

/** Whether this person has another device, as far as our list is known: its certificate is valid now. */
export function hasOtherDevice(deps: Pick<CallDeps, 'clock' | 'own'>): boolean {
  return deps.own.devices().some(({ id }) => ownDevice(deps, id) !== undefined);
}

/** A word to this device of ours, of now, as it goes into its inbox; undefined where its key is of low order. */
export function ownWord(
  { clock, own, random }: Pick<CallDeps, 'clock' | 'own' | 'random'>,
  to: Certificate,
  callId: Bytes,
  text: Move | MoveEnd | Verified,
  write: Write,
): Bytes | undefined {
  const issuedAtMs = BigInt(clock.nowMs());
  const binding = { kind: text.kind, callId, issuedAtMs };
  const noise = sealWord(own.deviceKeys, { id: to.id, s: to.s }, binding, writeMessage(text), random(32));
  return noise && write(callId, issuedAtMs, noise);
}

/** The padded text of a word that another device of ours has sealed to this one; how old it may be is for the caller to say. */
export function openOwnWord(
  deps: Pick<CallDeps, 'clock' | 'own'>,
  mayRead: () => boolean,
  from: string,
  word: Exclude<WordEnvelope, { kind: 'missed' }>,
): Bytes | OwnWordRefusal {
  // Only a device of our own list is read at all: nobody else has anything to tell here.
  const sender = ownDevice(deps, from);
  if (sender === undefined) return 'own-list';
  if (!mayRead()) return 'reads';
  const read = openWord(deps.own.deviceKeys, from, word, word.noise);
  return read !== undefined && equal(read.senderStatic, sender.s) ? read.payload : 'noise';
}
