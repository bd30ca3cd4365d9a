// What is shown behind a person, in the real program: a camera that sees somebody in their room, and the picture that
// the other side sees with and without a background.
import { chmodSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { en } from '../../src/text/page/en.ts';
import { people } from '../../tools/demo/sides.ts';
import { Person } from '../../tools/desktop/person.ts';
import { published } from '../support/known-profiles.ts';
import { personCamera } from '../support/person-camera.ts';
import { test } from '../support/two-people.ts';

declare global {
  interface Window {
    backgroundWorkers?: Worker[];
  }
}

/**
 * Red, green and blue of two points in the other person's picture: the wall behind them and their face. `edges` is the
 * average difference in green between neighbouring pixels of the model rocket that stands behind them in the photograph
 * (person-camera.ts). Undefined while there is no picture.
 */
type Colours =
  | { readonly room: readonly number[]; readonly face: readonly number[]; readonly edges: number }
  | undefined;

test('the peer sees the face in front of a blurred room or a wall, and the camera is turned off once the background filter stops', async ({
  browser,
  broker,
  desktop,
  profiles,
  siegel,
}) => {
  const film = path.join(desktop.session, 'person.mjpeg');
  const seesPerson = await personCamera(browser, film);
  chmodSync(film, 0o644);
  const start = async (profile: 'caller' | 'callee'): Promise<Person> => {
    const args = ['--language=en', `--broker-url=${broker.url}`, ...(profile === 'caller' ? [seesPerson] : [])];
    return new Person(profile, await siegel({ profile, args, copyOf: profiles[profile] }));
  };
  const [caller, callee] = await Promise.all([start('caller').then(published), start('callee').then(published)]);
  await caller.app.context().addInitScript(() => {
    const started: Worker[] = [];
    window.backgroundWorkers = started;
    window.Worker = class extends Worker {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        if (options?.name === 'background') started.push(this);
      }
    };
  });
  const choose = async (option: string): Promise<void> => {
    const page = await caller.window('main');
    await page.getByRole('tab', { name: en.nav.settings }).click();
    await page.getByRole('button', { name: new RegExp(en.background.title) }).click();
    await page.getByRole('option', { name: option }).click();
  };
  await caller.place(people.callee.name, 'video');
  await callee.phase('ringing');
  await callee.answer('audio');
  await callee.phase('live', 30_000);
  const there = await callee.window('stage');
  const seen = (): Promise<Colours> =>
    there.evaluate(() => {
      const video = [...document.querySelectorAll('video')].find((each) => each.videoWidth > 0);
      const context = new OffscreenCanvas(256, 144).getContext('2d');
      if (video === undefined || context === null) return undefined;
      context.drawImage(video, 0, 0, 256, 144);
      const at = (x: number, y: number): readonly number[] =>
        Array.from(context.getImageData(x, y, 1, 1).data.slice(0, 3));
      const [width, height] = [28, 60];
      const rocket = context.getImageData(160, 12, width, height).data;
      let edges = 0;
      for (let pixel = 0; pixel < width * height - 1; pixel++) {
        if (pixel % width < width - 1) edges += Math.abs((rocket[4 * pixel + 1] ?? 0) - (rocket[4 * pixel + 5] ?? 0));
      }
      return { room: at(20, 72), face: at(118, 36), edges: edges / ((width - 1) * height) };
    });
  const far = (one: readonly number[] = [], other: readonly number[] = []): number =>
    Math.max(...one.map((value, index) => Math.abs(value - (other[index] ?? 0))));

  let room: Colours;
  await expect.poll(async () => ((room = await seen()), room?.face[0] ?? 0), { timeout: 60_000 }).toBeGreaterThan(120);
  let hidden: Colours;
  await choose(en.background.kinds.blurred);
  await expect
    .poll(async () => ((hidden = await seen()), hidden?.edges ?? 255), { timeout: 90_000 })
    .toBeLessThan((room?.edges ?? 0) / 2);
  expect(far(hidden?.face, room?.face)).toBeLessThan(40);
  await choose(en.background.kinds.still);
  const isWall = async (): Promise<boolean> => {
    hidden = await seen();
    const [red = 0, green = 0, blue = 0] = hidden?.room ?? [];
    return red > 140 && blue >= red && blue - red < 50 && green > 140;
  };
  await expect.poll(isWall, { timeout: 90_000 }).toBe(true);
  expect(far(hidden?.face, room?.face)).toBeLessThan(40);
  expect(far(hidden?.room, room?.room)).toBeGreaterThan(40);

  // Third-party code runs where it can reach nothing: in a worker with a policy of its own.
  const stage = await caller.window('stage');
  const worker = stage.workers().find((each) => each.url().includes('/background.worker-'));
  const reaches = await worker?.evaluate(() =>
    fetch('/index.html').then(
      () => true,
      () => false,
    ),
  );
  expect(reaches).toBe(false);
  await stage.evaluate(() => window.backgroundWorkers?.at(-1)?.terminate());
  await expect(stage.getByText(en.call.noCamera.background)).toBeVisible({ timeout: 30_000 });
  await callee.until('the camera that is off', ({ call }) => call?.remote.camera === false);
  expect((await caller.view()).call?.local.camera).toBe(false);
  await choose(en.background.kinds.off);
  await caller.press(en.call.cameraOn);
  await expect.poll(async () => far((await seen())?.room, room?.room), { timeout: 60_000 }).toBeLessThan(40);
  await caller.hangUp();
});
