// The identity part of the frozen vectors: the caller with two devices, the callee with one (protocol §2, §8).
import { toHex, utf8 } from '../../src/core/bytes.ts';
import { userTag } from '../../src/core/keys/address.ts';
import { beginChain, extendChain } from '../../src/core/keys/chain-build.ts';
import { type Chain, payloadOf } from '../../src/core/keys/chain.ts';
import { pairFingerprint, type PersonFingerprint, personFingerprint, qrText } from '../../src/core/keys/fingerprint.ts';
import type { DeviceKeys } from '../../src/core/keys/identity.ts';
import { joinDevice, type Signer } from '../../src/core/keys/member.ts';
import { assert } from '../../src/core/assert.ts';
import { fixedDevice } from './fixed.ts';

const SINCE = 1_800_000_000;

/** One of the two people. */
export interface Person {
  readonly address: string;
  /** The person's name in INVITE. */
  readonly name: string;
  readonly device: DeviceKeys;
  readonly chain: Chain;
  readonly fingerprint: PersonFingerprint;
}

const signerOf = ({ d, sign }: DeviceKeys): Signer => ({ publicKey: d, sign });

// A second device joins a minute later.
function chainOf(address: string, device: DeviceKeys, second: DeviceKeys | undefined): Chain {
  const first = beginChain({ address, s: device.s, proto: [1], at: SINCE }, signerOf(device));
  if (second === undefined) return first;
  const add = [joinDevice(first.person, second.s, signerOf(second), [1])];
  const chain = extendChain(first, { by: device.id, at: SINCE + 60, add }, signerOf(device));
  assert(typeof chain !== 'string', 'a link of the vectors follows every rule');
  return chain;
}

function person(address: string, name: string, device: DeviceKeys, second?: DeviceKeys): Person {
  const chain = chainOf(address, device, second);
  const fingerprint = personFingerprint(chain.person, address);
  return { address, name, device, chain, fingerprint };
}

/** The caller of the vectors. */
export function makeCaller(): Person {
  return person('caller@demo.example', 'Dr. Anna Kühn', fixedDevice('caller'), fixedDevice('second'));
}

/** The callee of the vectors. */
export function makeCallee(): Person {
  return person('callee@demo.example', '', fixedDevice('callee'));
}

function show(one: Person) {
  return {
    address: one.address,
    userTag: userTag(one.address),
    devicePublicKey: toHex(one.device.s),
    signingPublicKey: toHex(one.device.d),
    deviceId: one.device.id,
    person: toHex(one.chain.person),
    chain: toHex(payloadOf(one.chain)),
    fingerprintHash: toHex(one.fingerprint.hash),
    fingerprintDigits: one.fingerprint.digits,
  };
}

/** The section `identity`. */
export function identitySection(caller: Person, callee: Person) {
  return {
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
