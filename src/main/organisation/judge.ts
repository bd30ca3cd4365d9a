// Whether the organisation confirms a device: a pure judgement of what the device shows, given the roots of policy, the
// revocation lists and a time (protocol §12). It never asks the system's trust store. Addresses in certificates arrive
// here in wire form (core/organisation/device-names.ts); all other names are compared as they are.
import type { OrganisationMark } from '../../contract/managed.ts';
import { type Bytes, toB64u } from '../../core/bytes.ts';
import { bundleHash } from '../../core/organisation/device-names.ts';
import { derElements } from '../../core/organisation/der.ts';
import { type Certificate, readCertificate } from './certificate.ts';
import type { ProvenDevice } from '../../core/organisation/proven-device.ts';
import type { RevocationList } from './revocation-list.ts';
import { isSignedBy } from './signed-bytes.ts';

/** What a judgement relies on. `revocations` returns the newest known list that `issuer` has signed. */
export interface Trust {
  readonly roots: readonly Certificate[];
  readonly name: string; // of the organisation, '' to take the root's
  readonly revocations: (issuer: Certificate) => RevocationList | undefined;
  /**
   * Whether all of policy's revocation lists can be used. If not, nobody else is confirmed; our own certificate stays
   * in use.
   */
  readonly isComplete: boolean;
}

/** A mark, and the time in ms from which it must be judged again. `Infinity`: time changes nothing. */
export interface Judgement {
  readonly mark: OrganisationMark;
  readonly againAtMs: number;
}

type Cause = (OrganisationMark & { readonly kind: 'refused' })['cause'];

/** The most bytes that a device may show: its certificate, and up to two of those above it. */
export const MOST_SHOWN_BYTES = 8192;
const MOST_CERTIFICATES = 3; // the root may be among them and proves nothing there
const MOST_LIFE_MS = 31 * 86_400_000;
const EARLY_MS = 300_000;
const DIGITAL_SIGNATURE = 1;
const CERT_SIGN = 32;
const CLIENT_AUTH = '1.3.6.1.5.5.7.3.2';
const ANY_PURPOSE = '2.5.29.37.0';

/** Whether a certificate may stand among the roots: an authority that signs certificates, self-signed or not. */
export function mayBeRoot(certificate: Certificate): boolean {
  return certificate.pathLength !== undefined && maySign(certificate);
}

/** The certificates that a device shows, its own first: one to three, in 8,192 bytes at most. Otherwise undefined. */
export function readShown(shown: Bytes): readonly [Certificate, ...Certificate[]] | undefined {
  if (shown.length > MOST_SHOWN_BYTES) return undefined;
  const elements = derElements(shown);
  if (elements === undefined || elements.length > MOST_CERTIFICATES) return undefined;
  const [first, ...rest] = elements.map(({ whole }) => readCertificate(whole));
  if (first === undefined || rest.includes(undefined)) return undefined;
  return [first, ...rest.filter((each) => each !== undefined)];
}

/** The judgement of what a device shows at `nowMs`. */
export function judge(shown: Bytes, device: ProvenDevice, trust: Trust, nowMs: number): Judgement {
  const certificates = readShown(shown);
  if (certificates === undefined) return refused('malformed');
  const [own, ...others] = certificates;
  const judgements = pathsOf(own, others, trust.roots).map((path) =>
    judgePath(path, (each) => wrongWith(each, device), trust, nowMs),
  );
  return judgements.find(({ mark }) => mark.kind === 'confirmed') ?? judgements[0] ?? refused('foreign-root');
}

/**
 * Whether the device shows a certificate for itself under this address. The person is not checked here: `judge` does
 * that once their chain was read. Names are checked before signatures, so that a certificate for somebody else costs no
 * signature check.
 */
export function isIssuedFor(
  shown: Bytes,
  device: Pick<ProvenDevice, 'address' | 'device'>,
  trust: Trust,
  nowMs: number,
): boolean {
  const [own, ...others] = readShown(shown) ?? [];
  if (own === undefined || !trust.isComplete || wrongNames(own, device) !== undefined) return false;
  return pathsOf(own, others, trust.roots).some(
    (path) => judgePath(path, wrongUsage, trust, nowMs).mark.kind === 'confirmed',
  );
}

// Every path from the device's certificate up to a root: direct, or through one intermediate authority. There is no
// further step, so certificates that name each other in a circle lead nowhere.
function pathsOf(
  own: Certificate,
  others: readonly Certificate[],
  roots: readonly Certificate[],
): readonly (readonly Certificate[])[] {
  const direct = roots.filter((root) => isIssuedBy(own, root)).map((root) => [own, root]);
  const between = others
    .filter((other) => isIssuedBy(own, other))
    .flatMap((other) => roots.filter((root) => isIssuedBy(other, root)).map((root) => [own, other, root]));
  return [...direct, ...between];
}

function judgePath(
  path: readonly Certificate[],
  wrong: (own: Certificate) => Cause | undefined,
  trust: Trust,
  nowMs: number,
): Judgement {
  const [own, ...authorities] = path;
  const root = authorities.at(-1);
  if (own === undefined || root === undefined) return refused('foreign-root');
  if (!authorities.every((authority, below) => mayIssue(authority, below))) return refused('wrong-usage');
  const sinceMs = Math.max(...path.map(({ notBeforeMs }) => notBeforeMs)) - EARLY_MS;
  const untilMs = Math.min(...path.map(({ notAfterMs }) => notAfterMs));
  if (nowMs < sinceMs) return refused('not-yet-valid', sinceMs);
  if (nowMs >= untilMs) return refused('expired');
  const isRevoked = authorities.some((issuer, index) => {
    const issued = path[index];
    return issued !== undefined && trust.revocations(issuer)?.serials.has(issued.serial) === true;
  });
  if (isRevoked) return refused('revoked');
  const cause = wrong(own);
  if (cause !== undefined) return refused(cause);
  const name = trust.name || root.organisations[0] || root.commonNames[0] || '';
  return { mark: { kind: 'confirmed', name, until: untilMs }, againAtMs: untilMs };
}

function wrongWith(own: Certificate, device: ProvenDevice): Cause | undefined {
  const cause = wrongUsage(own) ?? wrongNames(own, device);
  if (cause !== undefined) return cause;
  const bundle = toB64u(bundleHash(device.address, device.person, device.key));
  return isOnly(own.names.bundles, bundle) ? undefined : 'wrong-bundle';
}

function wrongUsage(own: Certificate): Cause | undefined {
  const isForDevices = own.purposes?.includes(CLIENT_AUTH) === true && !own.purposes.includes(ANY_PURPOSE);
  const signs = ((own.usages ?? 0) & DIGITAL_SIGNATURE) !== 0;
  const isShortLived = own.notAfterMs - own.notBeforeMs <= MOST_LIFE_MS;
  return own.pathLength !== undefined || !isForDevices || !signs || !isShortLived ? 'wrong-usage' : undefined;
}

// Exactly one name of each kind: a second one would vouch for somebody else.
function wrongNames(
  own: Certificate,
  { address, device }: Pick<ProvenDevice, 'address' | 'device'>,
): Cause | undefined {
  const { addresses, devices } = own.names;
  if (!isOnly(own.commonNames, device) || !isOnly(devices, device)) return 'wrong-device';
  return isOnly(addresses, address) ? undefined : 'wrong-address';
}

// `below`: how many authorities are between this one and the device's certificate.
function mayIssue(authority: Certificate, below: number): boolean {
  const { pathLength, purposes } = authority;
  const forClients = purposes === undefined || purposes.includes(CLIENT_AUTH) || purposes.includes(ANY_PURPOSE);
  return pathLength !== undefined && pathLength >= below && forClients && maySign(authority);
}

function maySign({ usages }: Certificate): boolean {
  return usages === undefined || (usages & CERT_SIGN) !== 0;
}

function isIssuedBy(certificate: Certificate, issuer: Certificate): boolean {
  return certificate.issuer === issuer.subject && isSignedBy(certificate.signed, issuer.key);
}

function isOnly(list: readonly string[], value: string): boolean {
  return list.length === 1 && list[0] === value;
}

function refused(cause: Cause, againAtMs = Infinity): Judgement {
  return { mark: { kind: 'refused', cause }, againAtMs };
}
