// The worlds that are searched. Each begins with all its members in one chain: adding a member later takes a link.
import type { World } from './world.ts';

/** A world, and how many states the search finds in it. */
export interface Searched extends World {
  readonly states: number;
}

const usual = { thieves: [], recovery: 'none', newDevices: 2, adds: true, protos: true, replaces: false } as const;
const ofPaper = { ...usual, recovery: 'kept', replaces: true } as const;

const twoDevices = { ...usual, name: 'two devices', honest: ['A', 'B'] };
const threeDevices = { ...usual, name: 'three devices', honest: ['A', 'B', 'C'], newDevices: 1 };
const fourDevices = { ...usual, name: 'four devices', honest: ['A', 'B', 'C', 'E'], adds: false, newDevices: 0 };
const fiveDevices = { ...fourDevices, name: 'five devices', honest: ['A', 'B', 'C', 'E', 'F'] };
const thief = { ...usual, name: 'two devices and a thief', honest: ['A', 'B'], thieves: ['T'], newDevices: 1 };
const thiefAmongFour = { ...thief, name: 'three devices and a thief', honest: ['A', 'B', 'C'] };
const paper = { ...ofPaper, name: 'two devices and a recovery code', honest: ['A', 'B'] };
const paperAndThief = { ...ofPaper, name: 'a device, a thief and a recovery code', honest: ['A'], thieves: ['T'] };
const stolenPaper = {
  ...usual,
  name: 'two devices and a stolen code',
  honest: ['A', 'B'],
  recovery: 'stolen',
} as const;

/** Worlds that take a few seconds of one core. They run with all tests. */
export const quickWorlds: readonly Searched[] = [
  { ...twoDevices, links: 3, states: 398 },
  { ...threeDevices, links: 3, states: 670 },
  { ...fourDevices, links: 3, states: 365 },
  { ...thief, links: 3, states: 3517 },
  { ...paper, links: 3, states: 1791 },
  { ...paperAndThief, links: 2, states: 220 },
  { ...stolenPaper, links: 3, states: 1289 },
];
/** Worlds that take less than a minute. */
export const slowWorlds: readonly Searched[] = [
  { ...twoDevices, links: 4, states: 5963 },
  { ...fourDevices, links: 4, states: 6548 },
  { ...fiveDevices, links: 3, states: 423 },
  { ...thiefAmongFour, links: 3, states: 5383 },
  { ...paperAndThief, links: 3, states: 5515 },
];
/** Worlds for the bench. Each takes from half a minute to several minutes. Decision 0043 has their figures. */
export const deepWorlds: readonly Searched[] = [
  { ...threeDevices, links: 4, states: 11300 },
  { ...stolenPaper, links: 4, states: 21448 },
  { ...thief, links: 4, states: 89581 },
  { ...paper, links: 4, states: 37434 },
  { ...paperAndThief, links: 4, states: 172923 },
  { ...fiveDevices, links: 4, states: 11799 },
];
/** Worlds that take many minutes each. */
export const deepestWorlds: readonly World[] = [
  { ...thiefAmongFour, links: 4 },
  { ...twoDevices, links: 5 },
  { ...threeDevices, links: 5 },
  { ...fourDevices, links: 5 },
];
