// The headset page with fake devices: a device that misbehaves does not affect the others, and the numbers of presses
// from it and reports to it are limited.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { HeadsetLights, HeadsetPress } from '../../../src/contract/headset.ts';
import type { Siegel } from '../../../src/contract/ipc.ts';
import { noLights } from '../../../src/renderer/headset/headset.ts';
import { serveHeadsets } from '../../../src/renderer/headset/serve.ts';
import type { Hid, HidDevice, HidInputReport } from '../../../src/renderer/headset/web-hid.ts';
import { makers, reportOf } from '../../../tools/desktop/headset-makers.ts';

/** A headset, by default a Jabra. While `isSlow`, a report to the headset completes only when the test resolves it. */
class PlayedDevice {
  readonly sent: number[][] = [];
  readonly waiting: (() => void)[] = [];
  isSlow = false;
  #run: (report: HidInputReport) => void = () => undefined;
  readonly #maker: 'jabra' | 'boom';
  readonly device: HidDevice;
  constructor(maker: 'jabra' | 'boom' = 'jabra') {
    this.#maker = maker;
    this.device = {
      opened: false,
      productName: maker,
      collections: makers[maker],
      open: () => Promise.resolve(),
      close: () => Promise.resolve(),
      sendReport: (id, data) => {
        this.sent.push([id, ...data]);
        return this.isSlow ? new Promise((done) => void this.waiting.push(done)) : Promise.resolve();
      },
      addEventListener: (_type, run) => void (this.#run = run),
    };
  }
  says(bits: number): void {
    const data = new DataView(Uint8Array.of(bits & 0xff, bits >> 8).buffer);
    this.#run({ reportId: reportOf[this.#maker], data });
  }
}

let mad: PlayedDevice;
let calm: PlayedDevice;
let boom: PlayedDevice; // has a button that only hangs up
let presses: HeadsetPress[];
let show: (lights: HeadsetLights) => void;
const settled = (): Promise<unknown> => vi.advanceTimersByTimeAsync(1);
beforeEach(async () => {
  vi.useFakeTimers();
  [mad, calm, boom, presses] = [new PlayedDevice(), new PlayedDevice(), new PlayedDevice('boom'), []];
  const siegel = {
    call: (name: string, input: HeadsetPress) => {
      if (name === 'headset.press') presses.push(input);
      return Promise.resolve({ ok: true, value: undefined });
    },
    on: (_name: string, listener: (lights: HeadsetLights) => void) => ((show = listener), () => undefined),
  } as unknown as Pick<Siegel, 'call' | 'on'>;
  const devices = [mad, calm, boom].map(({ device }) => device);
  const hid: Hid = { getDevices: () => Promise.resolve(devices), addEventListener: () => undefined };
  serveHeadsets(siegel, hid);
  await settled();
});
afterEach(() => vi.useRealTimers());

it('if a headset reports a thousand presses in one second, only the first eight are passed on, and another headset is not affected', async () => {
  for (let count = 0; count < 1000; count++) {
    mad.says(1 << 10);
    mad.says(0);
    await settled();
  }
  expect(presses).toEqual(Array.from({ length: 8 }, () => ({ kind: 'reject' })));
  calm.says(0b1);
  await settled();
  expect(presses.at(-1)).toEqual({ kind: 'hook', off: true });
});

it('a headset that pressed endlessly can still mute and hang up', async () => {
  show({ ...noLights, offHook: true });
  mad.says(0b1);
  await vi.advanceTimersByTimeAsync(900);
  for (let count = 0; count < 50; count++) {
    mad.says(0b1001);
    mad.says(0b1);
    await settled();
  }
  presses.length = 0;
  mad.says(0b101);
  await settled();
  mad.says(0);
  await settled();
  expect(presses).toEqual([
    { kind: 'mute', mute: true },
    { kind: 'hook', off: false },
  ]);
});

it('a headset that pressed endlessly can still hang up with a button that only hangs up', async () => {
  for (let count = 0; count < 50; count++) {
    boom.says(0b1);
    await settled();
    boom.says(0);
    await settled();
  }
  expect(presses.filter(({ kind }) => kind === 'hook')).toHaveLength(8);
  presses.length = 0;
  boom.says(0b100);
  await settled();
  expect(presses).toEqual([{ kind: 'drop' }]);
});

it('a headset that was slow is sent only the current state of the calls, and not the states it missed', async () => {
  mad.isSlow = true;
  for (let count = 0; count < 500; count++) show({ ...noLights, ringing: count % 2 === 0 });
  show({ ...noLights, offHook: true });
  const before = mad.sent.length;
  for (const done of mad.waiting.splice(0)) done();
  await settled();
  expect(mad.sent.length - before).toBe(1);
  expect(mad.sent.at(-1)).toEqual([2, 0b1, 0]);
});
