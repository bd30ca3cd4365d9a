import { afterEach, describe, expect, test, vi } from 'vitest';
import type { Stream } from '../../../src/contract/ports.ts';
import { toHex } from '../../../src/core/bytes.ts';
import type { EncodedFrame } from '../../../src/renderer/worker/encoded-frame.ts';
import type { FrameInput } from './rig.ts';
import { bytesOf, carried, End, frameOf, grantOf, untilAllDropped } from './rig.ts';

afterEach(() => vi.restoreAllMocks());

const data = Uint8Array.from({ length: 300 }, (_, i) => (i * 7) & 0xff);
const camera = { data, mimeType: 'video/VP8', type: 'delta' } as const;

/** A sender and a receiver of one stream that share generation 0, step 0. */
async function call(stream: Stream) {
  const alice = new End();
  const bob = new End();
  await alice.keyring.sealing(stream).grant(grantOf(stream, 0, 0));
  await bob.keyring.opening(stream).grant(grantOf(stream, 0, 0));
  return { alice, bob, seal: alice.sealer(stream), open: bob.opener(stream) };
}

/** Seals one frame in a call of its own and returns the frame as the network delivers it. */
async function sealed(input: FrameInput, stream: Stream) {
  const ends = await call(stream);
  ends.seal.push(frameOf(input));
  const [frame] = await ends.seal.until(1);
  if (frame === undefined) throw new Error('nothing was sealed');
  return { ...ends, frame: carried(frame) };
}

describe('frames from sealer to opener', () => {
  const kinds: readonly (readonly [string, Stream, FrameInput])[] = [
    ['sound of no named codec', 0, { data }],
    ...['audio/opus', 'audio/red'].map((mimeType) => [mimeType, 0, { data, mimeType }] as const),
    ...['video/VP8', 'video/VP9', 'video/AV1', 'video/H264'].flatMap((mimeType) =>
      ([1, 2] as const).flatMap((stream) =>
        (['key', 'delta'] as const).map((type) => [`${mimeType} ${type}`, stream, { data, type, mimeType }] as const),
      ),
    ),
  ];
  test.each(kinds)(
    'a frame (%s) on stream %i arrives unchanged, and no seven of its bytes in a row are in the clear',
    async (_, stream, input) => {
      const { bob, open, frame } = await sealed(input, stream);
      // Any seven bytes in a row contain one of these blocks of four.
      for (let at = 0; at + 4 <= data.length; at += 4) {
        expect(toHex(bytesOf(frame))).not.toContain(toHex(data.subarray(at, at + 4)));
      }
      open.push(frame);
      const [opened] = await open.until(1);
      expect(opened?.data).toEqual(data.buffer);
      expect(bob.numbers(stream)).toMatchObject({ opened: 1, openDropped: {} });
      expect(bob.said).toContainEqual({ kind: 'first-opened', stream, generation: 0, step: 0 });
    },
  );

  test('a frame whose codec the engine does not name is sealed and opened by the codec of its payload type', async () => {
    const { alice, bob, seal, open } = await call(1);
    alice.codecs.learn({ 98: 'VP9' });
    bob.codecs.learn({ 98: 'VP9' });
    seal.push(frameOf({ data, type: 'key', payloadType: 98 }));
    const [frame] = await seal.until(1);
    open.push(carried(frame as EncodedFrame));
    expect((await open.until(1))[0]?.data).toEqual(data.buffer);
  });

  test('a video frame of a codec without an envelope is neither sealed nor opened', async () => {
    const { alice, bob, seal, open } = await call(1);
    seal.push(frameOf({ data, type: 'key', mimeType: 'video/H265' }), frameOf({ data, type: 'key', payloadType: 4 }));
    open.push(frameOf({ data, type: 'key', mimeType: 'video/H265' }));
    await alice.untilDropped('sealDropped', 1, 'envelope', 2);
    await bob.untilDropped('openDropped', 1, 'envelope', 1);
    expect([...seal.out, ...open.out]).toEqual([]);
  });

  test('an empty frame is neither sent nor accepted', async () => {
    const { alice, bob, seal, open } = await call(1);
    const none = new Uint8Array(0);
    seal.push(frameOf({ ...camera, data: none }), frameOf({ ...camera, type: 'empty' }));
    open.push(frameOf({ ...camera, data: none }), frameOf({ ...camera, type: 'empty' }));
    open.push(frameOf({ ...camera, data: new Uint8Array(1 + 1 + 16).fill(0x11, 0, 1) })); // a header and a tag, nothing else
    await alice.untilDropped('sealDropped', 1, 'empty', 2);
    await bob.untilDropped('openDropped', 1, 'empty', 3);
    expect([...seal.out, ...open.out]).toEqual([]);
  });
});

describe('tampered frames', () => {
  test.each<[string, FrameInput, Stream]>([
    ['audio', { data: data.subarray(0, 20) }, 0],
    ['VP8', { ...camera, type: 'key', data: data.subarray(0, 20) }, 1],
    ['VP9', { ...camera, mimeType: 'video/VP9', data: data.subarray(0, 20) }, 1],
    ['AV1', { ...camera, mimeType: 'video/AV1', type: 'key', data: data.subarray(0, 20) }, 1],
    ['H264', { ...camera, mimeType: 'video/H264', data: data.subarray(0, 20) }, 1],
  ])('%s: a frame with any one bit flipped never opens, but the genuine frame does', async (_, input, stream) => {
    const { bob, open, frame } = await sealed(input, stream);
    const honest = bytesOf(frame);
    let pushed = 0;
    for (let bit = 0; bit < honest.length * 8; bit++) {
      const bytes = Uint8Array.from(honest);
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      open.push(carried(frame, { data: bytes }));
      if (++pushed % 50 === 0) await untilAllDropped(bob, stream, pushed);
    }
    await untilAllDropped(bob, stream, pushed);
    expect(bob.numbers(stream).openDropped).not.toHaveProperty('full');
    expect(open.out).toEqual([]);
    open.push(carried(frame));
    expect((await open.until(1))[0]?.data).toEqual(input.data.slice().buffer);
  });

  test('a frame truncated at any length never opens', async () => {
    const { bob, open, frame } = await sealed({ data: data.subarray(0, 20) }, 0);
    for (let length = 0; length < frame.data.byteLength; length++) {
      open.push(carried(frame, { data: bytesOf(frame).subarray(0, length) }));
    }
    await untilAllDropped(bob, 0, frame.data.byteLength);
    expect(bob.numbers(0).openDropped).toMatchObject({ empty: 2, header: 16 });
    expect(open.out).toEqual([]);
  });

  test.each<[string, Partial<FrameInput>]>([
    ['its RTP timestamp', { timestamp: 9001 }],
    ['its key-frame flag', { type: 'key' }],
  ])('a frame does not open if %s was changed on the way', async (_, changes) => {
    const { bob, open, frame } = await sealed({ ...camera, mimeType: 'video/VP9' }, 1);
    open.push(carried(frame, changes));
    await bob.untilDropped('openDropped', 1, 'tag', 1);
    open.push(carried(frame));
    expect(await open.until(1)).toHaveLength(1);
  });

  test('a frame moved to another stream or sent back to its sender does not open', async () => {
    const { alice, bob, frame } = await sealed({ ...camera, mimeType: 'video/VP9' }, 1);
    await bob.keyring.opening(2).grant(grantOf(2, 0, 0));
    await alice.keyring.opening(1).grant(grantOf(1, 0, 0, 1));
    const lanes = [bob.opener(2), alice.opener(1)];
    for (const lane of lanes) lane.push(carried(frame));
    await bob.untilDropped('openDropped', 2, 'tag', 1);
    await alice.untilDropped('openDropped', 1, 'tag', 1);
    expect(lanes.flatMap(({ out }) => out)).toEqual([]);
  });

  test('a frame does not open on another stream, even under the very same key', async () => {
    const { bob, frame } = await sealed({ ...camera, mimeType: 'video/VP9' }, 1);
    await bob.keyring.opening(2).grant(grantOf(1, 0, 0));
    const lane = bob.opener(2);
    lane.push(carried(frame));
    await bob.untilDropped('openDropped', 2, 'tag', 1);
    expect(lane.out).toEqual([]);
  });
});

describe('replayed, late and reordered frames', () => {
  test('a replayed frame is dropped, even if all copies are being opened at the same time', async () => {
    const { bob, open, frame } = await sealed({ data }, 0);
    open.push(carried(frame), carried(frame), carried(frame));
    await bob.untilDropped('openDropped', 0, 'replay', 2);
    open.push(carried(frame));
    await bob.untilDropped('openDropped', 0, 'replay', 3);
    expect(open.out).toHaveLength(1);
  });

  test('a forged frame with the counter of a genuine frame that arrives later does not use up that counter', async () => {
    const { bob, open, frame } = await sealed({ data }, 0);
    const forged = bytesOf(frame).slice();
    forged[forged.length - 1] = (forged.at(-1) ?? 0) ^ 1;
    open.push(carried(frame, { data: forged }));
    await bob.untilDropped('openDropped', 0, 'tag', 1);
    open.push(carried(frame));
    expect(await open.until(1)).toHaveLength(1);
  });

  test('reordered frames all open', async () => {
    const { bob, seal, open } = await call(0);
    seal.push(...Array.from({ length: 40 }, (_, i) => frameOf({ data: Uint8Array.of(i), timestamp: i })));
    const frames = await seal.until(40);
    open.push(...frames.toReversed().map((frame) => carried(frame)));
    await open.until(40);
    expect(open.out.map((frame) => bytesOf(frame)[0])).toEqual(Array.from({ length: 40 }, (_, i) => 39 - i));
    expect(bob.numbers(0).openDropped).toEqual({});
  });

  test('a frame whose key was withdrawn is dropped and counted as no-key', async () => {
    const { bob, open, frame } = await sealed({ data }, 0);
    bob.keyring.opening(0).forget(0, 0);
    open.push(frame);
    await bob.untilDropped('openDropped', 0, 'no-key', 1);
    expect(open.out).toEqual([]);
  });

  test('two steps that share a KID are distinguished by the tag, each with its own replay window', async () => {
    const { alice, bob, seal, open } = await call(0);
    await bob.keyring.opening(0).grant(grantOf(0, 0, 8));
    for (const [count, step] of [6, 8].entries()) {
      seal.push(frameOf({ data }));
      await seal.until(count + 1);
      await alice.keyring.sealing(0).grant(grantOf(0, 0, step));
    }
    seal.push(frameOf({ data }));
    const [first, , last] = await seal.until(3);
    expect(toHex(bytesOf(first as EncodedFrame)).slice(0, 2)).toBe('00'); // KID 0, CTR 0, in both frames
    expect(toHex(bytesOf(last as EncodedFrame)).slice(0, 2)).toBe('00');
    open.push(carried(last as EncodedFrame), carried(first as EncodedFrame), carried(last as EncodedFrame));
    await bob.untilDropped('openDropped', 0, 'replay', 1);
    expect(bob.numbers(0).opened).toBe(2);
    for (const step of [0, 8]) {
      expect(bob.said).toContainEqual({ kind: 'first-opened', stream: 0, generation: 0, step });
    }
  });
});

describe('frames in flight', () => {
  test('frames in flight together each keep the nonce and the data that their tag covers', async () => {
    const { seal, open } = await call(1);
    const inputs = Array.from({ length: 20 }, (_, i) => ({
      ...camera,
      data: Uint8Array.of(i, 1),
      timestamp: i * 3000,
    }));
    seal.push(...inputs.map((input) => frameOf(input)));
    open.push(...(await seal.until(20)).map((frame) => carried(frame)));
    expect((await open.until(20)).map(bytesOf)).toEqual(inputs.map((input) => input.data));
  });

  test.each(['encrypt', 'decrypt'] as const)(
    'the nonce with which %s was called is erased afterwards',
    async (cipher) => {
      const nonces: Uint8Array[] = [];
      const real = crypto.subtle[cipher].bind(crypto.subtle);
      vi.spyOn(crypto.subtle, cipher).mockImplementation((...args) => {
        const { iv } = args[0] as AesGcmParams;
        nonces.push(iv as Uint8Array);
        expect(toHex(iv as Uint8Array)).toBe('070707070707070707070707'); // the salt, under counter 0
        return real(...args);
      });
      const { open, frame } = await sealed({ data }, 0);
      open.push(frame);
      await open.until(1);
      expect(nonces.map(toHex)).toEqual(['00'.repeat(12)]);
    },
  );

  test('sealed frames leave in order, however long each takes', async () => {
    const { seal } = await call(0);
    const real = crypto.subtle.encrypt.bind(crypto.subtle);
    const held: (() => void)[] = [];
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...args) => {
      const result = await real(...args);
      await new Promise<void>((resolve) => held.push(resolve));
      return result;
    });
    seal.push(...Array.from({ length: 20 }, (_, i) => frameOf({ data: Uint8Array.of(i), timestamp: i })));
    await vi.waitFor(() => expect(held).toHaveLength(20), { interval: 1 });
    for (const release of held.splice(1).toReversed()) release();
    held[0]?.();
    const out = await seal.until(20);
    expect(out.map((frame) => frame.timestamp)).toEqual(Array.from({ length: 20 }, (_, i) => i));
  });

  test('no key frame is requested if a frame takes longer to open than the frames behind it', async () => {
    const { bob, seal, open } = await call(1);
    seal.push(...Array.from({ length: 3 }, (_, i) => frameOf({ ...camera, type: i === 0 ? 'key' : 'delta' })));
    const frames = await seal.until(3);
    const opening = holdFirst('decrypt');
    open.push(...frames.map((frame) => carried(frame)));
    await opening.others(2);
    opening.first();
    await open.until(3);
    expect(bob.said.map(({ kind }) => kind)).toEqual(['first-opened']);
    expect(bob.keyFrameRequests).toBe(0);
  });

  test('a frame beyond 64 in flight is dropped as full, its counter is not reused, and the receiver reports the gap', async () => {
    const { alice, bob, seal, open } = await call(1);
    const held: (() => void)[] = [];
    const real = crypto.subtle.encrypt.bind(crypto.subtle);
    vi.spyOn(crypto.subtle, 'encrypt').mockImplementation(async (...args) => {
      const result = real(...args);
      await new Promise<void>((resolve) => held.push(resolve));
      return result;
    });
    const frames = Array.from({ length: 70 }, (_, i) => frameOf({ ...camera, type: i === 0 ? 'key' : 'delta' }));
    seal.push(...frames);
    await alice.untilDropped('sealDropped', 1, 'full', 6);
    vi.restoreAllMocks();
    for (const release of held) release();
    await seal.until(64);
    seal.push(frameOf(camera), frameOf(camera));
    for (const frame of (await seal.until(66)).slice(0, 64)) open.push(carried(frame));
    await open.until(64);
    expect(bob.said.filter(({ kind }) => kind === 'gap')).toEqual([]);
    open.push(carried(seal.out[64] as EncodedFrame));
    await open.until(65);
    bob.nowMs += 250;
    open.push(carried(seal.out[65] as EncodedFrame));
    await open.until(66);
    expect(bob.said).toContainEqual({ kind: 'gap', stream: 1 });
    expect(bob.keyFrameRequests).toBe(1);
  });

  test('a receiver drops the frames beyond 64 in flight as full', async () => {
    const { bob, open, frame } = await sealed({ data }, 0);
    vi.spyOn(crypto.subtle, 'decrypt').mockImplementation(() => new Promise(() => undefined));
    open.push(...Array.from({ length: 70 }, () => carried(frame)));
    await bob.untilDropped('openDropped', 0, 'full', 6);
    expect(open.out).toEqual([]);
  });

  test.each(['forget', 'end'] as const)(
    'a frame being opened is not played after its key is withdrawn or the call ends: %s',
    async (act) => {
      const { bob, open, frame } = await sealed({ data }, 0);
      const release = hold('decrypt');
      open.push(frame);
      await release.begun();
      if (act === 'end') bob.keyring.end();
      else bob.keyring.opening(0).forget(0, 0);
      release.all();
      await bob.untilDropped('openDropped', 0, act === 'end' ? 'ended' : 'no-key', 1);
      expect(open.out).toEqual([]);
    },
  );

  test.each(['forget', 'end', 'replace'] as const)(
    'a frame being sealed does not leave after its key is withdrawn, the call ends or its encryptor is replaced: %s',
    async (act) => {
      const { alice, seal } = await call(0);
      const release = hold('encrypt');
      seal.push(frameOf({ data }));
      await release.begun();
      if (act === 'end') alice.keyring.end();
      else if (act === 'forget') alice.keyring.sealing(0).forget();
      else alice.sealer(0);
      release.all();
      await alice.untilDropped('sealDropped', 0, act === 'end' ? 'ended' : 'no-key', 1);
      expect(seal.out).toEqual([]);
    },
  );

  test.each(['forget', 'end', 'hold'] as const)(
    'an opened frame that waits for an earlier one is not played after main’s “%s”, nor is the earlier one',
    async (act) => {
      const { bob, seal, open } = await call(0);
      seal.push(frameOf({ data }), frameOf({ data }));
      const frames = await seal.until(2);
      const opening = holdFirst('decrypt');
      open.push(...frames.map((frame) => carried(frame)));
      await opening.others(1);
      if (act === 'forget') bob.keyring.opening(0).forget(0, 0);
      else if (act === 'end') bob.keyring.end();
      else bob.keyring.hold(true);
      opening.first();
      await untilAllDropped(bob, 0, 2);
      expect(open.out).toEqual([]);
    },
  );

  test.each(['forget', 'end', 'hold'] as const)(
    'a sealed frame that waits for an earlier one does not leave after main’s “%s”, nor does the earlier one',
    async (act) => {
      const { alice, seal } = await call(0);
      const sealing = holdFirst('encrypt');
      seal.push(frameOf({ data }), frameOf({ data }));
      await sealing.others(1);
      if (act === 'forget') alice.keyring.sealing(0).forget();
      else if (act === 'end') alice.keyring.end();
      else alice.keyring.hold(true);
      sealing.first();
      await alice.untilDropped('sealDropped', 0, { forget: 'no-key', end: 'ended', hold: 'held' }[act], 2);
      expect(seal.out).toEqual([]);
    },
  );

  test('a frame being sealed does not leave after its key is withdrawn, even if the key is replaced at once', async () => {
    const { alice, seal } = await call(0);
    const release = hold('encrypt');
    seal.push(frameOf({ data }));
    await release.begun();
    alice.keyring.sealing(0).forget();
    await alice.keyring.sealing(0).grant(grantOf(0, 0, 1));
    release.all();
    await alice.untilDropped('sealDropped', 0, 'no-key', 1);
    expect(seal.out).toEqual([]);
  });

  test('a frame that is being sealed still leaves if the key of the next step is granted meanwhile', async () => {
    const { alice, seal } = await call(0);
    const release = hold('encrypt');
    seal.push(frameOf({ data }));
    await release.begun();
    await alice.keyring.sealing(0).grant(grantOf(0, 0, 1));
    release.all();
    expect(await seal.until(1)).toHaveLength(1);
  });

  test('no frame passes in either direction after the call has ended', async () => {
    const { alice, bob, seal, open, frame } = await sealed({ data }, 0);
    alice.keyring.end();
    bob.keyring.end();
    seal.push(frameOf({ data }));
    open.push(frame);
    await alice.untilDropped('sealDropped', 0, 'ended', 1);
    await bob.untilDropped('openDropped', 0, 'ended', 1);
    expect(seal.out).toHaveLength(1);
    expect(open.out).toEqual([]);
  });
});

/**
 * Holds the first call of `operation` until `first` is called; `others` waits until the next `count` calls are done.
 */
function holdFirst(operation: 'encrypt' | 'decrypt') {
  let release: (() => void) | undefined;
  let done = 0;
  const real = crypto.subtle[operation].bind(crypto.subtle);
  vi.spyOn(crypto.subtle, operation).mockImplementation(async (...args) => {
    const isFirst = release === undefined;
    const held = isFirst ? new Promise<void>((resolve) => (release = resolve)) : undefined;
    const result = await real(...args);
    if (held === undefined) done++;
    await held;
    return result;
  });
  return {
    others: async (count: number) => {
      await vi.waitUntil(() => done === count, { interval: 1 });
    },
    first: () => release?.(),
  };
}

/** Holds every call of `operation` until `all` is called; `begun` waits for the first. */
function hold(operation: 'encrypt' | 'decrypt') {
  const held: (() => void)[] = [];
  const real = crypto.subtle[operation].bind(crypto.subtle);
  vi.spyOn(crypto.subtle, operation).mockImplementation(async (...args) => {
    const result = await real(...args);
    await new Promise<void>((resolve) => held.push(resolve));
    return result;
  });
  return {
    begun: async () => {
      await vi.waitFor(() => expect(held.length).toBeGreaterThan(0), { interval: 1 });
    },
    all: () => {
      for (const release of held.splice(0)) release();
    },
  };
}
