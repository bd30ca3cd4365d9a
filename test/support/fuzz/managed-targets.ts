// Parsers of input from an administrator, the organisation, the system, a page or a person: policy, feed, deep links,
// addresses of brokers, certificates, files, commands.
import { createPrivateKey } from 'node:crypto';
import * as v from 'valibot';
import { commands } from '../../../src/contract/ipc.ts';
import { MediaFact } from '../../../src/contract/media.ts';
import { type Bytes, concat, fromHex, toHex, utf8 } from '../../../src/core/bytes.ts';
import { canonicalAddress } from '../../../src/core/keys/address.ts';
import { gather } from '../../../src/core/policy/gather.ts';
import type { Policy } from '../../../src/core/policy/policy.ts';
import { readValue } from '../../../src/core/policy/read-value.ts';
import { type PolicyName, policies, policyNames } from '../../../src/core/policy/table.ts';
import { isSameValue } from '../../../src/core/policy/tighter.ts';
import { FEED_MAX_BYTES, readFeed, readList } from '../../../src/core/update/feed.ts';
import { linkOf, parseLink } from '../../../src/main/app/deep-link.ts';
import { parseOptions } from '../../../src/main/policy/options.ts';
import { readCertificate } from '../../../src/main/organisation/certificate.ts';
import { judge, mayBeRoot, readShown } from '../../../src/main/organisation/judge.ts';
import { readPem } from '../../../src/main/organisation/pem.ts';
import { readRevocationList } from '../../../src/main/organisation/revocation-list.ts';
import { readSignedRequest } from '../../../src/main/organisation/signed-bytes.ts';
import { parseBrokerUrl } from '../../../src/main/signalling/stream.ts';
import { readKeyFile, writeKeyFile } from '../../../src/main/vault/key-file.ts';
import { readDeviceRequest } from '../../../tools/ca/device-request.ts';
import { publicKeyText, signFeed } from '../../../tools/update-feed.ts';
import { readVectors } from '../../core/keys/read-vectors.ts';
import { keptCorpus } from './corpus.ts';
import { promise, type Target, textOf, valueOf } from './target.ts';

const policy: Target = {
  name: 'policy',
  seeds: () => {
    const defaults = Object.fromEntries(policyNames.map((name) => [name, policies[name].default]));
    const stricts = Object.fromEntries(policyNames.map((name) => [name, policies[name].strict]));
    return [defaults, stricts, 'https://it.klinik.example/siegel', ['@klinik.example'], 30, true].map((value) =>
      utf8(JSON.stringify(value)),
    );
  },
  run: (input) => {
    const raw = valueOf(input);
    let accepted = false;
    for (const name of policyNames) {
      const table: Policy = policies[name];
      const read = readValue(table, raw);
      if (read.kind !== 'value') continue;
      accepted = true;
      const again = readValue(table, read.value);
      promise(
        again.kind === 'value' && isSameValue(again.value, read.value),
        `${name}: a value is read again as the same value`,
      );
    }
    if (typeof raw !== 'object' || raw === null || Array.isArray(raw)) return accepted;
    const content = raw as Readonly<Record<string, unknown>>;
    const { layers } = gather([{ level: 'machine', source: 'fuzz', content }]);
    for (const name of Object.keys(content)) {
      if (!Object.hasOwn(policies, name)) continue;
      const { machine } = layers[name as PolicyName];
      // An administrator's entry counts with its own value or, if that is invalid, with the strict value. Only an empty
      // entry falls back to the default.
      promise(machine !== undefined || content[name] === '', `${name} is set, as the file says or strictly`);
    }
    return true;
  },
};

// PKCS #8 of an Ed25519 seed (RFC 8410 §7): the same key in every run, otherwise the stored feed would have a foreign
// signature.
const pkcs8 = concat(fromHex('302e020100300506032b657004220420'), new Uint8Array(32).fill(5));
const privateKey = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
const nowMs = Date.parse('2026-11-25T08:00:00Z');
const list = JSON.stringify({
  format: 1,
  version: '0.3.0',
  issued: '2026-11-24T08:00:00Z',
  expires: '2026-12-24T08:00:00Z',
  packages: [{ kind: 'deb', architecture: 'x64', file: 'siegel.deb', size: 9, sha512: 'a'.repeat(128) }],
});
const signedFeed = signFeed(list, [privateKey]);
const feed: Target = {
  name: 'feed',
  seeds: () => [utf8(signedFeed)],
  run: (input) => {
    const read = readFeed(input, [publicKeyText(privateKey)], nowMs);
    if (typeof read === 'string') return false;
    promise(input.length <= FEED_MAX_BYTES, 'no feed beyond the limit is read');
    promise((valueOf(input) as { readonly feed: unknown }).feed === list, 'a feed cannot be forged');
    return true;
  },
};
const feedList: Target = {
  name: 'feed-list',
  seeds: () => [utf8(list)],
  run: (input) => {
    const read = readList(textOf(input), nowMs);
    if (typeof read === 'string') return false;
    promise(
      read.expiresMs > nowMs && read.expiresMs - read.issuedMs <= 366 * 86_400_000,
      'a feed expires within 366 days',
    );
    promise(
      read.packages.every(({ file }) => /^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(file)),
      'a file is a plain name',
    );
    return true;
  },
};

const link: Target = {
  name: 'deep-link',
  seeds: () =>
    ['siegel:anna@klinik.example', 'siegel:j%C3%BCrgen@klinik.example', 'SIEGEL:a@b.example?call=1'].map(utf8),
  run: (input) => {
    const text = textOf(input);
    const address = parseLink(text);
    if (address !== undefined) promise(canonicalAddress(address) === address, 'a link names an address in wire form');
    promise(linkOf([text, text]) === undefined, 'two links on one command line count as none');
    parseOptions([text, `--profile=${text}`, `--start-broker=${text}`]);
    return address !== undefined;
  },
};

const brokerUrl: Target = {
  name: 'broker-url',
  seeds: () => ['mqtts://broker.klinik.example:8883', 'wss://broker.klinik.example/mqtt', 'tcp://[::1]:1883'].map(utf8),
  run: (input) => {
    const url = parseBrokerUrl(textOf(input));
    if (url === undefined) return false;
    promise(['mqtt:', 'mqtts:', 'ws:', 'wss:'].includes(url.protocol), 'only schemes of MQTT');
    promise(url.username === '' && url.password === '' && url.hash === '', 'no user, no password, no fragment');
    return true;
  },
};

const shown = keptCorpus('organisation-certificate');
const roots = shown.flatMap((each) => {
  const certificate = readCertificate(each);
  return certificate !== undefined && mayBeRoot(certificate) ? [certificate] : [];
});
const genuineBytes = new Set(
  shown.flatMap((each) => (readShown(each) ?? []).map(({ signed }) => toHex(signed.signed))),
);
const atMs = 1_800_000_000_000; // while the stored certificates are valid
const organisation: Target = {
  name: 'organisation-certificate',
  seeds: () => shown,
  run: (input) => {
    const nobody = {
      address: 'a@b.example',
      person: new Uint8Array(32),
      device: 'a'.repeat(26),
      key: new Uint8Array(32),
    };
    const trust = { roots, name: '', revocations: () => undefined, isComplete: true };
    const { mark } = judge(input, nobody, trust, atMs);
    promise(mark.kind !== 'confirmed', 'nobody is confirmed by a damaged certificate');
    const read = readShown(input);
    if (read === undefined || mark.kind !== 'refused' || mark.cause === 'malformed' || mark.cause === 'foreign-root')
      return false;
    promise(genuineBytes.has(toHex(read[0].signed.signed)), 'only genuine certificates lead to a root');
    return true;
  },
};

const revocation: Target = {
  name: 'revocation-list',
  seeds: () => keptCorpus('revocation-list'),
  run: (input) => readRevocationList(input) !== undefined,
};

const { enrolment } = readVectors('siegel-1.json') as {
  readonly enrolment: { readonly request: string; readonly refused: readonly { readonly request: string }[] };
};
const requests = [enrolment, ...enrolment.refused].map((each) => fromHex(each.request));
const asRequested = (input: Bytes): string | undefined =>
  typeof readDeviceRequest(input) === 'string'
    ? undefined
    : toHex(readSignedRequest(input)?.signed ?? new Uint8Array(0));
const genuineRequests = new Set([...requests, ...keptCorpus('certificate-request')].map(asRequested));
const request: Target = {
  name: 'certificate-request',
  seeds: () => requests,
  run: (input) => {
    const signed = asRequested(input);
    if (signed !== undefined) promise(genuineRequests.has(signed), 'a request cannot be forged');
    return signed !== undefined;
  },
};

const pem: Target = {
  name: 'pem',
  seeds: () => ['-----BEGIN CERTIFICATE-----\nAAECAw==\n-----END CERTIFICATE-----\n', 'text'].map(utf8),
  run: (input) => (readPem(textOf(input), 'CERTIFICATE')?.length ?? 0) > 0,
};

const keyFile: Target = {
  name: 'key-file',
  seeds: () => {
    const common = { v: 2, profile: 'default', app: '0.2.0', createdMs: 1, sealed: 'AAAA', check: 'AAAA' };
    const cost = { name: 'argon2id', memoryKib: 65_536, passes: 3, lanes: 1 };
    return [
      { kind: 'os', backend: 'gnome_libsecret', wrapped: 'AAAA', ...common },
      { kind: 'passphrase', cost, salt: 'AAAA', ...common },
    ].map((file) => utf8(JSON.stringify(file)));
  },
  run: (input) => {
    const file = readKeyFile(input);
    if (file === undefined || file === 'other-version') return false;
    promise(
      JSON.stringify(readKeyFile(writeKeyFile(file))) === JSON.stringify(file),
      'a key file is written as it was read',
    );
    return true;
  },
};

const names = Object.keys(commands) as (keyof typeof commands)[];
const ipc: Target = {
  name: 'ipc',
  seeds: () =>
    [
      {},
      { address: 'a@b.example', media: 'video' },
      { address: 'a@b.example', name: 'A', passphrase: 'p' },
      { call: 'a'.repeat(32), code: '12345678', mute: true, on: true },
      { settings: { brokerUrl: 'mqtts://b.example', localBroker: true } },
      { preferences: { relayOnly: true, idleLockMinutes: 5, historyDays: 30 } },
      { kind: 'first-frame', call: 'a'.repeat(32) },
      { host: '127.0.0.1', port: 1883 },
    ].map((value) => utf8(JSON.stringify(value))),
  run: (input) => {
    const value = valueOf(input);
    let accepted = v.safeParse(MediaFact, value).success;
    for (const name of names) {
      const schema: v.GenericSchema = commands[name].input;
      const read = v.safeParse(schema, value);
      if (!read.success) continue;
      accepted = true;
      promise(v.safeParse(schema, read.output).success, `${name}: what was parsed parses again`);
    }
    return accepted;
  },
};

/** Parsers of input by hand, by file or by the system. */
export const managedTargets: readonly Target[] = [
  policy,
  feed,
  feedList,
  link,
  brokerUrl,
  organisation,
  revocation,
  request,
  pem,
  keyFile,
  ipc,
];
