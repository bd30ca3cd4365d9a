// The identity part of the frozen vectors: two people with one device each (protocol §2, §8).
import { toHex, utf8 } from '../../src/core/bytes.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { issueCertificate, type SignedCertificate } from '../../src/core/keys/certificate.ts';
import { type DeviceList, issueDeviceList, readDeviceList } from '../../src/core/keys/device-list.ts';
import { pairFingerprint, type PersonFingerprint, personFingerprint, qrText } from '../../src/core/keys/fingerprint.ts';
import { type DeviceKeys, makeSigningKey, type UserKey } from '../../src/core/keys/identity.ts';
import { unwrap } from '../../src/core/assert.ts';
import { fixed, fixedDevice } from './fixed.ts';

const SINCE = 1_800_000_000;
const UNTIL = SINCE + 365 * 86_400;

/** One of the two people. */
export interface Person {
  readonly address: string;
  readonly user: UserKey;
  readonly device: DeviceKeys;
  readonly certificate: SignedCertificate;
  readonly list: DeviceList;
  readonly fingerprint: PersonFingerprint;
}

function person(address: string, name: string, user: UserKey, device: DeviceKeys): Person {
  const certificate = issueCertificate(user, {
    address,
    keys: device,
    name,
    since: SINCE,
    until: UNTIL,
  });
  const payload = issueDeviceList(user, { address, devices: [certificate], at: SINCE });
  const list = unwrap(readDeviceList(payload, address), 'just issued');
  return { address, user, device, certificate, list, fingerprint: personFingerprint(user.publicKey, address) };
}

/** The caller of the vectors. */
export function makeCaller(): Person {
  return person(
    'caller@demo.example',
    'Gerät der Anruferin',
    makeSigningKey(fixed('callerUserSeed')),
    fixedDevice('caller'),
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
