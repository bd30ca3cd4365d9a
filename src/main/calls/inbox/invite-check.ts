// The first checks of an INVITE, in the order of protocol §5 rule 1. The last check here concerns the person in `to`
// (5.1.18). Everything here may come from anybody. The caller's chain, which says whose device it is, is read later,
// when all budgets have let the INVITE pass. Until CONFIRM, the caller's identity is only a claim.
import { unwrap } from '../../../core/assert.ts';
import { type Bytes, equal, fromB64u, toHex } from '../../../core/bytes.ts';
import { type Device, deviceId } from '../../../core/keys/identity.ts';
import type { Envelope } from '../../../core/signal/envelope.ts';
import type { Invite } from '../../../core/signal/message.ts';
import type { Invited } from '../../people/address-reading.ts';
import type { Admission } from './admission.ts';
import type { CallDeps } from '../call-deps.ts';
import type { CallIds } from './call-ids.ts';
import type { ContactDevices } from './contact-devices.ts';
import type { Caller, InviteLimits } from './invite-limits.ts';
import { CalleeLeg } from '../session/leg.ts';

const SKEW_MS = 300_000n; // five minutes in either direction

/** The sender of an INVITE: the device is proven; the address, the name and the person are claims. */
interface Claimed {
  readonly address: string;
  readonly name: string;
  readonly person: Bytes;
  readonly device: Device;
  readonly invite: Invite;
}

/** An INVITE whose sender has the keys that it names. Its id is remembered on disk. */
export interface CheckedInvite extends Claimed {
  readonly leg: CalleeLeg;
  readonly callId: Bytes;
  /** Until when it may ring: ttl after its arrival, in ms since 1970. */
  readonly expiresAtMs: number;
}

/** An INVITE to our address under another identity. Its id is remembered too. */
export interface MisledInvite extends Claimed {
  readonly caller: Caller;
}

/** Why an INVITE is dropped, for the log. */
export type InviteRefusal =
  | 'age'
  | 'seen'
  | 'noise'
  | 'json'
  | 'not-for-us'
  | 'sender'
  | 'policy'
  | 'rate'
  | 'full'
  | 'disk';

type InviteEnvelope = Extract<Envelope, { kind: 'invite' }>;
type Deps = Pick<CallDeps, 'clock' | 'random' | 'own'> & {
  readonly book: Pick<CallDeps['book'], 'trustOf'>;
  readonly contactDevices: Pick<ContactDevices, 'isOf'>;
} & Pick<Admission, 'mayKnock'>;

/**
 * Cheap checks, before an INVITE takes up room or a reading. `age`: it is too old, or from the future. `seen`: its id
 * has counted before.
 */
export function isIdle(
  from: string,
  { callId, issuedAtMs, ttlSeconds }: InviteEnvelope,
  { clock }: Pick<Deps, 'clock'>,
  ids: CallIds,
): 'age' | 'seen' | undefined {
  const ageMs = BigInt(clock.nowMs()) - issuedAtMs;
  if (ageMs < -SKEW_MS || ageMs > BigInt(ttlSeconds * 1000) + SKEW_MS) return 'age';
  return ids.has(from, toHex(callId)) ? 'seen' : undefined;
}

/** What an INVITE says about its sender, for a look-up of that person. */
export function invitedBy({ device, invite, person }: Claimed): Invited {
  return { person, device: device.id, chain: invite.from.chain };
}

/**
 * Checks an INVITE from device `from` that arrived at `arrivedAtMs`. Its id is remembered if it passes, or if it is for
 * a false identity of ours.
 */
export function checkInvite(
  from: string,
  envelope: InviteEnvelope,
  arrivedAtMs: number,
  { clock, random, own, book, contactDevices, mayKnock }: Deps,
  ids: CallIds,
  limits: InviteLimits,
): CheckedInvite | MisledInvite | InviteRefusal {
  const idle = isIdle(from, envelope, { clock }, ids);
  if (idle !== undefined) return idle;
  const { callId, issuedAtMs, ttlSeconds } = envelope;
  const binding = { callId, issuedAtMs, ttlSeconds };
  const read = CalleeLeg.read(from, envelope.noise, { deviceKeys: own.deviceKeys, random, binding });
  if (read === undefined) return 'noise';
  const { leg, invite, callerStatic } = read;
  const refuse = (why: InviteRefusal): InviteRefusal => {
    leg.wipe();
    return why;
  };

  if (invite === undefined) return refuse('json');
  if (invite.to.address !== own.address) return refuse('not-for-us');
  const { address, name } = invite.from;
  const device = { id: from, s: callerStatic, d: bytesOf(invite.from.d) };
  // The sender in a topic is only a claim (protocol §3): what counts is the hash of the two keys.
  if (deviceId(device.s, device.d) !== from) return refuse('sender');
  if (address === own.address) return refuse('sender'); // nobody else may call with our own address
  if (!mayKnock(address)) return refuse('policy');

  const person = bytesOf(invite.from.person);
  // Noise has proven the device; nothing has proven the person yet. Anybody can name any person, but cannot send from
  // one of that person's devices.
  const isKnown = contactDevices.isOf(address, person, from);
  const isVerified = isKnown && book.trustOf(address).kind === 'verified';
  const caller: Caller = isVerified ? 'verified' : isKnown ? 'known' : 'stranger';
  const times = { issuedAtMs: Number(issuedAtMs), arrivedAtMs, ttlMs: ttlSeconds * 1000 };
  if (!limits.mayRing(from, address, caller, times)) return refuse('rate');
  const remembered = ids.remember(from, toHex(callId), ttlSeconds, isVerified);
  if (remembered !== 'remembered') return refuse(remembered);
  const claimed = { address, name, person, device, invite };
  if (!equal(bytesOf(invite.to.person), own.person)) {
    leg.wipe();
    return { ...claimed, caller };
  }
  return { ...claimed, leg, callId, expiresAtMs: arrivedAtMs + ttlSeconds * 1000 };
}

function bytesOf(text: string): Bytes {
  return unwrap(fromB64u(text), 'checked by the message schema');
}
