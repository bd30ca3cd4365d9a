// The open documents of the two people: pages that load nothing and look clearly different from each other.
import type { DocumentContent } from '../../desktop/other-program.ts';

const style = `<style>
body { margin: 0; overflow: hidden; font: 15px 'Noto Sans', 'DejaVu Sans', sans-serif; background: #fbfaf7; color: #1d2733 }
h1 { margin: 0; padding: 18px 24px; background: #12435a; color: #fff; font-size: 22px; font-weight: 600 }
table { border-collapse: collapse; margin: 20px 24px; width: calc(100% - 48px) }
th, td { border: 1px solid #c8ccd0; padding: 9px 10px; text-align: left }
th { background: #e7ecef }
.early { background: #ffe08a } .late { background: #9bd0f5 } .night { background: #3d4f7d; color: #fff } .off { background: #e4e6e8 }
svg { display: block; margin: 18px auto 0 }
</style>`;

const shifts = ['early', 'late', 'night', 'off'] as const;
const words = { early: 'early', late: 'late', night: 'night', off: 'off' } as const;
const names = ['Amsel', 'Buche', 'Distel', 'Esche', 'Falke', 'Ginster', 'Habicht', 'Iltis'];
const days = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
const shiftOf = (row: number, day: number): (typeof shifts)[number] =>
  shifts[(row * 3 + day + (day > 4 ? row : 0)) % 4] ?? 'off';
const rows = names.map((name, row) => {
  const cells = days.map((_day, at) => `<td class="${shiftOf(row, at)}">${words[shiftOf(row, at)]}</td>`);
  return `<tr><th>${name}</th>${cells.join('')}</tr>`;
});

/** Dora's document: a table. */
export const roster: DocumentContent = {
  title: 'Duty roster',
  at: { x: 30, y: 40, width: 860, height: 470 },
  html: `${style}<h1>Duty roster, ward 4</h1><table><tr><th></th>${days.map((day) => `<th>${day}</th>`).join('')}</tr>${rows.join('')}</table>`,
};

const room = (x: number, y: number, width: number, height: number, colour: string, text: string): string =>
  `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${colour}" stroke="#1d2733" stroke-width="3"/>` +
  `<text x="${x + width / 2}" y="${y + height / 2 + 6}" text-anchor="middle" font-size="17">${text}</text>`;

/** Emil's document: a drawing. */
export const plan: DocumentContent = {
  title: 'Floor plan',
  at: { x: 40, y: 60, width: 700, height: 490 },
  html: `${style}<h1>Floor plan, second floor</h1><svg width="640" height="380" viewBox="0 0 640 380">
${room(10, 10, 200, 150, '#f6b7a9', 'Ward 4')}${room(210, 10, 180, 150, '#cfe8b4', 'Kitchen')}${room(390, 10, 240, 150, '#f6b7a9', 'Ward 5')}
${room(10, 160, 620, 60, '#fff', 'Corridor')}
${room(10, 220, 140, 150, '#bcd3f2', 'Surgery')}${room(150, 220, 260, 150, '#e6cdf0', 'Waiting room')}${room(410, 220, 220, 150, '#ffe08a', 'Stairs')}
</svg>`,
};
