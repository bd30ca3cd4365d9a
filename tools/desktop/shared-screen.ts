// A screen or a window that is shared in a call: chosen as a person chooses it, and read where the other person sees
// it.
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { PNG } from 'pngjs';
import { en } from '../../src/text/page/en.ts';
import { photograph } from './framebuffer.ts';
import { clickAndLose, type Person } from './person.ts';

/** The colour of the frame round a screen that is shared: red, green, blue. */
export const SHARED_FRAME = [0xc4, 0x31, 0x2b];

/**
 * Opens the choice in the call and shares the screen or the window of this name, in place of the other person's share
 * if there is one. `before` gets the share button before anything is chosen; `think` runs between the choice and the
 * press.
 */
export async function pickShared(
  person: Person,
  name: string,
  before: (button: Locator) => Promise<void> = () => Promise.resolve(),
  think: (page: Page) => Promise<void> = () => Promise.resolve(),
): Promise<void> {
  await person.press(en.sharing.share);
  const page = await person.window('picker');
  const [first, instead] = [en.sharing.share, en.sharing.replaceAndShare].map((words) =>
    page.getByRole('button', { name: words, exact: true }),
  ) as [Locator, Locator];
  const button = first.or(instead);
  await before(button);
  await page.getByRole('option', { name }).click();
  await think(page);
  await clickAndLose(button);
}

/** The video in which a stage shows the screen or window that the person with this name shares. */
export const sharedBy = (stage: Page, name: string): Locator =>
  stage.locator('video').and(stage.getByLabel(en.sharing.theirs.replace('{{name}}', name)));

/** Width and height of the picture in a video, in its own pixels. */
export async function sizeOf(video: Locator): Promise<readonly number[]> {
  return video.evaluate((element: HTMLVideoElement) => [element.videoWidth, element.videoHeight]);
}

/** The picture that a video shows now, as it was decoded. */
export async function frameOf(video: Locator): Promise<PNG> {
  const url = await video.evaluate((element: HTMLVideoElement) => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [element.videoWidth, element.videoHeight];
    canvas.getContext('2d')?.drawImage(element, 0, 0);
    return canvas.toDataURL('image/png');
  });
  return PNG.sync.read(Buffer.from(url.slice(url.indexOf(',') + 1), 'base64'));
}

/** The colour in the middle of each edge of a screen, as a person at it sees it; `file` gets the screen's picture. */
export async function edgesOf(frameBuffer: string, file: string): Promise<readonly (readonly number[])[]> {
  await photograph(frameBuffer, file);
  const { data, height, width } = PNG.sync.read(readFileSync(file));
  const middle = [Math.floor(width / 2), Math.floor(height / 2)] as const;
  const places = [
    [middle[0], 1],
    [middle[0], height - 2],
    [1, middle[1]],
    [width - 2, middle[1]],
  ] as const;
  return places.map(([x, y]) => [...data.subarray((y * width + x) * 4, (y * width + x) * 4 + 3)]);
}
