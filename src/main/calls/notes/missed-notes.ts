// The notes that a device gets when it comes back after being off: who called meanwhile (protocol §5 rule 14). Nothing
// rings and nothing is answered. A valid note becomes a missed call in the history, at the time of the call. Only notes
// of contacts count.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, equal, fromB64u, toHex } from '../../../core/bytes.ts';
import { deviceId } from '../../../core/keys/identity.ts';
import { openNote } from '../../../core/keys/sealed-note.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import { Missed, readMessage } from '../../../core/signal/message.ts';
import { isWithin } from '../../../core/within.ts';
import { createBudget } from '../../time/budget.ts';
import type { Admission } from '../inbox/admission.ts';
import type { CallDeps } from '../call-deps.ts';
import type { CallIds } from '../inbox/call-ids.ts';
import type { ContactDevices } from '../inbox/contact-devices.ts';
import { createSenderQueue } from '../inbox/sender-queue.ts';

/** How long a note may wait at the broker, and how old it may be. */
export const MISSED_SECONDS = 7 * 24 * 3600;
const SKEW_MS = 300_000; // five minutes either way, as with INVITE
// Notes have a reading budget of their own, so that they use up no part of the budget for INVITEs.
const READ_EVERY_MS = 200;
const MOST_WAITING = 256;
const MOST_OF_SENDER = 32;
/** No genuine note is longer: two addresses and persons in JSON, padded, and Noise around it. */
const MOST_NOTE_BYTES = 4096;
const TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const PER_PERSON = 32; // notes accepted from one person's known devices, and from all other devices together
const PER_MS = 24 * 3_600_000; // the period for PER_PERSON

type Deps = Pick<CallDeps, 'clock' | 'own' | 'book' | 'history' | 'log' | 'people'> & Pick<Admission, 'mayKnock'>;
type NoteEnvelope = Extract<Envelope, { kind: 'missed' }>;

/** Why a note is dropped, for the log. */
type MissedRefusal =
  | 'length'
  | 'age'
  | 'seen'
  | 'noise'
  | 'json'
  | 'not-for-us'
  | 'sender'
  | 'policy'
  | 'unknown'
  | 'rate'
  | 'chain'
  | 'closed'
  | 'full'
  | 'disk';

/** Notes of missed calls. */
export interface MissedNotes {
  /** Takes a note of the sender that the topic names. It is read in its turn. */
  readonly take: (from: string, envelope: NoteEnvelope) => void;
  /** Stops: no note is read and no call record written. */
  readonly close: () => void;
}

/** Waits for notes. None has arrived yet. */
export function createMissedNotes(deps: Deps, ids: CallIds, contactDevices: ContactDevices): MissedNotes {
  const { clock, own, book, history, log, mayKnock, people } = deps;
  const taken = new Map<string, number[]>();
  const mayOthers = createBudget(clock, PER_PERSON, PER_MS);
  const queue = createSenderQueue<NoteEnvelope>(clock, {
    everyMs: READ_EVERY_MS,
    most: MOST_WAITING,
    mostOfSender: MOST_OF_SENDER,
    isKnown: contactDevices.has,
    isSame: (one, other) => equal(one.callId, other.callId) && equal(one.noise, other.noise),
    read: (from, envelope) => void read(from, envelope),
  });
  let isClosed = false;

  function hasRoom(address: string): boolean {
    const nowMs = clock.nowMs();
    const times = (taken.get(address) ?? []).filter((atMs) => isWithin(atMs, nowMs, PER_MS));
    taken.set(address, times); // contacts only: bounded by the book
    if (times.length >= PER_PERSON) return false;
    times.push(nowMs);
    return true;
  }

  // Cheap checks, before a note takes up room.
  function isIdle(from: string, { callId, issuedAtMs, noise }: NoteEnvelope): MissedRefusal | undefined {
    if (noise.length > MOST_NOTE_BYTES) return 'length';
    const ageMs = BigInt(clock.nowMs()) - issuedAtMs;
    if (ageMs < -SKEW_MS || ageMs > MISSED_SECONDS * 1000 + SKEW_MS) return 'age';
    return ids.has(from, toHex(callId)) ? 'seen' : undefined; // the call's INVITE or this very note arrived before
  }

  async function check(from: string, envelope: NoteEnvelope): Promise<MissedRefusal | 'line'> {
    const idle = isIdle(from, envelope); // again: time has passed
    if (idle !== undefined) return idle;
    const { callId, issuedAtMs, noise } = envelope;
    const id = toHex(callId);
    const read = openNote(own.deviceKeys, from, { kind: 'missed', callId, issuedAtMs }, noise);
    if (read === undefined) return 'noise';
    const note = readMessage(Missed, read.payload);
    if (note === undefined) return 'json';
    if (note.to.address !== own.address || !equal(bytesOf(note.to.person), own.person)) return 'not-for-us';
    const { address } = note.from;
    const person = bytesOf(note.from.person);
    const atMs = Number(issuedAtMs);
    if (deviceId(read.senderStatic, bytesOf(note.from.d)) !== from) return 'sender';
    if (!mayKnock(address)) return 'policy';
    // A stranger could fill a history with names: a sender who is no contact, or not the pinned person, leaves nothing.
    const [contact, pin] = [book.contact(address), book.pin(address)];
    if (contact === undefined || (pin !== undefined && !equal(pin.person, person))) return 'unknown';
    if (history.has({ id, direction: 'in', address })) return 'seen'; // the call rang here at the time
    // Anybody can name a person, but must not use up the share of that person's devices.
    const isKnown = contactDevices.isOf(address, person, from);
    if (!(isKnown ? hasRoom(address) : mayOthers())) return 'rate';
    const isVerified = isKnown && book.trustOf(address).kind === 'verified';
    const remembered = ids.remember(from, id, MISSED_SECONDS, isVerified);
    if (remembered !== 'remembered') return remembered;
    const invited = { person, device: from, chain: [] };
    const peer = await people.glance(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: RECENT_MS, invited });
    if (isClosed) return 'closed'; // locked meanwhile, so there is no vault to write to
    // A call with this id has ended meanwhile: its record stays.
    if (history.has({ id, direction: 'in', address })) return 'seen';
    if (typeof peer === 'string' || !equal(peer.person, person)) return 'chain';
    if (!peer.devices.some(({ id: listed }) => listed === from)) return 'chain';
    if (!isKnown && !hasRoom(address)) return 'rate';
    history.add({
      id,
      address,
      name: contact.name,
      direction: 'in',
      media: note.media.length === 2 ? 'video' : 'audio',
      at: Math.min(atMs, clock.nowMs()),
      durationMs: 0,
      verified: book.trustOf(address).kind === 'verified',
      outcome: 'unreachable',
    });
    return 'line';
  }

  async function read(from: string, envelope: NoteEnvelope): Promise<void> {
    const outcome = await check(from, envelope);
    if (outcome !== 'line') log.info('note of a missed call was refused', { why: outcome });
  }

  return {
    take: (from, envelope) => {
      if (isClosed || isIdle(from, envelope) !== undefined) return;
      contactDevices.look();
      queue.put(from, envelope);
    },
    close: () => {
      isClosed = true;
      queue.close();
    },
  };
}

const bytesOf = (text: string): Bytes => unwrap(fromB64u(text), 'checked by the message schema');
