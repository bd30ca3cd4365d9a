// Whether a shown picture is the one that was sent. This detects a receiver that decodes sealed frames and shows noise.
import { until } from './until.ts';

/**
 * How similar the sent and the shown picture are: the correlation of their brightness over a grid of 16 × 12 fields. It
 * is 1 for the same picture, and near 0 for unrelated ones or if nothing is shown. The best of 10 looks at the shown
 * picture counts. Each of these is compared with the last ten looks at the sent picture, because a picture is shown
 * late.
 */
export async function likeness(from: MediaStreamTrack, to: MediaStreamTrack | undefined): Promise<number> {
  const [sent, shown] = [from, to].map((track) => {
    const video = document.createElement('video');
    video.muted = true;
    video.srcObject = new MediaStream(track === undefined ? [] : [track]);
    void video.play().catch(() => undefined);
    return video;
  });
  if (sent === undefined || shown === undefined) throw new Error('no pictures');
  const seen: number[][] = [];
  let best = 0;
  let looks = 0;
  await until('10 looks at what is shown', async () => {
    const now = fields(sent);
    if (now.some((value) => value > 0)) seen.push(now);
    if (seen.length < 10) return undefined;
    const there = fields(shown);
    for (const earlier of seen.slice(-10)) best = Math.max(best, correlation(earlier, there));
    looks++;
    return looks >= 10 ? true : undefined;
  });
  return best;
}

function fields(video: HTMLVideoElement): number[] {
  const canvas = new OffscreenCanvas(16, 12);
  const context = canvas.getContext('2d');
  context?.drawImage(video, 0, 0, 16, 12);
  const { data } = context?.getImageData(0, 0, 16, 12) ?? { data: new Uint8ClampedArray() };
  return Array.from({ length: 192 }, (_, i) => (data[4 * i] ?? 0) + (data[4 * i + 1] ?? 0) + (data[4 * i + 2] ?? 0));
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [ma, mb] = [mean(a), mean(b)];
  const cross = mean(a.map((value, i) => (value - ma) * ((b[i] ?? 0) - mb)));
  const spread = mean(a.map((value) => (value - ma) ** 2)) * mean(b.map((value) => (value - mb) ** 2));
  return spread === 0 ? 0 : cross / Math.sqrt(spread);
}
