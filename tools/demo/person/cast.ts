// The people of the person scene, how their Siegels are started, and what several acts of the scene do.
import { execFileSync } from 'node:child_process';
import type { ContactView } from '../../../src/contract/view.ts';
import { en } from '../../../src/text/page/en.ts';
import type { Desktop } from '../../desktop/desktop.ts';
import { endAtOnce, launchSiegel } from '../../desktop/launch.ts';
import { Person, type Seen } from '../../desktop/person.ts';
import { callOf } from '../devices/seen.ts';
import type { Pictures } from '../pictures.ts';
import type { CountingBroker } from './broker.ts';

/** How long anything may take, in ms. */
export const PATIENCE_MS = 40_000;

/** Address and name of the three people. */
export const people = {
  anna: { address: 'anna@demo.example', name: 'Anna Amsel' },
  bert: { address: 'bert@demo.example', name: 'Bert Buche' },
  dora: { address: 'dora@demo.example', name: 'Dora Distel' },
} as const;
export type Known = (typeof people)[keyof typeof people];

/** What the acts of the scene work with. It has nothing to do with the stage of a call. */
export interface Stage {
  readonly broker: CountingBroker;
  readonly shots: Pictures;
  readonly say: (line: string) => void;
  /** Starts a Siegel with this profile. A profile that was used before is the same installation again. */
  readonly start: (profile: string) => Promise<Person>;
  /** Ends the Siegel of `device` at once. */
  readonly end: (device: Person) => Promise<void>;
  /** Copies `profile`, whose Siegel must not be running, to the profile `copy`. */
  readonly copy: (profile: string, copy: string) => void;
  /** Ends all running Siegels, after a picture of each window if something has failed. */
  readonly close: (hasFailed: boolean) => Promise<void>;
}

/** A stage on `desktop`, with this broker. */
export function openStage(desktop: Desktop, { broker, shots, say }: Pick<Stage, 'broker' | 'shots' | 'say'>): Stage {
  const running = new Set<Person>();
  const end = async (device: Person): Promise<void> => {
    running.delete(device);
    await endAtOnce(device.process);
  };
  return {
    broker,
    shots,
    say,
    start: async (profile) => {
      const args = ['--language=en', `--broker-url=${broker.url}`];
      const device = new Person(profile, await launchSiegel(desktop, { profile, args }));
      running.add(device);
      return device;
    },
    end,
    copy: (profile, copy) =>
      void execFileSync('cp', ['-a', `${desktop.folder(profile)}/.`, desktop.folder(copy)], { stdio: 'pipe' }),
    close: async (hasFailed) => {
      for (const { app, name } of hasFailed ? running : []) {
        for (const window of app.windows()) await shots.take(window, 'failed', name).catch(() => undefined);
      }
      await Promise.all([...running].map(end));
    },
  };
}

/** The device id of this Siegel; throws if nobody is set up on it. */
export async function deviceOf(device: Person): Promise<string> {
  const { identity } = await device.view();
  if (identity === undefined) throw new Error(`${device.name} has no device yet`);
  return identity.device;
}

/** `known` as a contact in this view; throws if there is no such contact. */
export function contactIn({ contacts }: Seen, known: Known): ContactView {
  const found = contacts.find(({ address }) => address === known.address);
  if (found === undefined) throw new Error(`${known.name} is not a contact`);
  return found;
}

/** How far the person at `device` trusts `known` now. */
export async function trustAt(device: Person, known: Known): Promise<ContactView['trust']> {
  return contactIn(await device.view(), known).trust;
}

/** Opens the page about `known`, for a picture. */
export async function pageOf(device: Person, known: Known): Promise<void> {
  const page = await device.choose(known.name);
  await page.getByRole('heading', { name: known.name }).first().waitFor();
}

/** `device` calls `known`, whose device `answering` rings and answers; returns once both hear each other. */
export async function talk(device: Person, known: Known, answering: Person): Promise<void> {
  await device.place(known.name, 'audio');
  await answering.phase('ringing', PATIENCE_MS);
  await answering.answer('audio');
  for (const side of [device, answering]) {
    await side.phase('live', PATIENCE_MS);
    const heard = (view: Seen): boolean => callOf(view).numbers.streams.some(({ opened }) => opened > 20);
    await side.until('sound', heard, PATIENCE_MS);
  }
}

/** `caller` ends the present call, and both close its last screen. */
export async function hangUp(caller: Person, callee: Person): Promise<void> {
  await caller.hangUp();
  for (const side of [caller, callee]) {
    await side.phase('ended', PATIENCE_MS);
    await side.dismiss();
  }
}

/** In the present call, the person at `typing` types what the one at `reading` reads aloud. */
export async function verify(typing: Person, reading: Person): Promise<void> {
  await typing.typeCode(await reading.readCode());
  await typing.until('the other one verified', ({ call }) => call?.trust.kind === 'verified');
}

/** Opens the settings. */
export async function openSettings(device: Person): Promise<Awaited<ReturnType<Person['window']>>> {
  const page = await device.window('main');
  await page.getByRole('tab', { name: en.nav.settings }).click();
  return page;
}
