// The shared window of the bench: a window of another program with text that scrolls all the time, as when somebody
// reads through a list. The upper left corner of the window shows, as black and white fields, the time of drawing.
import type { DocumentContent } from '../../../tools/desktop/other-program.ts';

/**
 * The time in ms is written in `bits` bits, the lowest first. Each bit is a square of `field` pixels a side, white for
 * 1; the square below it has the opposite colour.
 */
export const STAMP = { bits: 16, field: 16 } as const;

const STEP_MS = 50; // more often than anything is captured
const PIXELS_A_MS = 0.06; // three pixels a step
const ROWS = 200;
const subjects = ['Admission', 'Laboratory', 'Discharge letter', 'Consultation', 'Night round', 'Transport'];
const states = ['open', 'in progress', 'waits for a signature', 'done'];

// No two rows are the same, so that scrolling by one row changes every part of the picture.
function row(at: number): string {
  const cells = [
    4000 + at * 37,
    `${String(6 + (at % 14)).padStart(2, '0')}:${String((at * 13) % 60).padStart(2, '0')}`,
    `${subjects[(at * 7) % subjects.length] ?? ''}, ward ${1 + (at % 11)}, room ${100 + ((at * 29) % 80)}`,
    states[(at * 5 + Math.floor(at / 9)) % states.length] ?? '',
    (at * 7919) % 100_003,
  ];
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

// The same rows twice: when the second copy reaches the top, the scrolling continues with the first.
const rows = Array.from({ length: ROWS }, (_, at) => row(at)).join('');

/** A document of this size with moving text. */
export function movingText(width: number, height: number): DocumentContent {
  const { bits, field } = STAMP;
  return {
    title: 'Work list',
    at: { x: 40, y: 60, width, height },
    html: `<style>
body { margin: 0; overflow: hidden; background: #fff; color: #1d2733; font: 15px 'DejaVu Sans', sans-serif }
canvas { position: fixed; left: 0; top: 0 }
table { width: 100%; border-collapse: collapse; will-change: transform }
td { border-bottom: 1px solid #c8ccd0; padding: 5px 10px }
</style>
<table>${rows}${rows}</table>
<canvas width="${bits * field}" height="${2 * field}"></canvas>
<script>
const [table, context] = [document.querySelector('table'), document.querySelector('canvas').getContext('2d')];
const half = table.offsetHeight / 2;
setInterval(() => {
  const nowMs = Date.now();
  table.style.transform = 'translateY(' + -Math.round((nowMs * ${PIXELS_A_MS}) % half) + 'px)';
  for (let bit = 0; bit < ${bits}; bit++) {
    const isSet = (Math.floor(nowMs) >> bit) & 1;
    for (const below of [0, 1]) {
      context.fillStyle = isSet === below ? '#000' : '#fff';
      context.fillRect(bit * ${field}, below * ${field}, ${field}, ${field});
    }
  }
}, ${STEP_MS});
</script>`,
  };
}
