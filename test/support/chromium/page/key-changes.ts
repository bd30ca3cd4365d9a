// Steps and rekeys while sound flows, in a real engine: main's part is faked, the worker is the product's, and a tap
// behind its opener records the opened frames, by the clock of the sound itself.
import { openSealedCall, dropsOf } from './sealed-call.ts';
import { tappedWorker } from './test-worker.ts';
import { until } from './until.ts';

const OPUS_HZ = 48_000; // clock of Opus and of RED around it (RFC 7587 §4.1)
const FRAMES = 60;

/**
 * Goes through three steps in each of three generations. Each new key comes once 60 frames were heard under the
 * previous key. The receiver's old key is withdrawn once 60 frames were heard under the next one.
 */
export async function keyChanges() {
  const heard: number[] = [];
  const taps: ReturnType<typeof tappedWorker>[] = [];
  const call = await openSealedCall({
    codecs: ['VP8'],
    calleeWorker: (port) => {
      const worker = tappedWorker(port);
      taps.push(worker);
      return worker;
    },
  });
  const { callerEnd, calleeEnd, keys } = call;
  const listening = new MessageChannel();
  listening.port1.addEventListener('message', ({ data }) => void heard.push(Number(data)));
  listening.port1.start();
  for (const tap of taps) tap.order({ kind: 'tap-heard', port: listening.port2 });
  const more = async (frames: number): Promise<void> => {
    const enough = heard.length + frames;
    await until(`${frames} more frames heard`, async () => (heard.length >= enough ? true : undefined));
  };
  await more(FRAMES);
  const places = [0, 1, 2].flatMap((generation) => [0, 1, 2].map((step) => ({ generation, step })));
  let last = places[0];
  for (const place of places.slice(1)) {
    keys.grantOpen(calleeEnd, 'to-callee', 0, place.generation, place.step); // the receiver first, as main does
    await until('the receiver to have the next key', async () => ping(calleeEnd));
    keys.grantSeal(callerEnd, 'to-callee', 0, place.generation, place.step);
    await until('a frame under the next key', async () =>
      calleeEnd.messages.some(
        (m) =>
          m.kind === 'first-opened' && m.stream === 0 && m.generation === place.generation && m.step === place.step,
      )
        ? true
        : undefined,
    );
    await more(FRAMES);
    if (last !== undefined) calleeEnd.post({ kind: 'forget-open', stream: 0, ...last });
    last = place;
  }
  await more(FRAMES);
  const gaps = heard.slice(1).map((at, i) => ((at - (heard[i] ?? at)) >>> 0) / OPUS_HZ);
  const result = {
    changes: places.length - 1,
    heard: heard.length,
    longestGapSeconds: Math.max(...gaps),
    drops: [...dropsOf(callerEnd), ...dropsOf(calleeEnd)].filter((drop) => drop.startsWith('0 ')),
  };
  call.close();
  return result;
}

type End = Awaited<ReturnType<typeof openSealedCall>>['calleeEnd'];
let pings = 100;
async function ping(end: End): Promise<true | undefined> {
  const id = pings++;
  end.post({ kind: 'ping', id });
  await until('a pong', async () => (end.messages.some((m) => m.kind === 'pong' && m.id === id) ? true : undefined));
  return true;
}
