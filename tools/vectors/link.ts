// The linking of the frozen vectors: the caller's first device links the second one (protocol §13). The bare Noise
// pattern plays the new device, so that the file has the exporter and the transcript hash from which the number is
// computed.
import { assert, unwrap } from '../../src/core/assert.ts';
import { toB64u, toHex } from '../../src/core/bytes.ts';
import { beginningOf, payloadOf } from '../../src/core/keys/chain.ts';
import { writeLinkCode } from '../../src/core/keys/link-code.ts';
import { ExistingDeviceHandshake, LINK_PROTOCOL_NAME, linkPrologue } from '../../src/core/keys/link-handshake.ts';
import { XX_HFS } from '../../src/core/keys/noise-pattern.ts';
import { AESGCM_SHA256 } from '../../src/core/keys/noise-suite.ts';
import { NoiseHandshake } from '../../src/core/keys/noise.ts';
import { type LinkBundle, writeBundle } from '../../src/core/signal/link-bundle.ts';
import { writeJoin, writeLinkChain } from '../../src/core/signal/link-chain.ts';
import {
  LinkChannel,
  type LinkMessage,
  LinkOffer,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
  writeLook,
} from '../../src/core/signal/link.ts';
import { fixed, fixedDevice } from './fixed.ts';
import type { Person } from './people.ts';

// What is handed over: one contact, who is pinned and verified and rings under do not disturb; the name of one device;
// the four settings.
function bundleOf(existingDevice: Person, peer: Person): LinkBundle {
  const { chain } = peer;
  return {
    v: 1,
    address: existingDevice.address,
    name: 'Anna',
    devices: [{ device: existingDevice.device.id, name: 'Schreibtisch' }],
    people: [
      {
        address: peer.address,
        name: 'Bert',
        rings: true,
        pin: { person: toB64u(chain.person), chain: toB64u(payloadOf(chain)), dropped: [], since: 1_800_000_000_000 },
        verified: { at: 1_800_000_060_000, way: 'code' },
        change: null,
        recovered: null,
        failed: 0,
      },
    ],
    settings: { relayOnly: true, unknownCallers: 'silent', idleLockMinutes: 5, historyDays: 30 },
  };
}

/** The section `link`. */
export function linkSection(existingDevice: Person, peer: Person) {
  const linkId = fixed('linkId');
  const own = fixedDevice('second');
  const [from, to] = [existingDevice.device.id, own.id];
  const prologue = linkPrologue(linkId, from, to);
  const giving = new ExistingDeviceHandshake(existingDevice.device, to, linkId);
  const suite = { protocolName: LINK_PROTOCOL_NAME, pattern: XX_HFS, suite: AESGCM_SHA256 };
  const taking = new NoiseHandshake({ ...suite, initiator: false, prologue, own });

  const hello = giving.writeHello({ ephemeral: fixed('linkEphemeral'), kem: fixed('linkKemSeed') });
  unwrap(taking.read(hello), 'just written');
  const device = writeLinkText({ kind: 'device', d: toB64u(own.d) });
  const random = { ephemeral: fixed('linkedEphemeral'), kem: fixed('linkedKemMessage') };
  const offer = unwrap(taking.write(device, random), 'good keys');
  unwrap(
    giving.readOffer(offer, (payload) => readLinkText(LinkOffer, payload)),
    'just written',
  );
  const person = writeLinkText({
    kind: 'person',
    address: existingDevice.address,
    name: 'Anna',
    d: toB64u(existingDevice.device.d),
  });
  const proof = unwrap(giving.writeProof(person), 'good keys');
  unwrap(taking.read(proof), 'just written');

  const hashes = { hashBeforePayload3: toHex(taking.hashBeforePayload), h3: toHex(taking.hash) };
  const [toNew, toExisting, exporter] = taking.split(3).map((secret) => secret.use(toHex));
  const secrets = giving.takeSecrets();
  assert(toNew === secrets.toNew.use(toHex) && toExisting === secrets.toExisting.use(toHex), 'both sides agree');
  const channels = {
    existing: new LinkChannel('existing', linkId, secrets),
    new: new LinkChannel('new', linkId, secrets),
  };
  const sealed = (side: 'existing' | 'new', message: LinkMessage) => ({
    from: side,
    plaintext: toHex(writeLinkText(message)),
    envelope: toHex(channels[side].seal(message)),
  });
  const chain = beginningOf(existingDevice.chain, 1); // before the second device was added
  const bundle = bundleOf(existingDevice, peer);
  const parts = writeBundle(bundle);
  assert(typeof parts !== 'string', 'the chain is small');
  return {
    code: writeLinkCode(to),
    prologue: toHex(prologue),
    hello: toHex(writeLinkEnvelope(linkId, 'hello', hello)),
    offer: { plaintext: toHex(device), envelope: toHex(writeLinkEnvelope(linkId, 'offer', offer)) },
    proof: { plaintext: toHex(person), envelope: toHex(writeLinkEnvelope(linkId, 'proof', proof)) },
    ...hashes,
    exporter,
    toNew,
    toExisting,
    number: secrets.number,
    bundle: JSON.stringify(bundle),
    sealed: [
      sealed('new', { kind: 'confirmed' }),
      sealed('existing', writeLinkChain({ chain, dropped: [] })),
      sealed('new', writeJoin(own, chain.person, 'Notebook', [1])),
      ...parts.map((part) => sealed('existing', part)),
      sealed('new', { kind: 'kept' }),
      sealed('existing', { kind: 'added' }),
      sealed('existing', { kind: 'end', reason: 'cancelled' }),
    ],
    look: toHex(writeLook(linkId)),
  };
}
