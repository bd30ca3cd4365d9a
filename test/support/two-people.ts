// Two people with a Siegel each, at a broker of the site, who have each other as contacts. Most tests of whole calls on
// a desktop begin with them.
import { expect, type JSHandle } from '@playwright/test';
import { type NotificationServer, serveNotifications } from '../../tools/desktop/notification-server.ts';
import { Person } from '../../tools/desktop/person.ts';
import { people } from '../../tools/demo/sides.ts';
import { test as base } from './desktop.ts';
import { type KnownProfiles, published, setUpProfiles } from './known-profiles.ts';
import { withSiteBroker, type SiteBroker } from './site-broker.ts';

/** Both people, and a function that starts further programs. */
export interface TwoPeople {
  readonly caller: Person;
  readonly callee: Person;
  /** Starts another Siegel at the same broker; a profile that was used before makes it the same installation. */
  readonly start: (profile: string) => Promise<Person>;
}

/**
 * Playwright's `test` with `broker` and `two`: set up, online, published, each in the other's contacts. With
 * `notificationServer`, their desktop shows notifications. `calleeEnv` is added to the environment of the callee's Siegel.
 */
export const test = base.extend<
  {
    readonly broker: SiteBroker;
    readonly notificationServer: NotificationServer;
    readonly calleeEnv: Readonly<Record<string, string>>;
    readonly two: TwoPeople;
  },
  { readonly profiles: KnownProfiles }
>({
  profiles: [async ({ desktop }, use) => use(await setUpProfiles(desktop)), { scope: 'worker', timeout: 120_000 }],
  // oxlint-disable-next-line no-empty-pattern
  broker: async ({}, use) => withSiteBroker(use),
  notificationServer: async ({ desktop }, use) => {
    const server = await serveNotifications(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    await use(server);
    server.close();
  },
  calleeEnv: [{}, { option: true }],
  two: async ({ broker, profiles, siegel, calleeEnv }, use) => {
    const start = async (profile: string): Promise<Person> => {
      const args = ['--language=en', `--broker-url=${broker.url}`];
      const copyOf = profile === 'caller' || profile === 'callee' ? { copyOf: profiles[profile] } : {};
      const env = profile === 'callee' ? calleeEnv : {};
      return new Person(profile, await siegel({ profile, args, env, ...copyOf }));
    };
    const [caller, callee] = await Promise.all([start('caller').then(published), start('callee').then(published)]);
    await use({ caller, callee, start });
  },
});

/**
 * The caller calls and the callee answers. Returns once both people are live, have opened sound frames and, with video,
 * have decoded pictures of each other.
 */
export async function talk({ caller, callee }: TwoPeople, media: 'audio' | 'video'): Promise<void> {
  await caller.place(people.callee.name, media);
  await callee.phase('ringing');
  await callee.answer(media);
  for (const side of [caller, callee]) {
    await side.phase('live', 30_000);
    await side.until('opened sound frames', (view) => opened(view, 0) > 20);
    if (media === 'video') await side.until('decoded pictures', ({ call }) => (call?.numbers.decodedFrames ?? 0) > 10);
  }
}

/** Both people. */
export function sidesOf({ caller, callee }: TwoPeople): readonly Person[] {
  return [caller, callee];
}

/**
 * Every phase of a call that main reports to this person's window from now on. A phase of half a second would be missed
 * by polling.
 */
export async function phasesOf(person: Person): Promise<JSHandle<readonly string[]>> {
  const page = await person.window('main');
  return page.evaluateHandle(() => {
    const seen: string[] = [];
    window.siegel.on('change', ({ parts: { calls } }) => {
      for (const { phase } of calls ?? []) seen.push(phase.kind === 'ended' ? `ended: ${phase.reason}` : phase.kind);
    });
    return seen;
  });
}

type Seen = Awaited<ReturnType<Person['view']>>;

/** Frames of this stream opened so far in the current call. */
export function opened({ call }: Seen, stream: 0 | 1): number {
  return call?.numbers.streams.find((each) => each.stream === stream)?.opened ?? 0;
}

const COUNTED_EVERY_MS = 500; // by the worker

/**
 * Waits until three counts of opened sound frames in a row are equal, and returns that count. Frames in transit when
 * the sender fell silent are counted late, and a worker that waits for a processor misses a count.
 */
export async function silence(person: Person): Promise<number> {
  let counts: readonly number[] = [];
  const stands = async (): Promise<boolean> => {
    counts = [...counts, opened(await person.view(), 0)].slice(-3);
    return counts.length === 3 && new Set(counts).size === 1;
  };
  await expect.poll(stands, { intervals: [COUNTED_EVERY_MS * 1.5], timeout: 20_000 }).toBe(true);
  return counts[0] ?? 0;
}

/** Waits until the call has ended and returns the reason. */
export async function endOf(person: Person, timeoutMs = 20_000): Promise<string> {
  const { phase } = await person.phase('ended', timeoutMs);
  return phase.kind === 'ended' ? phase.reason : '';
}
