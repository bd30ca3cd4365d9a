// The linking of the frozen vectors: the caller's device hands over to its second one (protocol §13). The new device is played by the
// bare Noise pattern, so that the file has the exporter and the transcript hash that the number comes from.
import { assert, unwrap } from '../../src/core/assert.ts';
import { toB64u, toHex } from '../../src/core/bytes.ts';
import { beginningOf, payloadOf } from '../../src/core/keys/chain.ts';
import { writeLinkCode } from '../../src/core/keys/link-code.ts';
import { GivingHandshake, LINK_PROTOCOL_NAME, linkPrologue } from '../../src/core/keys/link-handshake.ts';
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

// What is handed over: one person, called, pinned and verified, one device with a name, and the four settings.
function bundleOf(giver: Person, peer: Person): LinkBundle {
  const { chain } = peer;
  return {
    v: 1,
    address: giver.address,
    name: 'Anna',
    devices: [{ device: giver.device.id, name: 'Schreibtisch' }],
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
export function linkSection(giver: Person, peer: Person) {
  const linkId = fixed('linkId');
  const own = fixedDevice('second');
  const [from, to] = [giver.device.id, own.id];
  const prologue = linkPrologue(linkId, from, to);
  const giving = new GivingHandshake(giver.device, to, linkId);
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
  const person = writeLinkText({ kind: 'person', address: giver.address, name: 'Anna', d: toB64u(giver.device.d) });
  const proof = unwrap(giving.writeProof(person), 'good keys');
  unwrap(taking.read(proof), 'just written');

  const hashes = { hashBeforePayload3: toHex(taking.hashBeforePayload), h3: toHex(taking.hash) };
  const [toNew, toGiver, exporter] = taking.split(3).map((secret) => secret.use(toHex));
  const secrets = giving.takeSecrets();
  assert(toNew === secrets.toNew.use(toHex) && toGiver === secrets.toGiver.use(toHex), 'both sides agree');
  const channels = {
    giver: new LinkChannel('giver', linkId, secrets),
    taker: new LinkChannel('taker', linkId, secrets),
  };
  const sealed = (side: 'giver' | 'taker', message: LinkMessage) => ({
    from: side,
    plaintext: toHex(writeLinkText(message)),
    envelope: toHex(channels[side].seal(message)),
  });
  const chain = beginningOf(giver.chain, 1); // before the second device
  const bundle = bundleOf(giver, peer);
  const parts = writeBundle(bundle);
  assert(typeof parts !== 'string', 'it is small');
  return {
    code: writeLinkCode(to),
    prologue: toHex(prologue),
    hello: toHex(writeLinkEnvelope(linkId, 'hello', hello)),
    offer: { plaintext: toHex(device), envelope: toHex(writeLinkEnvelope(linkId, 'offer', offer)) },
    proof: { plaintext: toHex(person), envelope: toHex(writeLinkEnvelope(linkId, 'proof', proof)) },
    ...hashes,
    exporter,
    toNew,
    toGiver,
    number: secrets.number,
    bundle: JSON.stringify(bundle),
    sealed: [
      sealed('taker', { kind: 'confirmed' }),
      sealed('giver', writeLinkChain({ chain, dropped: [] })),
      sealed('taker', writeJoin(own, chain.person, 'Notebook', [1])),
      ...parts.map((part) => sealed('giver', part)),
      sealed('taker', { kind: 'kept' }),
      sealed('giver', { kind: 'added' }),
      sealed('giver', { kind: 'end', reason: 'cancelled' }),
    ],
    look: toHex(writeLook(linkId)),
  };
}
