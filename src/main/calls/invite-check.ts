// What is checked before anything rings, in the order of protocol §5 rule 1, up to the certificate. Everything here may come from
// anybody: until CONFIRM the caller is only who it claims to be.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, equal, fromB64u, toHex } from '../../core/bytes.ts';
import { type Certificate, highestCommonProto, isValidAt, readCertificate } from '../../core/keys/certificate.ts';
import type { Envelope } from '../../core/signal/envelope.ts';
import { VERSION } from '../../core/signal/envelope.ts';
import type { Invite } from '../../core/signal/message.ts';
import type { Admission } from './admission.ts';
import type { CallDeps } from './call-deps.ts';
import type { CallIds } from './call-ids.ts';
import type { ContactDevices } from './contact-devices.ts';
import type { Caller, InviteLimits } from './invite-limits.ts';
import { CalleeLeg } from './leg.ts';

const SKEW_MS = 300_000n; // five minutes either way

/** An INVITE whose certificate is valid; remembered on disk. */
export interface CheckedInvite {
  readonly leg: CalleeLeg;
  readonly invite: Invite;
  readonly certificate: Certificate;
  readonly person: Bytes;
  readonly callId: Bytes;
  /** Until when it may ring: ttl after its arrival, in ms since 1970. */
  readonly expiresAtMs: number;
}

/** An INVITE to our address under another identity, from a device whose certificate is valid; its id is remembered, too. */
export interface MisledInvite {
  readonly certificate: Certificate;
  readonly person: Bytes;
  readonly caller: Caller;
}

/** Why an INVITE leads nowhere; a word for the log. */
export type InviteRefusal =
  | 'age'
  | 'seen'
  | 'noise'
  | 'json'
  | 'not-for-us'
  | 'certificate'
  | 'version'
  | 'policy'
  | 'rate'
  | 'full'
  | 'disk';

type InviteEnvelope = Extract<Envelope, { kind: 'invite' }>;
type Deps = Pick<CallDeps, 'clock' | 'random' | 'own'> & {
  readonly book: Pick<CallDeps['book'], 'pin' | 'trustOf'>;
  readonly contactDevices: Pick<ContactDevices, 'ownerOf'>;
} & Pick<Admission, 'mayKnock'>;

/** What costs nothing to tell, before an INVITE takes up room or a reading. */
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

/** Checks an INVITE from device `from` that has arrived at `arrivedAtMs`; on success its id is remembered, and where it is to a false identity of ours. */
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
  const person = bytesOf(invite.from.uik);
  const certificate = readCertificate({ cert: invite.from.cert, sig: invite.from.sig }, person);
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  // The sender of a topic is only a claim (protocol §3): what the two keys hash to is the truth.
  const isSenders = certificate?.id === from && equal(certificate.s, callerStatic);
  if (!isSenders || !isValidAt(certificate, nowSeconds)) return refuse('certificate');
  if (certificate.address === own.address) return refuse('certificate'); // nobody calls with our own address
  const ours = unwrap(readCertificate(own.certificate(), own.person), 'our own certificate reads');
  if (highestCommonProto(ours, certificate) !== VERSION) return refuse('version');
  if (!mayKnock(certificate.address)) return refuse('policy');

  const { address } = certificate;
  const pin = book.pin(address);
  const isPinned = pin !== undefined && equal(pin.person, person);
  const isVerified = isPinned && book.trustOf(address).kind === 'verified';
  // Noise has proven the device: whose list names it was read before.
  const isKnown = isPinned || (pin === undefined && contactDevices.ownerOf(from) === address);
  const caller: Caller = isVerified ? 'verified' : isKnown ? 'known' : 'stranger';
  const times = { issuedAtMs: Number(issuedAtMs), arrivedAtMs, ttlMs: ttlSeconds * 1000 };
  if (!limits.mayRing(from, address, caller, times)) return refuse('rate');
  const remembered = ids.remember(from, toHex(callId), ttlSeconds, isVerified);
  if (remembered !== 'remembered') return refuse(remembered);
  if (!equal(bytesOf(invite.to.person), own.person)) {
    leg.wipe();
    return { certificate, person, caller };
  }
  return { leg, invite, certificate, person, callId, expiresAtMs: arrivedAtMs + ttlSeconds * 1000 };
}

function bytesOf(text: string): Bytes {
  return unwrap(fromB64u(text), 'checked by the message schema');
}
