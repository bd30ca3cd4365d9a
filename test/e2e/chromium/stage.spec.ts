// The product's stage in two pages of Chromium: what it reports, and what it must not send or show too early.
import { expect } from '@playwright/test';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import { type RunScenario, runIn, test } from '../../support/chromium/page-fixture.ts';

const call = 'ab'.repeat(16);

async function waitFor<K extends MediaFact['kind']>(
  run: RunScenario,
  kind: K,
  where: (fact: Extract<MediaFact, { kind: K }>) => boolean = () => true,
): Promise<void> {
  const found = async (): Promise<boolean> =>
    (await run('stageFacts')).some((fact) => fact.kind === kind && where(fact as Extract<MediaFact, { kind: K }>));
  await expect.poll(found, { message: `the fact ${kind}`, timeout: 20_000 }).toBe(true);
}

const command = (run: RunScenario, order: MediaCommand): Promise<void> => run('stageCommand', order);

test('before main allows media, connected stages show no peer and the caller’s stage sends nothing; then both obey main', async ({
  page,
  context,
  served,
}) => {
  const other = await context.newPage();
  for (const each of [page, other]) await each.goto(served.url);
  const [caller, callee] = [runIn(page), runIn(other)];
  await caller('stageOpen', 'caller', 'room');
  await callee('stageOpen', 'callee', 'room');
  await waitFor(caller, 'opened', (fact) => fact.microphone && fact.camera);
  await waitFor(callee, 'opened');
  await command(callee, { kind: 'offer', call, iceRestart: false });
  for (const run of [caller, callee]) {
    await waitFor(run, 'connection', (fact) => fact.state === 'connected' && fact.fingerprint.startsWith('sha-256 '));
  }

  // The stages are connected, the cameras run and the keys are granted. Still, the caller's stage sends nothing before
  // `send`, and neither stage shows the peer before `play`.
  const silent = (fact: Extract<MediaFact, { kind: 'stats' }>): boolean => fact.packetsSent.every((n) => n === 0);
  const seen = (await caller('stageFacts')).filter((fact) => fact.kind === 'stats').length;
  await expect
    .poll(async () => (await caller('stageFacts')).filter((fact) => fact.kind === 'stats').length, { timeout: 20_000 })
    .toBeGreaterThan(seen + 1);
  expect((await caller('stageFacts')).filter((fact) => fact.kind === 'stats').every(silent)).toBe(true);
  expect(await caller('stageStreams')).toEqual({ remote: [], local: ['video'] });
  expect((await callee('stageStreams')).remote).toEqual([]);

  await command(callee, { kind: 'send', call, microphone: true, camera: true });
  await command(caller, { kind: 'play', call, sound: true, camera: true });
  await waitFor(caller, 'first-frame');
  await waitFor(
    caller,
    'stats',
    (fact) => fact.decodedFrames > 0 && fact.path === 'direct' && fact.videoCodec === 'VP8',
  );
  expect((await caller('stageStreams')).remote).toEqual(['audio', 'video']);

  // Main may remove the peer's pictures from the screen, and restore them.
  await command(caller, { kind: 'play', call, sound: true, camera: false });
  expect((await caller('stageStreams')).remote).toEqual(['audio']);
  await command(caller, { kind: 'play', call, sound: true, camera: true });
  expect((await caller('stageStreams')).remote).toEqual(['audio', 'video']);

  // Camera off stops the device; camera on again brings a picture back.
  await command(callee, { kind: 'send', call, microphone: true, camera: false });
  await expect.poll(async () => (await callee('stageStreams')).local, { timeout: 10_000 }).toEqual([]);
  await command(callee, { kind: 'send', call, microphone: true, camera: true });
  await expect.poll(async () => (await callee('stageStreams')).local, { timeout: 10_000 }).toEqual(['video']);

  // An ICE restart by the caller, then the end: nothing remains.
  const before = await Promise.all([caller, callee].map((run) => run('stagePairInUse')));
  await command(caller, { kind: 'offer', call, iceRestart: true });
  const answers = async (): Promise<number> =>
    (await callee('stageFacts')).filter((fact) => fact.kind === 'description' && fact.type === 'answer').length;
  await expect.poll(answers, { timeout: 20_000 }).toBe(1);
  // Nothing was broken in this call. Yet the page must report once that the pair in use belongs to the description of
  // the restart. The engine may keep one side on its old pair as long as that pair works. That side's page must then
  // report nothing.
  const proven = async (run: RunScenario, at: number): Promise<boolean | 'as before'> => {
    const inUse = await run('stagePairInUse');
    const told = (await run('stageFacts')).filter((fact) => fact.kind === 'connection' && fact.pair !== undefined);
    if (inUse === before[at]) return told.length === 0 ? 'as before' : false;
    const proof = { kind: 'connection', state: 'connected', fingerprint: expect.stringMatching(/^sha-256 /u) };
    expect(told).toMatchObject(told.map(() => ({ ...proof, pair: inUse })));
    return told.length === 1;
  };
  const both = (): Promise<readonly unknown[]> => Promise.all([caller, callee].map(proven));
  await expect.poll(both, { timeout: 20_000 }).toContain(true);
  await expect.poll(both, { timeout: 20_000 }).not.toContain(false);
  await command(caller, { kind: 'close', call });
  expect(await caller('stageStreams')).toEqual({ remote: [], local: [] });
  await other.close();
});

test('a stage in an engine without script transforms makes no call and reports why', async ({ page, served }) => {
  await page.addInitScript(() => Reflect.deleteProperty(window, 'RTCRtpScriptTransform'));
  await page.goto(served.url);
  const run = runIn(page);
  await run('stageOpen', 'callee', 'none');
  expect(await run('stageFacts')).toEqual([
    { kind: 'begun', call },
    { kind: 'failed', call, cause: 'no-transform' },
  ]);
});

test('a stage whose sealing worker cannot be loaded reports that as a failure', async ({ page, served }) => {
  await page.route('**/seal.worker*', (route) => route.abort());
  await page.goto(served.url);
  const run = runIn(page);
  await run('stageOpen', 'callee', 'lost');
  await waitFor(run, 'failed', (fact) => fact.cause === 'worker-lost');
});

test('a stage without a camera opens its microphone, and reports the cause for each device that cannot be opened', async ({
  page,
  served,
}) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    devices.getUserMedia = (wanted) =>
      wanted?.video === undefined ? real(wanted) : Promise.reject(new DOMException('', 'NotFoundError'));
  });
  await page.goto(served.url);
  const run = runIn(page);
  await run('stageOpen', 'callee', 'blind');
  await waitFor(run, 'opened', (fact) => fact.microphone && !fact.camera);
  await waitFor(run, 'no-device', (fact) => fact.device === 'camera' && fact.cause === 'gone');

  await page.addInitScript(() => {
    navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', 'NotAllowedError'));
  });
  await page.goto(served.url);
  await run('stageOpen', 'callee', 'mute');
  await waitFor(run, 'no-device', (fact) => fact.device === 'microphone' && fact.cause === 'refused');
});

test('a device that cannot be opened in a call is reported with the cause, and is tried again on the next request', async ({
  page,
  served,
}) => {
  await page.addInitScript(() => {
    const devices = navigator.mediaDevices;
    const real = devices.getUserMedia.bind(devices);
    const played = { refusal: '', tracks: [] as MediaStreamTrack[] };
    Object.assign(window, { played });
    devices.getUserMedia = async (wanted) => {
      if (played.refusal !== '') throw new DOMException('', played.refusal);
      const stream = await real(wanted);
      played.tracks.push(...stream.getTracks());
      return stream;
    };
  });
  await page.goto(served.url);
  const run = runIn(page);
  const refuse = (name: string): Promise<void> =>
    page.evaluate((refusal) => void Object.assign((window as unknown as { played: object }).played, { refusal }), name);
  // An engine ends a track whose device is gone, and fires an event on it.
  const unplug = (kind: string): Promise<void> =>
    page.evaluate((of) => {
      const { tracks } = (window as unknown as { played: { tracks: MediaStreamTrack[] } }).played;
      const track = tracks.findLast((each) => each.kind === of && each.readyState === 'live');
      track?.stop();
      track?.dispatchEvent(new Event('ended'));
    }, kind);
  const live = (): Promise<readonly string[]> =>
    page.evaluate(() => {
      const { tracks } = (window as unknown as { played: { tracks: MediaStreamTrack[] } }).played;
      return tracks.flatMap(({ kind, readyState }) => (readyState === 'live' ? [kind] : [])).toSorted();
    });
  const said = async (): Promise<readonly unknown[]> =>
    (await run('stageFacts')).flatMap((fact) => (fact.kind === 'no-device' ? [[fact.device, fact.cause]] : []));
  const pictures = async (): Promise<readonly string[]> => (await run('stageStreams')).local;

  await run('stageOpen', 'callee', 'flaky');
  await waitFor(run, 'opened');
  await refuse('NotReadableError');
  await command(run, { kind: 'send', call, microphone: true, camera: false });
  await command(run, { kind: 'send', call, microphone: true, camera: true });
  await expect.poll(said).toEqual([['camera', 'busy']]);
  expect(await pictures()).toEqual([]);

  await refuse(''); // the other program is closed
  await command(run, { kind: 'send', call, microphone: true, camera: false });
  await command(run, { kind: 'send', call, microphone: true, camera: true });
  await expect.poll(pictures).toEqual(['video']);
  await unplug('video'); // the stage opens the camera again
  await unplug('audio');
  await expect.poll(pictures).toEqual(['video']);
  await expect.poll(live).toEqual(['audio', 'video']); // both are open again
  expect(await said()).toHaveLength(1);

  await refuse('NotFoundError'); // and there is no other camera
  await unplug('video');
  await expect.poll(said).toHaveLength(2);
  await unplug('audio');
  await expect.poll(said).toEqual([
    ['camera', 'busy'],
    ['camera', 'gone'],
    ['microphone', 'gone'],
  ]);
  await refuse('NotAllowedError');
  await command(run, { kind: 'send', call, microphone: false, camera: false });
  await command(run, { kind: 'send', call, microphone: true, camera: false }); // unmuted
  await expect.poll(said).toHaveLength(4);
  expect((await said()).at(-1)).toEqual(['microphone', 'refused']);
});

test('a description without the three sections of a call is refused', async ({ page, served }) => {
  await page.goto(served.url);
  const run = runIn(page);
  await run('stageOpen', 'caller', 'forged');
  const sdp = await page.evaluate(async () => {
    const connection = new RTCPeerConnection();
    connection.addTransceiver('audio');
    connection.addTransceiver('video');
    return (await connection.createOffer()).sdp ?? '';
  });
  await command(run, { kind: 'describe', call, type: 'offer', sdp });
  await waitFor(run, 'failed', (fact) => fact.cause === 'description');
});
