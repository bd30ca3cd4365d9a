import { afterEach, describe, expect, test, vi } from 'vitest';
import type { MockInstance } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { carried, End, frameOf, grantOf } from './rig.ts';

afterEach(() => vi.restoreAllMocks());

const data = Uint8Array.of(1, 2, 3);
const frame = (timestamp = 1) => frameOf({ data, timestamp });

type ImportRaw = (
  format: 'raw',
  bytes: Uint8Array<ArrayBuffer>,
  algorithm: string,
  extractable: boolean,
  usages: KeyUsage[],
) => Promise<CryptoKey>;

/** Records every pair of raw key and nonce with which anything is sealed. */
function watchNonces(): string[] {
  const raw = new Map<CryptoKey, string>();
  const used: string[] = [];
  const importKey = crypto.subtle.importKey.bind(crypto.subtle);
  const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
  const importing = vi.spyOn(crypto.subtle, 'importKey') as unknown as MockInstance<ImportRaw>;
  importing.mockImplementation(async (format, bytes, algorithm, extractable, usages) => {
    const text = toHex(bytes);
    const key = await importKey(format, bytes, algorithm, extractable, usages);
    raw.set(key, text);
    return key;
  });
  vi.spyOn(crypto.subtle, 'encrypt').mockImplementation((algorithm, key, plain) => {
    used.push(`${raw.get(key) ?? '?'} ${toHex((algorithm as AesGcmParams).iv as Uint8Array)}`);
    return encrypt(algorithm, key, plain);
  });
  return used;
}

describe('sealing keys of the worker', () => {
  test('no pair of key and nonce is used twice, even if main grants keys again and the page attaches further encryptors', async () => {
    const used = watchNonces();
    const end = new End();
    const keys = end.keyring.sealing(0);
    const lanes = [end.sealer(0)];
    const grants = [
      [0, 0],
      [0, 0],
      [0, 1],
      [0, 0],
      [1, 0],
      [0, 7],
      [1, 0],
      [1, 3],
      [1, 2],
    ] as const;
    for (const [generation, step] of grants) {
      await keys.grant(grantOf(0, generation, step));
      for (let i = 0; i < 5; i++) lanes.at(-1)?.push(frame(i));
    }
    await lanes[0]?.until(45);
    lanes.push(end.sealer(0), end.sealer(0));
    for (const [generation, step] of [...grants, [2, 0], [2, 0], [2, 1]] as const) {
      await keys.grant(grantOf(0, generation, step));
      for (const lane of lanes) lane.push(frame());
    }
    await lanes.at(-1)?.until(1);
    expect(used.length).toBeGreaterThan(45);
    expect(new Set(used).size).toBe(used.length);
  });

  test('a rekey after seven steps of one generation does not silence the stream while the new key is imported', async () => {
    const end = new End();
    const keys = end.keyring.sealing(0);
    const lane = end.sealer(0);
    for (let step = 0; step <= 7; step++) {
      await keys.grant(grantOf(0, 0, step));
      lane.push(frame());
      await lane.until(step + 1);
    }
    const importing = keys.grant(grantOf(0, 1, 0)); // not awaited, so that a frame comes meanwhile
    lane.push(frame());
    await lane.until(9);
    await importing;
    lane.push(frame());
    await lane.until(10);
    expect(end.said).not.toContainEqual({ kind: 'silent-encryptor', stream: 0 });
    expect(end.said).toContainEqual({ kind: 'first-sealed', stream: 0, generation: 1, step: 0 });
  });

  test('a second encryptor silences the stream until a new generation, and the silence is reported', async () => {
    const end = new End();
    await end.keyring.sealing(1).grant(grantOf(1, 3, 0));
    const video = () => frameOf({ data, type: 'key', mimeType: 'video/VP9' });
    const first = end.sealer(1);
    first.push(video());
    await first.until(1);
    const second = end.sealer(1);
    expect(end.said).toContainEqual({ kind: 'silent-encryptor', stream: 1 });
    await end.keyring.sealing(1).grant(grantOf(1, 3, 1));
    first.push(video());
    second.push(video());
    await end.untilDropped('sealDropped', 1, 'no-key', 2);
    await end.keyring.sealing(1).grant(grantOf(1, 4, 0));
    first.push(video());
    second.push(video());
    await second.until(1);
    await end.untilDropped('sealDropped', 1, 'no-key', 3);
    expect(first.out).toHaveLength(1);
  });

  test('a second encryptor attached before any key is granted does not silence the stream', async () => {
    const end = new End();
    end.sealer(0);
    const second = end.sealer(0);
    await end.keyring.sealing(0).grant(grantOf(0, 0, 0));
    second.push(frame());
    await second.until(1);
    expect(end.said.map(({ kind }) => kind)).toEqual(['first-sealed']);
  });

  test('a sender falls silent if its key is more than six steps ahead of its last frame, reports that once, and resumes at a rekey', async () => {
    const end = new End();
    const lane = end.sealer(0);
    const keys = end.keyring.sealing(0);
    for (const step of [0, 6]) await keys.grant(grantOf(0, 0, step));
    lane.push(frame());
    await lane.until(1);
    await keys.grant(grantOf(0, 0, 12));
    lane.push(frame());
    await lane.until(2);
    await keys.grant(grantOf(0, 0, 19));
    lane.push(frame(), frame());
    await end.untilDropped('sealDropped', 0, 'no-key', 2);
    expect(end.said.filter(({ kind }) => kind === 'silent-encryptor')).toEqual([
      { kind: 'silent-encryptor', stream: 0 },
    ]);
    await keys.grant(grantOf(0, 0, 20));
    lane.push(frame());
    await end.untilDropped('sealDropped', 0, 'no-key', 3);
    await keys.grant(grantOf(0, 1, 0));
    lane.push(frame());
    await lane.until(3);
  });

  test('a sealing or opening key is non-extractable, and its raw bytes are wiped once it is accepted or refused', async () => {
    const spy = vi.spyOn(crypto.subtle, 'importKey');
    const end = new End();
    for (const grant of [grantOf(0, 0, 0), grantOf(0, 0, 0)]) {
      await end.keyring.sealing(0).grant(grant);
      expect(grant.key).toEqual(new Uint8Array(32));
    }
    for (const grant of [grantOf(0, 0, 0), grantOf(0, 0, 0)]) {
      await end.keyring.opening(0).grant(grant);
      expect(grant.key).toEqual(new Uint8Array(32));
    }
    expect(spy).toHaveBeenCalledTimes(2);
    const keys = await Promise.all(spy.mock.results.map(({ value }) => value as Promise<CryptoKey>));
    expect(keys.map(({ extractable, usages }) => ({ extractable, usages }))).toEqual([
      { extractable: false, usages: ['encrypt'] },
      { extractable: false, usages: ['decrypt'] },
    ]);
  });

  test('a sealing key that is forgotten during its import never seals, but a key granted later does', async () => {
    const end = new End();
    const lane = end.sealer(0);
    const granting = end.keyring.sealing(0).grant(grantOf(0, 0, 0));
    end.keyring.sealing(0).forget();
    await granting;
    lane.push(frame());
    await end.untilDropped('sealDropped', 0, 'no-key', 1);
    await end.keyring.sealing(0).grant(grantOf(0, 0, 1));
    lane.push(frame());
    await lane.until(1);
    expect(end.said).toEqual([{ kind: 'first-sealed', stream: 0, generation: 0, step: 1 }]);
  });

  test('the first frame under each sealing key is reported once', async () => {
    const end = new End();
    const lane = end.sealer(2);
    for (const step of [0, 1]) {
      await end.keyring.sealing(2).grant(grantOf(2, 5, step));
      for (let i = 0; i < 3; i++) lane.push(frameOf({ data, type: 'key', mimeType: 'video/AV1' }));
      await lane.until(3 * (step + 1));
    }
    expect(end.said).toEqual([
      { kind: 'first-sealed', stream: 2, generation: 5, step: 0 },
      { kind: 'first-sealed', stream: 2, generation: 5, step: 1 },
    ]);
  });
});

describe('opening keys of the worker', () => {
  /** One frame sealed under each of these steps of generation 0. */
  async function sealedUnder(...steps: readonly number[]) {
    const end = new End();
    const lane = end.sealer(0);
    for (const [index, step] of steps.entries()) {
      await end.keyring.sealing(0).grant(grantOf(0, 0, step));
      lane.push(frame(index));
      await lane.until(index + 1);
    }
    return lane.out.map((sealed) => carried(sealed));
  }

  test('an opening key granted again after its withdrawal stays unusable, since its replay window is lost', async () => {
    const [sealed] = await sealedUnder(0);
    const end = new End();
    const keys = end.keyring.opening(0);
    const lane = end.opener(0);
    await keys.grant(grantOf(0, 0, 0));
    lane.push(carried(sealed ?? frame()));
    await lane.until(1);
    keys.forget(0, 0);
    await keys.grant(grantOf(0, 0, 0));
    lane.push(carried(sealed ?? frame()));
    await end.untilDropped('openDropped', 0, 'no-key', 1);
    expect(lane.out.length).toBe(end.numbers(0).opened);
  });

  test('an opening key granted twice keeps its replay window', async () => {
    const [sealed] = await sealedUnder(0);
    const end = new End();
    const lane = end.opener(0);
    await end.keyring.opening(0).grant(grantOf(0, 0, 0));
    lane.push(carried(sealed ?? frame()));
    await lane.until(1);
    await end.keyring.opening(0).grant(grantOf(0, 0, 0));
    lane.push(carried(sealed ?? frame()));
    await end.untilDropped('openDropped', 0, 'replay', 1);
    expect(lane.out).toHaveLength(1);
  });

  test('an opening key that is forgotten during its import never opens', async () => {
    const [sealed] = await sealedUnder(0);
    const end = new End();
    const lane = end.opener(0);
    const granting = end.keyring.opening(0).grant(grantOf(0, 0, 0));
    end.keyring.opening(0).forget(0, 0);
    await granting;
    lane.push(sealed ?? frame());
    await end.untilDropped('openDropped', 0, 'no-key', 1);
    expect(lane.out.length).toBe(end.numbers(0).opened);
  });

  test('keys granted ahead open the frames of their steps, and each step that a frame used is reported once', async () => {
    const frames = await sealedUnder(0, 1, 4, 6);
    const end = new End();
    const lane = end.opener(0);
    for (let step = 0; step <= 6; step++) await end.keyring.opening(0).grant(grantOf(0, 0, step));
    lane.push(...frames);
    await lane.until(4);
    expect(end.said.map((message) => 'step' in message && message.step)).toEqual([0, 1, 4, 6]);
  });

  test('a second decryptor opens nothing before a new generation, and the lost replay window is reported', async () => {
    const [sealed] = await sealedUnder(0);
    const end = new End();
    const keys = end.keyring.opening(0);
    await keys.grant(grantOf(0, 0, 0));
    const first = end.opener(0);
    const second = end.opener(0);
    expect(end.said).toEqual([{ kind: 'lost-window', stream: 0 }]);
    await keys.grant(grantOf(0, 0, 1));
    first.push(carried(sealed ?? frame()));
    second.push(carried(sealed ?? frame()));
    await end.untilDropped('openDropped', 0, 'no-key', 2);
    const alice = new End();
    const lane = alice.sealer(0);
    await alice.keyring.sealing(0).grant(grantOf(0, 1, 0));
    await keys.grant(grantOf(0, 1, 0));
    lane.push(frame());
    const [next] = await lane.until(1);
    first.push(carried(next ?? frame()));
    second.push(carried(next ?? frame()));
    await second.until(1);
    expect(first.out).toEqual([]);
  });
});
