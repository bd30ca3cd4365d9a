// The profiles of two people who are set up and have each other as contacts. They are made once on a desktop, through
// the windows, as people do it. Each test begins with a copy, because setting up the same two people again took most of
// a test's time.
import { once } from 'node:events';
import { assert } from '../../src/core/assert.ts';
import { launchSiegel } from '../../tools/desktop/launch.ts';
import { people } from '../../tools/demo/sides.ts';
import type { Desktop } from '../../tools/desktop/desktop.ts';
import { Person } from '../../tools/desktop/person.ts';
import { untilPublished } from '../../tools/desktop/published.ts';
import { withSiteBroker } from './site-broker.ts';

const FIRST_ROUND_MS = 10_000;
const QUIT_MS = 30_000;

/** The folders of both profiles, to be copied; neither has ever had a call. */
export type KnownProfiles = Readonly<Record<keyof typeof people, string>>;

/** Sets both people up at a broker that ends afterwards, and ends their programs. */
export async function setUpProfiles(desktop: Desktop): Promise<KnownProfiles> {
  const tookMs: number[] = []; // from the connection to the publication
  const folders = { caller: desktop.folder('known-caller'), callee: desktop.folder('known-callee') };
  await withSiteBroker(async ({ url }) => {
    const setUp = async (side: keyof typeof people): Promise<Person> => {
      const args = ['--language=en', `--broker-url=${url}`];
      const person = new Person(side, await launchSiegel(desktop, { profile: `known-${side}`, args }));
      await person.setUp(people[side].address, people[side].name);
      const beganMs = Date.now();
      await untilPublished(person);
      tookMs.push(Date.now() - beganMs);
      return person;
    };
    // One after the other, because the first program on a new keyring makes a key there.
    const caller = await setUp('caller');
    const callee = await setUp('callee');
    // After a failed round the next one comes 15 s later. One may fail on a busy machine, but not both.
    assert(Math.min(...tookMs) < FIRST_ROUND_MS, 'a device is published by its first round');
    await caller.addContact(people.callee.address, people.callee.name);
    await callee.addContact(people.caller.address, people.caller.name);
    await Promise.all([caller, callee].map(quit));
  });
  return folders;
}

/**
 * Quits this person's Siegel, as its menu does; resolves when the program is gone, rejects after
 * 30 s.
 */
export async function quit({ app, process: running }: Person): Promise<void> {
  const gone = once(running, 'exit', { signal: AbortSignal.timeout(QUIT_MS) });
  await app.evaluate((electron) => electron.app.quit()).catch(() => undefined); // may end before it answers
  await gone;
}

/** Returns this person once their device is published at the broker to which the program is connected. */
export async function published(person: Person): Promise<Person> {
  await person.until('a connection', ({ link }) => link.kind === 'online');
  await untilPublished(person);
  return person;
}
