// Parsers of a linking, and of the codes that people type: what anybody may put into the inbox of a new device, what
// the sealed messages of a linking may contain, and the bundle.
import { type Bytes, concat, equal, toB64u, utf8 } from '../../../src/core/bytes.ts';
import { beginChain } from '../../../src/core/keys/chain-build.ts';
import { readLinkCode, writeLinkCode } from '../../../src/core/keys/link-code.ts';
import { readRecoveryCode, showRecoveryCode } from '../../../src/core/keys/recovery-code.ts';
import { BundleReader, LinkBundle } from '../../../src/core/signal/link-bundle.ts';
import { fitsLinking, readLinkChainSteps, writeJoin, writeLinkChain } from '../../../src/core/signal/link-chain.ts';
import {
  LinkChannel,
  LinkMessage,
  LinkOffer,
  LinkProof,
  readLinkEnvelope,
  readLinkText,
  writeLinkEnvelope,
  writeLinkText,
  writeLook,
} from '../../../src/core/signal/link.ts';
import { readJson, writeJson } from '../../../src/core/signal/json.ts';
import { runSteps } from '../../../src/core/steps.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { dice } from '../../flows/support/dice.ts';
import { promise, type Target, textOf } from './target.ts';
import { deviceKeysOf } from '../device-keys.ts';
import { linkedPin, pinnedPerson } from '../pinned.ts';

const seed = (n: number, length = 32): Bytes => new Uint8Array(length).fill(n);
const linkId = seed(7, 16);
const address = 'anna@klinik.example';
const keys = () => ({ toNew: Secret.own(seed(1)), toExisting: Secret.own(seed(2)) });

const envelope: Target = {
  name: 'link-envelope',
  seeds: () => [
    ...(['hello', 'offer', 'proof'] as const).map((step) => writeLinkEnvelope(linkId, step, seed(9, 40))),
    new LinkChannel('existing', linkId, keys()).seal({ kind: 'kept' }),
    writeLook(linkId),
  ],
  run: (input) => {
    const read = readLinkEnvelope(input);
    if (read === undefined) return false;
    promise(equal(concat(read.header, read.body), input), 'a LINK message is taken apart and loses nothing');
    return true;
  },
};

// Each input gets a new channel. Anything but the genuine message is refused and uses up no counter.
const genuine = new LinkChannel('existing', linkId, keys()).seal({ kind: 'confirmed' });
const channel: Target = {
  name: 'link-channel',
  seeds: () => [genuine],
  run: (input) => {
    const newDevice = new LinkChannel('new', linkId, keys());
    const read = readLinkEnvelope(input);
    const opened = read === undefined ? [] : newDevice.open(read);
    if (opened.length === 0) {
      const still = readLinkEnvelope(genuine);
      promise(still !== undefined && newDevice.open(still).length === 1, 'a forgery spends no counter');
      return false;
    }
    promise(equal(input, genuine), 'nothing but the genuine message opens');
    return true;
  },
};

const existing = deviceKeysOf(seed(5));
const fresh = deviceKeysOf(seed(6));
const begun = beginChain({ address, s: existing.s, proto: [1], at: 1 }, { publicKey: existing.d, sign: existing.sign });
const handed = { chain: begun, dropped: [{ id: 'a'.repeat(26), link: seed(7), signed: [seed(8)] }] };

const texts: Target = {
  name: 'link-text',
  seeds: () => [
    writeLinkText({ kind: 'device', d: toB64u(seed(6)) }),
    writeLinkText({ kind: 'person', address, name: 'Anna', d: toB64u(seed(6)) }),
    writeLinkText(writeLinkChain(handed)),
    writeLinkText(writeJoin(fresh, handed.chain.person, 'laptop', [1])),
    writeLinkText({ kind: 'part', index: 0, count: 2, data: 'AAAA' }),
    writeLinkText({ kind: 'end', reason: 'cancelled' }),
  ],
  run: (input) => {
    const read = [LinkOffer, LinkProof, LinkMessage].map((schema) => readLinkText(schema, input));
    const found = read.find((each) => each !== undefined);
    if (found === undefined) return false;
    promise(equal(writeLinkText(found), input), 'a text has one form');
    promise(read.filter((each) => each !== undefined).length === 1, 'a text is of one kind');
    return true;
  },
};

// The chain that is handed over after the number was typed. A signature costs a millisecond, so each input takes long.
const chain: Target = {
  name: 'link-chain',
  seeds: () => [writeLinkText(writeLinkChain(handed))],
  run: (input) => {
    const message = readLinkText(LinkMessage, input);
    if (message?.kind !== 'chain') return false;
    const read = runSteps(readLinkChainSteps(message, address, { existing, fresh }));
    if (read === 'unusable') return false;
    promise(equal(writeLinkText(writeLinkChain(read)), input), 'a chain that is handed over is handed on as it came');
    promise(
      fitsLinking(read.chain, read.dropped, { existing, fresh }),
      'the existing device is in the chain, the new one is not',
    );
    return true;
  },
};

const whole: LinkBundle = {
  v: 1,
  address,
  name: 'Anna',
  devices: [{ device: 'a'.repeat(26), name: 'desk' }],
  people: [
    {
      address: 'b@x.example',
      name: null,
      rings: false,
      pin: null,
      verified: null,
      change: null,
      recovered: null,
      failed: 0,
    },
    {
      address: 'c@x.example',
      name: 'C',
      rings: true,
      pin: linkedPin(pinnedPerson('c@x.example', 3, 5)),
      verified: { at: 6, way: 'code' },
      change: 7,
      recovered: 8,
      failed: 1,
    },
  ],
  settings: { relayOnly: true, unknownCallers: 'silent', idleLockMinutes: 5, historyDays: 30 },
};
const bundle: Target = {
  name: 'link-bundle',
  seeds: () => [writeJson(whole)],
  run: (input) => {
    const read = new BundleReader().take({ kind: 'part', index: 0, count: 1, data: toB64u(input) });
    if (typeof read === 'string') return false;
    promise(readJson(LinkBundle, input) !== undefined, 'a bundle has one form');
    return true;
  },
};

const device = existing.id;
const code: Target = {
  name: 'link-code',
  seeds: () => [utf8(writeLinkCode(device)), utf8(writeLinkCode(device).toLowerCase().replaceAll(' ', '-'))],
  run: (input) => {
    const read = readLinkCode(textOf(input));
    if (typeof read === 'string') return false;
    promise(/^[a-z2-7]{26}$/.test(read.device), 'a code names a device id');
    return true;
  },
};

const recoveryCode: Target = {
  name: 'recovery-code',
  seeds: () => {
    const shown = showRecoveryCode(Secret.own(dice('fuzz recovery code')(20)));
    return [utf8(shown), utf8(shown.toLowerCase().replaceAll(' ', '-'))];
  },
  run: (input) => {
    const read = readRecoveryCode(textOf(input));
    if (typeof read === 'string') return false;
    promise(
      readRecoveryCode(showRecoveryCode(read)) instanceof Secret,
      'a code that was read can be read again once it is shown',
    );
    return true;
  },
};

export const linkTargets: readonly Target[] = [envelope, channel, texts, chain, bundle, code, recoveryCode];
