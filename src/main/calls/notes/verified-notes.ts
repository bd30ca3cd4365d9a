// A person who was verified on one device is verified on all of them (protocol §5 rule 18, docs/decisions/0032). The
// device on which the code was typed tells the others. Each marks the identity that it has pinned or, if nobody is
// pinned, pins and marks the one that the directory names. A device marks nothing if the note names another identity.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, equal, fromB64u, toB64u } from '../../../core/bytes.ts';
import { type NoteEnvelope, writeVerifiedEnvelope } from '../../../core/signal/envelope.ts';
import { readMessage, Verified } from '../../../core/signal/message.ts';
import { createBudget } from '../../time/budget.ts';
import type { CallDeps } from '../call-deps.ts';
import { createReadBudget } from '../inbox/invite-limits.ts';
import { openOwnNote, ownDevice, ownNote, type OwnNoteRefusal } from './own-notes.ts';

/**
 * How long the broker stores a note, and how old a note may be. `SKEW_MS` comes on top, because clocks differ.
 */
const SECONDS = 7 * 24 * 3600;
const SKEW_MS = 300_000;
const TIMEOUT_MS = 3000;
const RECENT_MS = 60_000;
const MOST_UNSENT = 64;
/** How many unpinned people are looked up in a day because of notes: a stolen device could name any number. */
const MOST_NEW = 32;
const DAY_MS = 24 * 3_600_000;

type Note = Extract<NoteEnvelope, { kind: 'verified' }>;
type Deps = Pick<CallDeps, 'book' | 'clock' | 'log' | 'own' | 'people' | 'random' | 'transport'>;
type Heard = Exclude<ReturnType<CallDeps['book']['hearVerified']>, 'other'>;
type Outcome = OwnNoteRefusal | 'age' | 'json' | 'not-for-us' | 'other-identity' | 'chain' | 'closed' | 'rate' | Heard;

/** Notes of verifications. */
export interface VerifiedNotes {
  /**
   * In this call the person has verified whoever is pinned for this address. The other devices are told, now or once
   * the broker is there.
   */
  readonly tell: (callId: Bytes, address: string) => void;
  /** The broker is back: sends the notes that could not leave. */
  readonly again: () => void;
  /** Takes a note of the device that the topic names. */
  readonly take: (from: string, note: Note) => void;
  /** Stops: nothing is read or marked. */
  readonly close: () => void;
}

/** Begins without a note to send. */
export function createVerifiedNotes(deps: Deps): VerifiedNotes {
  const { book, clock, log, own, people, transport } = deps;
  const mayRead = createReadBudget(clock); // a budget of its own, so that no call has to wait for notes
  const mayPin = createBudget(clock, MOST_NEW, DAY_MS);
  let unsent: readonly { readonly device: string; readonly bytes: Bytes }[] = [];
  let isClosed = false;

  async function send(device: string, bytes: Bytes): Promise<void> {
    const sent = await transport.send(device, bytes, SECONDS);
    if (sent !== 'sent') unsent = [...unsent, { device, bytes }].slice(-MOST_UNSENT);
  }

  function tell(callId: Bytes, address: string): void {
    const pin = book.pin(address);
    if (pin === undefined) return;
    const text: Verified = { kind: 'verified', of: { address, person: toB64u(pin.person) } };
    for (const { id } of own.devices()) {
      const to = ownDevice(deps, id);
      const bytes = to && ownNote(deps, to, callId, text, writeVerifiedEnvelope);
      if (bytes !== undefined) void send(id, bytes);
    }
  }

  // The sender may lie about whom it has verified. So this device marks only the identity that it holds itself or, if
  // it holds none, the one that the directory names.
  async function check(from: string, note: Note): Promise<Outcome> {
    const ageMs = BigInt(clock.nowMs()) - note.issuedAtMs;
    if (ageMs < -SKEW_MS || ageMs > SECONDS * 1000 + SKEW_MS) return 'age';
    const text = openOwnNote(deps, mayRead, from, note);
    if (typeof text === 'string') return text;
    const said = readMessage(Verified, text)?.of;
    if (said === undefined) return 'json';
    const { address } = said;
    if (address === own.address) return 'not-for-us';
    const person = unwrap(fromB64u(said.person), 'checked by the message schema');
    const atMs = Math.min(Number(note.issuedAtMs), clock.nowMs());
    let heard = book.hearVerified(address, person, atMs);
    if (heard === 'unpinned') {
      if (!mayPin()) return 'rate';
      const sight = await people.look(address, { timeoutMs: TIMEOUT_MS, maxAgeMs: RECENT_MS });
      if (isClosed) return 'closed'; // locked meanwhile, so there is no vault to write to
      if (ownDevice(deps, from) === undefined) return 'own-chain'; // removed meanwhile
      // The person must be the only one who was found, or the only one whom the organisation confirms. Otherwise a
      // stolen device could choose among several who claim the address.
      if (sight.kind !== 'person' || !sight.isConfirmed || !equal(sight.peer.person, person)) return 'chain';
      people.pin(sight.peer, clock.nowMs());
      heard = book.hearVerified(address, person, atMs);
    }
    return heard === 'other' ? 'other-identity' : heard;
  }

  async function read(from: string, note: Note): Promise<void> {
    const outcome = await check(from, note);
    if (outcome === 'marked' || outcome === 'known') return;
    log.info('note of a verification was refused', { why: outcome });
  }

  return {
    tell,
    again: () => {
      const waiting = unsent;
      unsent = [];
      // A device removed meanwhile learns nothing any more.
      for (const { device, bytes } of waiting) if (ownDevice(deps, device) !== undefined) void send(device, bytes);
    },
    take: (from, note) => {
      if (!isClosed) void read(from, note);
    },
    close: () => {
      isClosed = true;
    },
  };
}
