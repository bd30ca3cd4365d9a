// The identity part of the frozen vectors: the caller with two devices, the callee with one (protocol §2, §8).
import { toHex, utf8 } from '../../src/core/bytes.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { beginChain, extendChain } from '../../src/core/keys/chain-build.ts';
import { type Chain, payloadOf } from '../../src/core/keys/chain.ts';
import { issueCertificate, type SignedCertificate } from '../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, readDeviceList } from '../../src/core/keys/device-list.ts';
import { pairFingerprint, type PersonFingerprint, personFingerprint, qrText } from '../../src/core/keys/fingerprint.ts';
import { type DeviceKeys, makeSigningKey, type UserKey } from '../../src/core/keys/identity.ts';
import { joinDevice, type Signer } from '../../src/core/keys/member.ts';
import { assert, unwrap } from '../../src/core/assert.ts';
import { fixed, fixedDevice } from './fixed.ts';

const SINCE = 1_800_000_000;
const UNTIL = SINCE + 365 * 86_400;

/** One of the two people. */
export interface Person {
  readonly address: string;
  /** What the person is called in INVITE. */
  readonly name: string;
  readonly user: UserKey;
  readonly device: DeviceKeys;
  readonly certificate: SignedCertificate;
  readonly list: DeviceList;
  readonly chain: Chain;
  readonly fingerprint: PersonFingerprint;
}

const signerOf = ({ d, sign }: DeviceKeys): Signer => ({ publicKey: d, sign });

// The second device joins a minute later.
function chainOf(address: string, device: DeviceKeys, second: DeviceKeys | undefined): Chain {
  const first = beginChain({ address, s: device.s, proto: [1], at: SINCE }, signerOf(device));
  if (second === undefined) return first;
  const add = [joinDevice(first.person, second.s, signerOf(second), [1])];
  const chain = extendChain(first, { by: device.id, at: SINCE + 60, add }, signerOf(device));
  assert(typeof chain !== 'string', 'a link of the vectors follows every rule');
  return chain;
}

function person(address: string, name: string, user: UserKey, device: DeviceKeys, second?: DeviceKeys): Person {
  const certificate = issueCertificate(user, {
    address,
    keys: device,
    name,
    since: SINCE,
    until: UNTIL,
  });
  const payload = issueDeviceList(user, { address, devices: [certificate], at: SINCE });
  const list = unwrap(readDeviceList(payload, address), 'just issued');
  const chain = chainOf(address, device, second);
  const fingerprint = personFingerprint(chain.person, address);
  return { address, name, user, device, certificate, list, chain, fingerprint };
}

/** The caller of the vectors. */
export function makeCaller(): Person {
  return person(
    'caller@demo.example',
    'Dr. Anna Kühn',
    makeSigningKey(fixed('callerUserSeed')),
    fixedDevice('caller'),
    fixedDevice('second'),
  );
}

/** The callee of the vectors. */
export function makeCallee(): Person {
  return person('callee@demo.example', '', makeSigningKey(fixed('calleeUserSeed')), fixedDevice('callee'));
}

function show(one: Person) {
  const second = issueDeviceList(one.user, { address: one.address, devices: [], at: SINCE + 60 }, one.list);
  return {
    address: one.address,
    userTag: userTag(one.address),
    uik: toHex(one.user.publicKey),
    devicePublicKey: toHex(one.device.s),
    signingPublicKey: toHex(one.device.d),
    deviceId: one.device.id,
    person: toHex(one.chain.person),
    chain: toHex(payloadOf(one.chain)),
    certificate: one.certificate,
    list: toHex(one.list.payload),
    listHash: toHex(one.list.hash),
    emptySecondList: toHex(second),
    fingerprintHash: toHex(one.fingerprint.hash),
    fingerprintDigits: one.fingerprint.digits,
  };
}

/** The section `identity`. Times in s since 1970. */
export function identitySection(caller: Person, callee: Person) {
  return {
    since: SINCE,
    until: UNTIL,
    caller: show(caller),
    callee: show(callee),
    fingerprint: pairFingerprint(caller.fingerprint, callee.fingerprint),
    qr: qrText(caller.fingerprint, callee.fingerprint),
    addressWithUmlaut: {
      address: 'jürgen@xn--mnchen-3ya.de',
      utf8: toHex(utf8('jürgen@xn--mnchen-3ya.de')),
      userTag: userTag('jürgen@xn--mnchen-3ya.de'),
    },
  };
}
