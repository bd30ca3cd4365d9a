// A picture of a virtual display, read from the frame buffer that Xvfb keeps in a file (`-fbdir`, format XWD version
// 7). It shows what a person at that screen would see.
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { PNG } from 'pngjs';

const XWD_VERSION = 7;
const COLOUR_BYTES = 12;

/** Writes the picture that `file` (Xvfb_screen0, 32 bits a pixel) holds now to `target` as PNG. */
export async function photograph(file: string, target: string): Promise<void> {
  const raw = readFileSync(file);
  const field = (index: number): number => raw.readUInt32BE(index * 4);
  const [headerBytes, version, width, height] = [field(0), field(1), field(4), field(5)];
  const [isLittle, bitsPerPixel, bytesPerLine, colours] = [field(7) === 0, field(11), field(12), field(19)];
  if (version !== XWD_VERSION || bitsPerPixel !== 32) throw new Error('the frame buffer has another format');
  const start = headerBytes + colours * COLOUR_BYTES;
  const png = new PNG({ width, height });
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = start + y * bytesPerLine + x * 4;
      const pixel = isLittle ? raw.readUInt32LE(from) : raw.readUInt32BE(from);
      png.data.writeUInt32BE(((pixel << 8) | 0xff) >>> 0, (y * width + x) * 4);
    }
  }
  await writeFile(target, PNG.sync.write(png));
}
