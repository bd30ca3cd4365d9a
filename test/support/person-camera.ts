// A camera that sees a person: a photograph as a film of one picture, for Chromium's fake camera. The photograph shows
// Eileen Collins in front of a flag. It is by NASA, whose pictures are in the public domain. The photograph has 256 ×
// 144 pixels, with a strip of wall on either side of her.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from '@playwright/test';

const WIDTH = 1280;
const HEIGHT = 720;

/**
 * Writes the film to `file` and returns the switch that makes Chromium use the film. `browser` enlarges the photograph
 * to 1280 × 720.
 */
export async function personCamera(browser: Browser, file: string): Promise<string> {
  const page = await browser.newPage();
  const small = readFileSync(path.join(import.meta.dirname, 'person.jpg')).toString('base64');
  const drawn = await page.evaluate(
    async ([picture, width, height]) => {
      const image = new Image();
      image.src = `data:image/jpeg;base64,${picture}`;
      await image.decode();
      const canvas = document.createElement('canvas');
      Object.assign(canvas, { width, height });
      canvas.getContext('2d')?.drawImage(image, 0, 0, width, height);
      return canvas.toDataURL('image/jpeg', 0.9);
    },
    [small, WIDTH, HEIGHT] as const,
  );
  await page.close();
  writeFileSync(file, Buffer.from(drawn.slice(drawn.indexOf(',') + 1), 'base64'));
  return `--use-file-for-fake-video-capture=${file}`;
}
