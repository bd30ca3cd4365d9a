import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Dispatch } from '../../../src/renderer/worker/dispatch.ts';
import { channel, closePorts, holdTime, untilCounted, Worker } from './worker-rig.ts';
import { carried, frameOf, grantOf, streams } from './rig.ts';

const data = Uint8Array.of(1, 2, 3);
let worker: Worker;
beforeEach(() => {
  holdTime();
  worker = new Worker();
});
afterEach(closePorts);

const audio = { role: 'seal', stream: 0 } as const;

describe('messages of the sealing worker', () => {
  test('the worker reports that it is ready, answers a ping and reports its first sealed frame', async () => {
    await worker.untilSaid({ kind: 'ready' });
    const lane = worker.attach(audio);
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    await worker.untilThrough(lane);
    await worker.untilSaid({ kind: 'first-sealed', stream: 0, generation: 0, step: 0 });
    await worker.settle(7);
    expect(worker.said[0]).toEqual({ kind: 'ready' });
  });

  test('the worker reports its counters half a second after they change, and only then', async () => {
    const lane = worker.attach(audio);
    lane.push(frameOf({ data }), frameOf({ data }));
    while (vi.getTimerCount() === 0) await new Promise(setImmediate);
    vi.advanceTimersByTime(499);
    expect(vi.getTimerCount()).toBe(1);
    vi.advanceTimersByTime(1);
    expect(vi.getTimerCount()).toBe(0);
    const none = { sealed: 0, sealDropped: {}, opened: 0, openDropped: {} };
    await worker.untilSaid({
      kind: 'counters',
      streams: [
        { ...none, stream: 0, sealDropped: { 'no-key': 2 } },
        { ...none, stream: 1 },
        { ...none, stream: 2 },
      ],
    });
    expect(worker.said.filter(({ kind }) => kind === 'counters')).toHaveLength(1);
  });

  test('the worker drops every frame before it has a port and a key', async () => {
    const dispatch = new Dispatch(() => 0);
    const seal = streams();
    const open = streams();
    dispatch.attach({ options: audio, ...seal });
    dispatch.attach({ options: { role: 'open', stream: 0 }, ...open });
    seal.push(frameOf({ data }));
    open.push(frameOf({ data }));
    const main = channel();
    const counters = vi.fn<(event: MessageEvent) => void>();
    main.port1.addEventListener('message', counters);
    main.port1.start();
    dispatch.fromPage({ kind: 'port', port: main.port2 });
    const dropped = /"sealDropped":\{"no-key":1\},"opened":0,"openDropped":\{"header":1\}/u;
    await untilCounted(() => dropped.test(JSON.stringify(counters.mock.calls.at(-1)?.[0].data)));
    expect([...seal.out, ...open.out]).toEqual([]);
  });

  test('the worker accepts no second port, so the page cannot bring keys of its own', async () => {
    const lane = worker.attach(audio);
    const { port1, port2 } = channel();
    worker.dispatch.fromPage({ kind: 'port', port: port2 });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port, not a window
    port1.postMessage({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    worker.dispatch.fromPage({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    await worker.settle(1);
    lane.push(frameOf({ data }));
    await worker.untilLast(/"no-key":1/u);
    expect(lane.out).toEqual([]);
  });

  test('the worker ignores invalid messages from the page and from main', async () => {
    for (const bad of [
      undefined,
      7,
      {},
      { kind: 'port' },
      { kind: 'port', port: 7 },
      { kind: 'codecs', types: { 1: 2 } },
    ]) {
      worker.dispatch.fromPage(bad);
    }
    const good = { kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) };
    const bads = [
      { ...good, stream: 3 },
      { ...good, key: new Uint8Array(16) },
      { ...good, salt: [1] },
      { ...good, generation: 0xffff_ffff },
      { ...good, step: -1 },
      { ...good, more: 1 },
    ];
    for (const bad of bads) worker.obey(bad);
    const lane = worker.attach(audio);
    await worker.settle(2);
    lane.push(frameOf({ data }));
    await worker.untilLast(/"no-key":1/u);
    expect(lane.out).toEqual([]);
  });

  test.each([
    [undefined],
    [{ role: 'pass', stream: 0 }],
    [{ role: 'seal' }],
    [{ role: 'seal', stream: 0, clear: true }],
  ])('the worker reads no frame of a transform with the invalid options %j', async (options) => {
    const lane = worker.attach(options);
    await expect(worker.attach(options).until(0)).resolves.toEqual([]);
    expect(lane.readable.locked).toBe(false);
    expect(() => lane.push(frameOf({ data }))).toThrow('close');
  });

  test('a worker told to end seals nothing more, even if it is granted another key', async () => {
    const lane = worker.attach(audio);
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    await worker.untilThrough(lane);
    worker.obey({ kind: 'end' });
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 1, 0) });
    await worker.settle(3);
    const before = lane.out.length;
    lane.push(frameOf({ data }));
    await worker.untilLast(/"ended":[1-9]/u);
    expect(lane.out).toHaveLength(before);
  });

  test('a worker seals nothing more after main’s end of the port has closed', async () => {
    vi.useRealTimers();
    const lane = worker.attach(audio);
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    await worker.untilThrough(lane);
    worker.main.close();
    await vi.waitFor(
      async () => {
        const before = lane.out.length;
        lane.push(frameOf({ data }));
        await new Promise((resolve) => setTimeout(resolve, 20)); // time for a frame to come out, if there were a key
        expect(lane.out).toHaveLength(before);
      },
      { timeout: 1000, interval: 1 }, // with each look a worker that still seals has another chance to pass
    );
  });

  test('the worker withdraws sealing and opening keys when main orders it', async () => {
    const seal = worker.attach(audio);
    const open = worker.attach({ role: 'open', stream: 0 });
    worker.obey({ kind: 'grant-seal', stream: 0, ...grantOf(0, 0, 0) });
    worker.obey({ kind: 'grant-open', stream: 0, ...grantOf(0, 0, 0) });
    await worker.untilThrough(seal);
    open.push(...seal.out.map((frame) => carried(frame)));
    await worker.untilSaid({ kind: 'first-opened', stream: 0, generation: 0, step: 0 });
    worker.obey({ kind: 'forget-seal', stream: 0 });
    worker.obey({ kind: 'forget-open', stream: 0, generation: 0, step: 0 });
    await worker.settle(4);
    const frame = carried(seal.out[0] ?? frameOf({ data }));
    const before = [seal.out.length, open.out.length];
    seal.push(frameOf({ data }));
    open.push(frame);
    await worker.untilLast(/"openDropped":\{.*"no-key":1/u);
    expect([seal.out.length, open.out.length]).toEqual(before);
  });

  test('if a video stream begins without a key frame, the worker reports the gap to main and asks the engine for a key frame', async () => {
    const request = vi.fn<() => Promise<void>>(() => Promise.reject(new Error('nothing was received yet')));
    const seal = worker.attach({ role: 'seal', stream: 1 });
    const open = worker.attach({ role: 'open', stream: 1 }, request);
    worker.dispatch.fromPage({ kind: 'codecs', types: { 96: 'VP8' } });
    worker.obey({ kind: 'grant-open', stream: 1, ...grantOf(1, 0, 0) });
    worker.obey({ kind: 'grant-seal', stream: 1, ...grantOf(1, 0, 0) });
    await vi.waitFor(
      () => {
        seal.push(frameOf({ data, type: 'delta', payloadType: 96 }));
        expect(seal.out.length).toBeGreaterThan(0);
      },
      { interval: 2 },
    );
    open.push(carried(seal.out[0] ?? frameOf({ data })));
    await worker.untilSaid({ kind: 'gap', stream: 1 });
    expect(request).toHaveBeenCalledOnce();
  });
});
