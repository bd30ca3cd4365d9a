// The worker during a hold: it keeps its keys and passes no frame, whatever the page feeds it or the network delivers.
import { afterEach, describe, expect, test, vi } from 'vitest';
import { parseHeader } from '../../../src/core/frame/header.ts';
import { carried, End, frameOf, grantOf } from './rig.ts';
import { closePorts, holdTime, Worker } from './worker-rig.ts';

const data = Uint8Array.from({ length: 60 }, (_, i) => i);

afterEach(() => {
  vi.restoreAllMocks();
  closePorts();
});

async function ends() {
  const [alice, bob] = [new End(), new End()];
  await alice.keyring.sealing(0).grant(grantOf(0, 0, 0));
  await bob.keyring.opening(0).grant(grantOf(0, 0, 0));
  return { alice, bob, seal: alice.sealer(0), open: bob.opener(0) };
}

// Holds back each result of a cipher until the test releases it. The real cipher begins immediately, so it has copied
// its parameters before the release.
function caught(cipher: 'encrypt' | 'decrypt'): {
  readonly begun: (count?: number) => Promise<void>;
  readonly release: () => void;
} {
  const real = crypto.subtle[cipher].bind(crypto.subtle);
  const waiting: (() => void)[] = [];
  vi.spyOn(crypto.subtle, cipher).mockImplementation(async (...input) => {
    const result = real(...input);
    await new Promise<void>((resolve) => waiting.push(resolve));
    return result;
  });
  return {
    begun: async (count = 1) => void (await vi.waitUntil(() => waiting.length >= count, { interval: 1 })),
    release: () => {
      for (const go of waiting.splice(0)) go();
    },
  };
}

describe('frames of a held call', () => {
  test('outgoing frames during a hold are not sealed and use up no counter', async () => {
    const { alice, bob, seal, open } = await ends();
    seal.push(frameOf({ data }));
    await seal.until(1);
    alice.keyring.hold(true);
    seal.push(...Array.from({ length: 10 }, () => frameOf({ data })));
    await alice.untilDropped('sealDropped', 0, 'held', 10);
    alice.keyring.hold(false);
    seal.push(frameOf({ data }));
    const [first, second] = await seal.until(2);
    for (const frame of [first, second]) open.push(carried(frame!));
    await open.until(2);
    expect(bob.numbers(0)).toMatchObject({ opened: 2, openDropped: {} });
    expect(parseHeader(new Uint8Array(second!.data))?.ctr).toBe(1n);
  });

  test('a frame that finds 64 others in flight during a hold is dropped as held and uses up no counter', async () => {
    const { alice, seal } = await ends();
    const cipher = caught('encrypt');
    seal.push(...Array.from({ length: 64 }, () => frameOf({ data })));
    await cipher.begun(64);
    alice.keyring.hold(true);
    seal.push(frameOf({ data }));
    await alice.untilDropped('sealDropped', 0, 'held', 1);
    cipher.release();
    await alice.untilDropped('sealDropped', 0, 'held', 65);
    alice.keyring.hold(false);
    vi.restoreAllMocks();
    seal.push(frameOf({ data }));
    const [frame] = await seal.until(1);
    expect(parseHeader(new Uint8Array(frame!.data))?.ctr).toBe(64n);
    expect(alice.numbers(0).sealDropped).toEqual({ held: 65 });
  });

  test('incoming frames during a hold are not opened', async () => {
    const { bob, seal, open } = await ends();
    seal.push(frameOf({ data }));
    const [frame] = await seal.until(1);
    bob.keyring.hold(true);
    open.push(carried(frame!));
    await bob.untilDropped('openDropped', 0, 'held', 1);
    expect(open.out).toEqual([]);
  });

  test('an incoming frame that finds 64 others in flight during a hold is dropped as held', async () => {
    const { bob, seal, open } = await ends();
    seal.push(frameOf({ data }));
    const [frame] = await seal.until(1);
    const cipher = caught('decrypt');
    open.push(...Array.from({ length: 64 }, () => carried(frame!)));
    await cipher.begun(64);
    bob.keyring.hold(true);
    open.push(carried(frame!));
    await bob.untilDropped('openDropped', 0, 'held', 1);
    expect(bob.numbers(0).openDropped).toEqual({ held: 1 });
    cipher.release();
  });

  test('a frame being sealed when a hold begins does not leave, even if the hold ends before the sealing does', async () => {
    const { alice, seal } = await ends();
    const cipher = caught('encrypt');
    seal.push(frameOf({ data }));
    await cipher.begun();
    alice.keyring.hold(true);
    alice.keyring.hold(false);
    cipher.release();
    await alice.untilDropped('sealDropped', 0, 'held', 1);
    expect(seal.out).toEqual([]);
  });

  test('a frame being opened when a hold begins is not played, even if the hold ends before the opening does', async () => {
    const { bob, seal, open } = await ends();
    seal.push(frameOf({ data }));
    const [frame] = await seal.until(1);
    const cipher = caught('decrypt');
    open.push(carried(frame!));
    await cipher.begun();
    bob.keyring.hold(true);
    bob.keyring.hold(false);
    cipher.release();
    await bob.untilDropped('openDropped', 0, 'held', 1);
    expect(open.out).toEqual([]);
  });

  test('a key granted during a hold is accepted, but no frame is sealed under it until the hold ends', async () => {
    const { alice, seal } = await ends();
    alice.keyring.hold(true);
    await alice.keyring.sealing(0).grant(grantOf(0, 1, 0));
    seal.push(frameOf({ data }));
    await alice.untilDropped('sealDropped', 0, 'held', 1);
    alice.keyring.hold(false);
    seal.push(frameOf({ data }));
    await seal.until(1);
    expect(alice.said).toContainEqual({ kind: 'first-sealed', stream: 0, generation: 1, step: 0 });
  });
});

describe('the worker under a hold', () => {
  test('the worker holds and resumes when main orders it, and the page cannot end a hold', async () => {
    holdTime();
    const worker = new Worker();
    const lane = worker.attach({ role: 'seal', stream: 0 });
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    await worker.untilThrough(lane);
    worker.obey({ kind: 'hold', held: true });
    await worker.settle(1);
    const before = lane.out.length;
    worker.dispatch.fromPage({ kind: 'hold', held: false });
    lane.push(frameOf({ data }));
    await worker.untilLast(/"held":\d/u);
    expect(lane.out).toHaveLength(before);
    worker.obey({ kind: 'hold', held: false });
    await worker.settle(2);
    lane.push(frameOf({ data }));
    await vi.waitUntil(() => lane.out.length > before, { interval: 1 });
  });
});
