// The timeline of a call as a picture: an SVG that follows the reader's colour scheme. Both programs are side by side,
// with time downwards, so that every step has a line of text.
import type { Mark } from './steps.ts';

/** One latency: its name, its steps, and its end, in ms after its beginning. */
export interface Waited {
  readonly title: string;
  readonly marks: readonly Mark[];
  readonly doneMs: number;
}

const LINE_HEIGHT = 18; // px
const [WIDTH, AXIS, TOP] = [760, 380, 64];
const STYLE =
  'text{font:13px system-ui,sans-serif;fill:#222}.ms{fill:#666;font-size:11px}.head{font-weight:600;font-size:15px}' +
  'line{stroke:#999}.tie{stroke:#ccc}circle{fill:#2f6f4f}rect{fill:#fff}' +
  '@media(prefers-color-scheme:dark){text{fill:#ddd}.ms{fill:#999}line{stroke:#777}.tie{stroke:#444}circle{fill:#7cc5a0}rect{fill:#151719}}';

/**
 * These latencies, one below the other, as the text of an SVG file. `sides`: the program on the left, and the one on
 * the right.
 */
export function drawWaits(waits: readonly Waited[], sides: readonly [string, string]): string {
  const parts: string[] = [];
  let top = 0;
  for (const wait of waits) {
    const { text, height } = drawWait(wait, sides, top);
    parts.push(text);
    top += height;
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${top}" width="${WIDTH}" height="${top}" role="img">` +
    `<title>${escaped(waits.map(({ title }) => title).join(', '))}</title><style>${STYLE}</style>` +
    `<rect width="${WIDTH}" height="${top}"/>${parts.join('')}</svg>\n`
  );
}

// Each step at its time, or below the previous one if their texts would overlap: a line connects the text with the
// time.
function drawWait(
  { title, marks, doneMs }: Waited,
  [left, right]: readonly [string, string],
  top: number,
): { readonly text: string; readonly height: number } {
  const all = [...marks, { side: right, what: 'done', afterMs: doneMs }];
  const pxPerMs = Math.max(1.2, (all.length * LINE_HEIGHT) / Math.max(doneMs, 1) / 1.6);
  const next: Record<string, number> = { [left]: 0, [right]: 0 };
  const out: string[] = [];
  let bottom = doneMs * pxPerMs;
  for (const { side, what, afterMs } of all) {
    const at = afterMs * pxPerMs;
    const place = Math.max(at, next[side] ?? 0);
    next[side] = place + LINE_HEIGHT;
    bottom = Math.max(bottom, place);
    const isLeft = side === left;
    const [from, to, anchor] = isLeft ? [AXIS - 8, AXIS - 34, 'end'] : [AXIS + 8, AXIS + 34, 'start'];
    const [y, wordsY] = [top + TOP + at, top + TOP + place];
    out.push(
      `<circle cx="${isLeft ? AXIS - 5 : AXIS + 5}" cy="${y.toFixed(1)}" r="3"/>`,
      `<line class="tie" x1="${from}" y1="${y.toFixed(1)}" x2="${to}" y2="${wordsY.toFixed(1)}"/>`,
      `<text x="${isLeft ? to - 4 : to + 4}" y="${(wordsY + 4).toFixed(1)}" text-anchor="${anchor}">${escaped(what)}` +
        `<tspan class="ms" dx="6">${afterMs.toFixed(0)} ms</tspan></text>`,
    );
  }
  const head =
    `<text class="head" x="16" y="${top + 24}">${escaped(title)}</text>` +
    `<text class="ms" x="${AXIS - 38}" y="${top + 44}" text-anchor="end">${escaped(left)}</text>` +
    `<text class="ms" x="${AXIS + 38}" y="${top + 44}">${escaped(right)}</text>` +
    `<line x1="${AXIS}" y1="${top + TOP}" x2="${AXIS}" y2="${(top + TOP + doneMs * pxPerMs).toFixed(1)}"/>`;
  return { text: head + out.join(''), height: Math.ceil(TOP + bottom + LINE_HEIGHT * 2) };
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
