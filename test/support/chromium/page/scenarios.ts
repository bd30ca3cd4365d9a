// What the specs ask the page to do. Each scenario runs a call or two, waits for conditions and returns plain data.
import type { VideoCodec } from '../../../../src/contract/media.ts';
import type { SealWorker } from '../../../../src/renderer/call/transform.ts';
import { type SealedCallOptions, dropsOf, openSealedCall, untilDecoded } from './sealed-call.ts';
import { brokenWorker, lateWorker, noWorker, realWorker, tappedWorker } from './test-worker.ts';
import { likeness } from './likeness.ts';
import type { AudioCounts } from './pair.ts';
import { until } from './until.ts';

const FRAMES = 60;
// The engine caches its numbers for 50 ms, and a worker that waits for the processor may pause for longer.
const STILL_MS = 1500;

/** A whole sealed call with one video codec, until 60 frames were decoded and all sealed frames have arrived. */
export async function codec(name: VideoCodec) {
  const call = await openSealedCall({ codecs: [name] });
  const { pair, callerEnd, calleeEnd } = call;
  await untilDecoded(call, FRAMES);
  const alike = await likeness(pair.camera.track, pair.callee.sections[1]?.receiver.track);
  pair.camera.pause();
  // The camera may still deliver a frame after its pause, so the numbers must agree and no longer change.
  let [at, since] = ['', performance.now()];
  await until('all that was encoded to be sealed, opened and decoded', async () => {
    const sealed = callerEnd.counters(1).sealed;
    const opened = calleeEnd.counters(1).opened;
    const encoded = (await pair.caller.video()).framesEncoded;
    const decoded = (await pair.callee.video()).framesDecoded;
    const now = `encoded ${encoded}, sealed ${sealed}, opened ${opened}, decoded ${decoded}`;
    if (now !== at) since = performance.now();
    at = now;
    const isAlike = sealed >= FRAMES && encoded === sealed && opened === sealed && decoded >= sealed - 2;
    return isAlike && performance.now() - since > STILL_MS ? true : undefined;
  }).catch((cause: unknown) => {
    throw new Error(`${at}; ${[...dropsOf(callerEnd), ...dropsOf(calleeEnd)].join(', ')}`, { cause });
  });
  const result = {
    sent: await pair.caller.video(),
    received: await pair.callee.video(),
    audio: await pair.callee.audio(),
    sealed: callerEnd.counters(1).sealed,
    opened: calleeEnd.counters(1).opened,
    likeness: alike,
    audioOpened: calleeEnd.counters(0).opened,
    drops: [...dropsOf(callerEnd), ...dropsOf(calleeEnd)],
    fingerprints: [...pair.caller.fingerprints, ...pair.callee.fingerprints],
    offer: pair.offer,
    answer: pair.answer,
  };
  call.close();
  return result;
}

/** Bytes per voice packet of both sides over stretches of 20 packets, while the fake microphone beeps and is silent. */
export async function voiceSizes(isConstantRate: boolean) {
  const call = await openSealedCall({ codecs: ['VP8'], isConstantRate });
  const sides = [call.pair.caller, call.pair.callee];
  const sizes: number[][] = [[], []];
  for (const [at, side] of sides.entries()) {
    // Only after these packets does the counter in the header of every packet have the same length (RFC 9605 §4.3).
    let last = await until('300 packets', async () => atLeast(await side.audio(), 300));
    // On a busy machine the counts are read late. The stretches are then long and their sizes similar, so more
    // stretches are needed to see that sizes differ.
    const isDone = (): boolean => isConstantRate || new Set(sizes[at]).size > 4;
    for (let i = 0; i < 8 || (i < 80 && !isDone()); i++) {
      const wanted = last.packetsSent + 20;
      const next = await until('20 more packets', async () => atLeast(await side.audio(), wanted));
      sizes[at]?.push((next.bytesSent - last.bytesSent) / (next.packetsSent - last.packetsSent));
      last = next;
    }
  }
  const codecs = await Promise.all(sides.map(async (side) => (await side.audio()).codec));
  call.close();
  return { caller: sizes[0] ?? [], callee: sizes[1] ?? [], codecs };
}

function atLeast(counts: AudioCounts, packets: number): AudioCounts | undefined {
  return counts.packetsSent >= packets ? counts : undefined;
}

/** Ways in which a sender's transform can fail. */
export type Failure = 'missing' | 'dead' | 'nulled' | 'throwing' | 'ignoring' | 'late' | 'keyless';

/**
 * A sender whose transform fails. Once the encoder is known to run, the sent packets and decoded frames are counted.
 */
export async function failClosed(way: Failure) {
  const late: { hang: () => void }[] = [];
  const callerWorker: SealedCallOptions['callerWorker'] = (port) => {
    if (way === 'missing') return noWorker;
    if (way === 'throwing' || way === 'ignoring') return brokenWorker(way);
    const real = realWorker(port);
    if (way !== 'late') return real;
    const held = lateWorker(real);
    late.push(held);
    return held;
  };
  const dead: (() => void)[] = [];
  const call = await openSealedCall({
    codecs: ['VP8'],
    callerWorker: (port) => {
      const worker = callerWorker(port);
      dead.push(worker.end);
      return worker;
    },
  });
  const { caller, callee } = call.pair;
  let before = { packets: 0, audio: 0, decoded: 0 };
  if (way === 'dead' || way === 'nulled' || way === 'keyless') {
    await untilDecoded(call, 10);
    if (way === 'dead') dead.forEach((end) => end());
    if (way === 'nulled') caller.sections.forEach((section) => (section.sender.transform = null));
    if (way === 'keyless') ([0, 1] as const).forEach((stream) => call.callerEnd.post({ kind: 'forget-seal', stream }));
    await settled(call.pair);
    before = await counts(call.pair);
  }
  const encoded = (await caller.video()).framesEncoded;
  // The engine asks its encoder for frames whatever happens to them. 30 more frames prove that the encoder runs.
  await until('30 more encoded frames', async () =>
    (await caller.video()).framesEncoded >= encoded + 30 ? true : undefined,
  );
  const after = await counts(call.pair);
  late.forEach(({ hang }) => hang());
  if (way === 'late') await untilDecoded(call, 10);
  const result = {
    packets: after.packets - before.packets,
    audio: after.audio - before.audio,
    decoded: after.decoded - before.decoded,
    decodedInTheEnd: (await callee.video()).framesDecoded,
  };
  call.close();
  return result;
}

/**
 * A receiver that gets every packet and no key: ours, or a foreign one that passes every sealed frame to its decoder.
 */
export async function withoutKeys(name: VideoCodec, receiver: 'ours' | 'foreign') {
  const call = await openSealedCall({
    codecs: [name],
    calleeMayOpen: false,
    ...(receiver === 'foreign' ? { calleeWorker: () => brokenWorker('passing') } : {}),
  });
  const { caller, callee } = call.pair;
  await until('sealed frames and their packets', async () => {
    const sealed = call.callerEnd.counters(1).sealed;
    return sealed >= 30 && (await callee.video()).packetsReceived >= 30 ? true : undefined;
  });
  const result = {
    packetsSent: (await caller.video()).packetsSent,
    video: await callee.video(),
    opened: call.calleeEnd.counters(1).opened,
    likeness: await likeness(call.pair.camera.track, callee.sections[1]?.receiver.track),
  };
  call.close();
  return result;
}

/**
 * Loses one delta frame before the opener. Only the key frame sent after the reported gap repairs that. The times
 * returned are in ms.
 */
export async function recovery(name: VideoCodec) {
  const orders: ReturnType<typeof tappedWorker>[] = [];
  const call = await openSealedCall({
    codecs: [name],
    calleeWorker: (port) => {
      const worker = tappedWorker(port);
      orders.push(worker);
      return worker;
    },
  });
  const { caller, callee } = call.pair;
  let gapAt: number | undefined;
  call.calleeEnd.onMessage((message) => {
    if (message.kind !== 'gap') return;
    gapAt ??= performance.now();
    void caller.peer.sendKeyFrame(1);
  });
  await untilDecoded(call, 30);
  const before = await callee.video();
  const lostAt = performance.now();
  orders.forEach((worker) => worker.order({ kind: 'tap-lose' }));
  await until('a gap seen', async () => gapAt);
  const keys = before.keyFramesDecoded;
  await until('a new key frame decoded', async () =>
    (await callee.video()).keyFramesDecoded > keys ? true : undefined,
  );
  const mendedAt = performance.now();
  const at = (await callee.video()).framesDecoded;
  await untilDecoded(call, at + 10);
  const result = {
    gapMs: (gapAt ?? 0) - lostAt,
    mendedMs: mendedAt - lostAt,
    plisBefore: before.pliCount,
    plis: (await callee.video()).pliCount,
  };
  call.close();
  return result;
}

/** A second call whose camera is attached to the first call's worker: a second encryptor for the same key. */
export async function secondEncryptor() {
  const shared: SealWorker[] = [];
  const first = await openSealedCall({
    codecs: ['VP8'],
    callerWorker: (port) => {
      const worker = realWorker(port);
      shared.push(worker);
      return worker;
    },
  });
  await untilDecoded(first, 10);
  const second = await openSealedCall({ codecs: ['VP8'], callerWorker: () => shared[0] ?? noWorker });
  first.keys.grantOpen(second.calleeEnd, 'to-callee', 1); // its receiver would open whatever arrives
  await until('30 encoded frames of the second encryptor', async () =>
    (await second.pair.caller.video()).framesEncoded >= 30 ? true : undefined,
  );
  const silent = await counts(second.pair);
  // A rekey: the new generation's key belongs to the encryptor that is attached now.
  first.keys.grantOpen(second.calleeEnd, 'to-callee', 1, 1);
  first.keys.grantSeal(first.callerEnd, 'to-callee', 1, 1);
  await untilDecoded(second, 10);
  const result = {
    silent,
    reported: first.callerEnd.messages.some((m) => m.kind === 'silent-encryptor' && m.stream === 1),
    secondDecoded: (await second.pair.callee.video()).framesDecoded,
  };
  second.close();
  first.close();
  return result;
}

async function counts(pair: SealedPair): Promise<{ packets: number; audio: number; decoded: number }> {
  const sent = await pair.caller.video();
  const received = await pair.callee.video();
  const audio = await pair.caller.audio();
  return { packets: sent.packetsSent, audio: audio.packetsSent, decoded: received.framesDecoded };
}

/**
 * Resolves once the engine's numbers have not changed for a while, because everything in transit was sent and decoded.
 */
async function settled(pair: SealedPair): Promise<void> {
  let last = -1;
  let since = performance.now();
  await until('the last packets to leave', async () => {
    const now = await counts(pair);
    const total = now.packets + now.audio + now.decoded;
    if (total !== last) since = performance.now();
    last = total;
    return performance.now() - since > STILL_MS ? true : undefined;
  });
}

type SealedPair = Awaited<ReturnType<typeof openSealedCall>>['pair'];
