// The codes by which Windows and macOS know the keys of a chord. Electron registers a chord by the same codes.

/** A key of a chord, as the codes of all keys that count as it: left and right Ctrl are one. */
export type KeyCodes = readonly number[];

// Virtual-key codes (Microsoft, "Virtual-Key Codes"). Windows itself takes left and right Ctrl, Alt and Shift together.
const WINDOWS: Readonly<Record<string, KeyCodes>> = {
  Ctrl: [0x11],
  Alt: [0x12],
  Shift: [0x10],
  Super: [0x5b, 0x5c],
};
const WINDOWS_F1 = 0x70;

// Codes of HIToolbox/Events.h. Those of letters and digits name a place on the keyboard. Chromium registers a letter at
// the place that it has on an American keyboard. So the key at that place is the one to watch.
const MAC: Readonly<Record<string, KeyCodes>> = {
  Ctrl: [0x3b, 0x3e],
  Alt: [0x3a, 0x3d],
  Shift: [0x38, 0x3c],
  Super: [0x37, 0x36],
};
const MAC_PLACES: ReadonlyMap<string, number> = new Map(
  [
    ['A S D F H G Z X C V', 0x00],
    ['B Q W E R Y T 1 2 3 4 6 5', 0x0b],
    ['9 7', 0x19],
    ['8 0', 0x1c],
    ['O U', 0x1f],
    ['I P', 0x22],
    ['L J', 0x25],
    ['K', 0x28],
    ['N M', 0x2d],
  ].flatMap(([names, first]) =>
    String(names)
      .split(' ')
      .map((name, place) => [name, Number(first) + place] as const),
  ),
);
const MAC_FUNCTION = [
  0x7a, 0x78, 0x63, 0x76, 0x60, 0x61, 0x62, 0x64, 0x65, 0x6d, 0x67, 0x6f, 0x69, 0x6b, 0x71, 0x6a, 0x40, 0x4f, 0x50,
  0x5a,
];

/** The keys of `chord` (contract/global-keys.ts). Undefined if the system lacks one of them, or is another system. */
export function chordCodes(platform: string, chord: string): readonly KeyCodes[] | undefined {
  const codes = chord.split('+').map((key) => codesOf(platform, key));
  return codes.every((each) => each !== undefined) ? codes : undefined;
}

function codesOf(platform: string, key: string): KeyCodes | undefined {
  const nth = /^F(\d+)$/u.exec(key)?.[1];
  if (platform === 'win32') {
    return WINDOWS[key] ?? [nth === undefined ? key.charCodeAt(0) : WINDOWS_F1 + Number(nth) - 1];
  }
  if (platform !== 'darwin') return undefined;
  const code = nth === undefined ? MAC_PLACES.get(key) : MAC_FUNCTION[Number(nth) - 1];
  return MAC[key] ?? (code === undefined ? undefined : [code]);
}
