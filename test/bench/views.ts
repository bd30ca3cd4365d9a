// `npm run bench:views`: what main spends during a call on sending views to the windows, with 5,000 contacts and the
// 200 calls that a view can hold. The bench compares this cost with the limits (5 % of a core, 32 KiB a second), and
// with the cost of a naive program that sends everything to the main window and to the call window.
import { serialize } from 'node:v8';
import { createContactViews } from '../../src/main/app/contact-views.ts';
import type { Page } from '../../src/main/app/page.ts';
import { ViewPushes } from '../../src/main/app/view-pushes.ts';
import { systemClock } from '../../src/main/time/system-clock.ts';
import { openBook } from '../../src/main/contacts/book.ts';
import type { BookState } from '../../src/main/contacts/book-state.ts';
import type { HistoryEntry, View } from '../../src/contract/view.ts';
import { callFixture, viewFixture } from '../main/desktop/view-fixture.ts';
import { MemoryStore } from '../main/memory-store.ts';

const CONTACTS = 5000;
const HISTORY = 200; // the number of calls in a view
const SECONDS = 600;
const COUNTED_EACH_SECOND = 2; // the worker's counters and the page's statistics
const CORE_LIMIT = 0.05;
const BYTES_LIMIT = 32 * 1024;

interface Told {
  bytes: number;
  largest: number;
}
const pageOf = (kind: Page['kind'], told: Told): Page =>
  ({
    kind,
    call: kind === 'main' ? '' : callFixture.id,
    isLoaded: true,
    push: (_name: string, event: unknown) => {
      const size = serialize(event).byteLength;
      told.bytes += size;
      told.largest = Math.max(told.largest, size);
    },
  }) as unknown as Page;

const nothing = (): void => undefined;
const store = new MemoryStore<BookState>();
store.write({
  entries: Array.from({ length: CONTACTS }, (_, index) => ({
    address: `person${index}@klinik.example`,
    name: `Dr. Person Number ${(index * 7919) % CONTACTS}`,
    failedSecureCalls: 0,
  })),
});
const book = openBook(store, nothing, nothing);
const presences = new Map<string, 'online'>();
const account = {
  presenceOf: (address: string) => presences.get(address) ?? 'unknown',
  foreignClaims: { devicesOf: () => undefined },
  organisation: { confirmations: { markOf: () => ({ kind: 'none' }) } },
} as unknown as Parameters<ReturnType<typeof createContactViews>>[1];
const contacts = createContactViews();
let news = 0;
const history = Array.from({ length: HISTORY }, (_, index): HistoryEntry => ({
  id: index.toString(16).padStart(32, '0'),
  address: `person${index}@klinik.example`,
  name: 'Dr. Person',
  direction: 'in',
  media: 'audio',
  at: index,
  durationMs: 1000,
  verified: true,
  outcome: 'hung-up',
}));
const viewAt = (step: number): View => ({
  ...viewFixture,
  contacts: contacts(book.contacts(), account, news),
  calls: [{ ...callFixture, numbers: { ...callFixture.numbers, decodedFrames: step } }],
  history,
});

interface Cost {
  readonly core: number;
  readonly told: Told;
}

/** The cost of a call of ten minutes, in which one contact a second comes or goes. */
function call(tell: (view: View, told: Told) => void): Cost {
  const told = { bytes: 0, largest: 0 };
  tell(viewAt(0), told); // the first push, when the windows open, does not count
  told.bytes = 0;
  told.largest = 0;
  const before = process.cpuUsage();
  for (let second = 0; second < SECONDS; second++) {
    const address = `person${(second * 31) % CONTACTS}@klinik.example`;
    if (presences.has(address)) presences.delete(address);
    else presences.set(address, 'online');
    news++;
    for (let count = 0; count < COUNTED_EACH_SECOND; count++)
      tell(viewAt(second * COUNTED_EACH_SECOND + count + 1), told);
  }
  const { user, system } = process.cpuUsage(before);
  return { core: (user + system) / 1e6 / SECONDS, told };
}

const shared: Told = { bytes: 0, largest: 0 };
const pages = (['main', 'stage', 'security'] as const).map((kind) => pageOf(kind, shared));
const pushes = new ViewPushes(
  { pages, isMainInFront: false, stateOf: () => ({ side: 'none', small: false }) },
  systemClock,
);
const parts = call((view, told) => {
  Object.assign(shared, { bytes: 0, largest: 0 });
  pushes.follow(view);
  told.bytes += shared.bytes;
  told.largest = Math.max(told.largest, shared.largest);
});
const whole = call((view, told) => {
  told.bytes += serialize(view).byteLength + serialize(view).byteLength;
});

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
const kib = (bytes: number): string => `${(bytes / 1024).toFixed(1)} KiB`;
const line = (what: string, value: string): void => void process.stdout.write(`${what.padEnd(48)} ${value}\n`);
line('contacts, calls in the history, seconds of a call', `${CONTACTS}, ${HISTORY}, ${SECONDS}`);
line(
  'main, sending what changed',
  `${percent(parts.core)} of a core, ${(parts.core / CORE_LIMIT).toFixed(2)} of the limit`,
);
line(
  '  sent each second',
  `${kib(parts.told.bytes / SECONDS)}, ${(parts.told.bytes / SECONDS / BYTES_LIMIT).toFixed(2)} of the limit`,
);
line('  largest push', kib(parts.told.largest));
line(
  'main, sending two windows everything',
  `${percent(whole.core)} of a core, ${(whole.core / parts.core).toFixed(1)} times as much`,
);
line('  sent each second', kib(whole.told.bytes / SECONDS));
if (parts.core > CORE_LIMIT || parts.told.bytes / SECONDS > BYTES_LIMIT) process.exitCode = 1;
