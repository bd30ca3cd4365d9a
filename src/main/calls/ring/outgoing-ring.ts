// The caller's side until CONFIRM: one leg per device, what the devices reply, and the notes of a missed call for
// devices that did not (protocol §5 rules 1, 3, 10, 14). callee-devices.ts looks up whom to ring. This file turns
// messages into facts for the machine, and decides nothing about the call. It remembers which leg has answered, because
// the view of an ended call still shows that device's mark, after the machine has dropped the device.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, fromB64u, toB64u, toHex } from '../../../core/bytes.ts';
import { sealNote } from '../../../core/keys/sealed-note.ts';
import { type Envelope, writeMissedEnvelope } from '../../../core/signal/envelope.ts';
import type { Head } from '../../../core/signal/head.ts';
import {
  type Answer,
  type CancelReason,
  type Invite,
  type Missed,
  writeMessage,
} from '../../../core/signal/message.ts';
import type { Media } from '../../../contract/view.ts';
import { createBudget } from '../../time/budget.ts';
import { provenDevice, type ProvenDevice } from '../../../core/organisation/proven-device.ts';
import { TTL_SECONDS } from '../../../core/call/ring-state.ts';
import { type CalleeDevices, type CalleeOptions, createCalleeDevices } from './callee-devices.ts';
import { CallerLeg } from '../session/leg.ts';
import { Opening } from '../session/opening.ts';
import type { CallSession, CallSessionParts } from '../session/call-session.ts';
import { MISSED_SECONDS } from '../notes/missed-notes.ts';
import type { PeerDevice } from '../../people/people.ts';
import type { PeerInCall } from '../peer-in-call.ts';

const MOST_ANSWERS = 10; // per second and device (protocol §9)

interface Rung {
  readonly leg: CallerLeg;
  readonly target: PeerDevice;
  readonly opening: Opening;
  readonly media: Invite['media']; // as in its INVITE
  answer?: Answer;
  /** Checking an ANSWER costs a key agreement even if it is forged, and every rung device knows the call's id. */
  readonly mayRead: () => boolean;
}

/** What an accepted ANSWER gives: its content, and the session, which `begin` begins. */
export interface Answered {
  readonly answer: Answer;
  readonly begin: (parts: CallSessionParts) => CallSession;
}

/** The rung devices of one outgoing call. */
export interface OutgoingRing {
  /** The callee, once found. */
  readonly peer: () => PeerInCall | undefined;
  readonly person: () => Bytes | undefined;
  /** The device whose ANSWER was accepted. */
  readonly device: () => ProvenDevice | undefined;
  /** The head of our own chain that the answering device holds, null for none. */
  readonly ownHeadAsHeld: () => Head | null;
  /** Whom the call rings. */
  readonly callee: CalleeDevices;
  readonly invite: (devices: readonly string[]) => void;
  readonly cancel: (devices: readonly string[], reason: CancelReason) => void;
  /** Leaves a note of a missed call for these devices (rule 14). */
  readonly leaveNotes: (devices: readonly string[]) => void;
  readonly receive: (from: string, envelope: Extract<Envelope, { kind: 'early' | 'answer' }>) => void;
  /** Takes the ANSWER of a device, once. */
  readonly take: (device: string) => Answered;
  /** CONFIRM has left: the secrets for EARLY and ANSWER are erased (rule 3). */
  readonly wipeEarly: () => void;
  readonly wipe: () => void;
}

/** What an outgoing ring needs. `accepts`: whether an ANSWER's description can be used. */
export interface OutgoingOptions extends Omit<CalleeOptions, 'answering'> {
  readonly callId: Bytes;
  /** The media that INVITE asks for when it leaves. */
  readonly media: () => Media;
  readonly accepts: (answer: Answer) => boolean;
}

/** A ring that has not looked anybody up yet. */
export function createOutgoingRing(options: OutgoingOptions): OutgoingRing {
  const { address, callId, deps, dispatch, pace } = options;
  const { clock, own, random, transport } = deps;
  let answering: string | undefined;
  const callee = createCalleeDevices({ ...options, answering: () => answering });
  const rung = new Map<string, Rung>();
  let issuedAtMs = 0;
  let expiresAtMs = 0;

  function invite(devices: readonly string[]): void {
    pace.noteInvite(address, toHex(callId));
    // A device rung later gets the same time and ttl, because all INVITEs belong to one call.
    if (rung.size === 0) issuedAtMs = clock.nowMs();
    expiresAtMs = issuedAtMs + TTL_SECONDS * 1000;
    const binding = { callId, issuedAtMs: BigInt(issuedAtMs), ttlSeconds: TTL_SECONDS };
    for (const device of devices) {
      const target = unwrap(callee.find(device), 'only devices of the callee are rung');
      const opening = new Opening(random);
      const message = inviteFor(opening);
      const leg = CallerLeg.ring(target, message, { deviceKeys: own.deviceKeys, random, binding });
      if (leg === undefined) {
        opening.wipe();
        lose(device, 'unreachable');
        continue;
      }
      rung.set(device, {
        leg,
        target,
        opening,
        media: message.media,
        mayRead: createBudget(clock, MOST_ANSWERS, 1000),
      });
      void post(device, leg.invite);
    }
  }

  async function post(device: string, bytes: Bytes): Promise<void> {
    const sent = await transport.send(device, bytes, leftSeconds());
    if (sent === 'sent') pace.noteInvite(address, toHex(callId));
    else lose(device, sent === 'not-connected' ? 'not-connected' : 'unreachable');
  }

  const leftSeconds = (): number => Math.max(1, Math.ceil((expiresAtMs - clock.nowMs()) / 1000));

  function parties(): Pick<Missed, 'from' | 'to'> {
    return {
      from: { address: own.address, person: toB64u(own.person), d: toB64u(own.deviceKeys.d) },
      to: { address, person: toB64u(unwrap(callee.person(), 'the callee was found')) },
    };
  }

  function inviteFor(opening: Opening): Invite {
    const { from, to } = parties();
    return {
      kind: 'invite',
      from: { ...from, name: own.name, chain: [...own.carried()] },
      to,
      media: options.media() === 'video' ? ['audio', 'video'] : ['audio'],
      commit: opening.commitment(callId),
      list: callee.peer()?.peer?.head ?? null,
      own: own.head(),
    };
  }

  function lose(device: string, reason: 'not-connected' | 'unreachable'): void {
    dispatch({ kind: 'lost', device, reason, atMs: clock.nowMs() });
  }

  function cancel(devices: readonly string[], reason: CancelReason): void {
    for (const device of devices) {
      const bytes = rung.get(device)?.leg.sealEarly({ kind: 'cancel', reason });
      if (bytes !== undefined) void transport.send(device, bytes, leftSeconds());
    }
  }

  function leaveNotes(devices: readonly string[]): void {
    const binding = { kind: 'missed', callId, issuedAtMs: BigInt(issuedAtMs) } as const;
    for (const device of devices) {
      const entry = rung.get(device);
      if (entry === undefined) continue;
      // The note has the media of INVITE, whatever policy allows by now (protocol §5.14.2).
      const payload = writeMessage({ kind: 'missed', ...parties(), media: entry.media });
      const noise = sealNote(own.deviceKeys, entry.target, binding, payload, random(32));
      if (noise === undefined) continue;
      void transport.send(device, writeMissedEnvelope(callId, binding.issuedAtMs, noise), MISSED_SECONDS);
    }
  }

  function receive(from: string, envelope: Extract<Envelope, { kind: 'early' | 'answer' }>): void {
    const entry = rung.get(from);
    if (entry === undefined) return;
    const atMs = clock.nowMs();
    if (envelope.kind === 'answer') {
      if (!entry.mayRead()) return;
      const answer = entry.leg.readAnswer(envelope.noise);
      if (answer === 'forged') return;
      if (answer === 'unusable' || !options.accepts(answer))
        return dispatch({ kind: 'answer-unusable', device: from, atMs });
      entry.answer = answer;
      return dispatch({ kind: 'answered', device: from, atMs });
    }
    const early = entry.leg.openEarly(envelope);
    if (early?.kind === 'ringing') dispatch({ kind: 'rang', device: from, atMs });
    else if (early?.kind === 'busy') dispatch({ kind: 'busy', device: from, atMs });
    else if (early?.kind === 'decline') dispatch({ kind: 'declined', device: from, atMs });
  }

  function take(device: string): Answered {
    const { leg, opening, answer } = unwrap(rung.get(device), 'a device answered');
    answering = device;
    const taken = unwrap(answer, 'its ANSWER was kept');
    const nonce = unwrap(fromB64u(taken.nonce), 'checked by the message schema');
    for (const [other, entry] of rung) {
      if (other === device) continue;
      entry.leg.wipe();
      entry.opening.wipe();
    }
    callee.peer()?.hear(taken.own);
    return { answer: taken, begin: (parts) => leg.begin(opening, nonce, parts) };
  }

  function wipeEarly(): void {
    for (const { leg, opening } of rung.values()) {
      leg.wipe();
      opening.wipe();
    }
  }

  return {
    peer: callee.peer,
    person: callee.person,
    device: () => {
      const device = rung.get(answering ?? '')?.target;
      const person = callee.person();
      if (device === undefined || person === undefined) return undefined;
      return provenDevice({ address, person }, device);
    },
    ownHeadAsHeld: () => rung.get(answering ?? '')?.answer?.list ?? null,
    callee,
    invite,
    cancel,
    leaveNotes,
    receive,
    take,
    wipeEarly,
    wipe: wipeEarly,
  };
}
