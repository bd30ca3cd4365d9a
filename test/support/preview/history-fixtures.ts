// The list of calls: a long list, a list with an unreadable part, and a list that strangers flood. For tests only: all
// calls are invented.
import type { HistoryEntry, View } from '../../../src/contract/view.ts';
import { type Fixture, home } from './fixture.ts';
import { anna, DAY_MS, fullView, NOW } from './people.ts';

const toCalls: NonNullable<Fixture['reach']> = async (page) => {
  await page.getByRole('tab').first().click();
  await page.getByRole('option').first().waitFor();
};

/** The time of call `n` of ten thousand, in ms since 1970. Call 0 is the newest, and each day has three calls. */
export function timeOfPastCall(n: number): number {
  return NOW - 3_600_000 - Math.floor((n * DAY_MS) / 3);
}

// Three calls a day for nine years, with five people in turn. The guest of `people.ts` appears only in the oldest
// calls.
const guest = { ...anna, address: 'gast@extern.example', name: 'Gast' };
function longAgo(view: View, n: number): HistoryEntry {
  const person = n > 9000 && n % 97 === 0 ? guest : (view.contacts[n % view.contacts.length] ?? anna);
  const isMissed = n % 7 === 3;
  return {
    id: n.toString(16).padStart(32, '0'),
    address: person.address,
    name: person.name,
    direction: isMissed || n % 2 === 0 ? 'in' : 'out',
    media: n % 3 === 0 ? 'video' : 'audio',
    at: timeOfPastCall(n),
    durationMs: isMissed ? 0 : 60_000 + (n % 50) * 17_000,
    verified: person.trust.kind === 'verified',
    outcome: isMissed ? 'no-answer' : n % 4 === 0 ? 'hung-up' : 'peer-hung-up',
  };
}

const people = fullView('de');
// Newest first.
const tenThousand = Array.from({ length: 10_000 }, (_, n) => longAgo(people, n));
const long = (view: View): View => ({ ...view, history: tenThousand.slice(0, 200) });

function flooded(view: View): View {
  const calls = Array.from({ length: 100 }, (_, n): HistoryEntry => {
    const address = `k${(n * 7919).toString(36)}@fremd.example`;
    const entry = { ...longAgo(view, 3), id: `f${n}`.padStart(32, '0'), address, name: '', at: NOW - 60_000 * (n + 1) };
    return { ...entry, direction: 'in', unseen: true, stranger: true };
  });
  const missed = view.history.map((entry, n) => (n === 0 ? { ...entry, unseen: true } : entry));
  return { ...view, history: [...calls, ...missed].toSorted((a, b) => b.at - a.at) };
}

/** Screens with the list of calls, by name. */
export const historyFixtures: Readonly<Record<string, Fixture>> = {
  'calls-long': { ...home(long), past: tenThousand.slice(200), reach: toCalls },
  'calls-earlier-shown': {
    ...home(long),
    past: tenThousand.slice(200, 230),
    reach: async (page) => {
      await toCalls(page);
      await page.getByRole('button', { name: /^(Frühere Anrufe anzeigen|Show earlier calls)$/u }).click();
      await page
        .getByRole('option')
        .last()
        .evaluate((row) => row.scrollIntoView()); // the row may be replaced by a measured one at any time
    },
  },
  'calls-earlier-refused': { ...home(long), refusals: { 'history.read': 'internal' }, reach: toCalls },
  'calls-kept-aside': {
    ...home(),
    answers: { 'history.read': { entries: [], isOldest: true, keptAside: 1 } },
    reach: toCalls,
  },
  'home-flooded': home(flooded),
};
