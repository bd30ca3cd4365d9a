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
import type { InviteLimits } from './invite-limits.ts';
import { CalleeLeg } from './leg.ts';

const SKEW_MS = 300_000n; // five minutes either way

/** An INVITE whose certificate is valid; remembered on disk. */
export interface CheckedInvite {
  readonly leg: CalleeLeg;
  readonly invite: Invite;
  readonly certificate: Certificate;
  readonly uik: Bytes;
  readonly callId: Bytes;
  /** Until when it may ring: ttl after its arrival, in ms since 1970. */
  readonly expiresAtMs: number;
}

/** Why an INVITE leads nowhere; a word for the log. */
export type InviteRefusal =
  | 'age'
  | 'seen'
  | 'reads'
  | 'noise'
  | 'json'
  | 'not-for-us'
  | 'false-identity'
  | 'certificate'
  | 'version'
  | 'policy'
  | 'rate'
  | 'full'
  | 'disk';

type Deps = Pick<CallDeps, 'clock' | 'random' | 'own' | 'onNotice'> & {
  readonly book: Pick<CallDeps['book'], 'pin' | 'trustOf'>;
} & Pick<Admission, 'mayKnock'>;

/** Checks an INVITE from device `from`; on success its id is remembered. */
export function checkInvite(
  from: string,
  envelope: Extract<Envelope, { kind: 'invite' }>,
  { clock, random, own, book, onNotice, mayKnock }: Deps,
  ids: CallIds,
  limits: InviteLimits,
): CheckedInvite | InviteRefusal {
  const { callId, issuedAtMs, ttlSeconds } = envelope;
  const ageMs = BigInt(clock.nowMs()) - issuedAtMs;
  if (ageMs < -SKEW_MS || ageMs > BigInt(ttlSeconds * 1000) + SKEW_MS) return 'age';
  if (ids.has(from, toHex(callId))) return 'seen';
  if (!limits.mayRead()) return 'reads';

  const binding = { callId, issuedAtMs, ttlSeconds };
  const read = CalleeLeg.read(from, envelope.noise, { deviceKey: own.deviceKey, random, binding });
  if (read === undefined) return 'noise';
  const { leg, invite, callerStatic } = read;
  const refuse = (why: InviteRefusal): InviteRefusal => {
    leg.wipe();
    return why;
  };

  if (invite === undefined) return refuse('json');
  if (invite.to.address !== own.address) return refuse('not-for-us');
  if (!equal(bytesOf(invite.to.uik), own.userKey)) {
    // Somebody was given a false identity for our address (protocol §5, `to`): we say so and do not ring.
    onNotice({ kind: 'false-identity', at: clock.nowMs() });
    return refuse('false-identity');
  }
  const uik = bytesOf(invite.from.uik);
  const certificate = readCertificate({ cert: invite.from.cert, sig: invite.from.sig }, uik);
  const nowSeconds = Math.floor(clock.nowMs() / 1000);
  if (certificate === undefined || !equal(certificate.key, callerStatic) || !isValidAt(certificate, nowSeconds)) {
    return refuse('certificate');
  }
  if (certificate.address === own.address) return refuse('certificate'); // nobody calls with our own address
  const ours = unwrap(readCertificate(own.certificate(), own.userKey), 'our own certificate reads');
  if (highestCommonProto(ours, certificate) !== VERSION) return refuse('version');
  if (!mayKnock(certificate.address)) return refuse('policy');

  const pin = book.pin(certificate.address);
  const isVerified = book.trustOf(certificate.address).kind === 'verified' && pin !== undefined && equal(pin.uik, uik);
  if (!limits.mayRing(from, isVerified)) return refuse('rate');
  const remembered = ids.remember(from, toHex(callId), ttlSeconds, isVerified);
  if (remembered !== 'remembered') return refuse(remembered);
  return { leg, invite, certificate, uik, callId, expiresAtMs: clock.nowMs() + ttlSeconds * 1000 };
}

function bytesOf(text: string): Bytes {
  return unwrap(fromB64u(text), 'checked by the message schema');
}
