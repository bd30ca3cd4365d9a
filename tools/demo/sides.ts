// The two sides of the demo: two Siegels with a profile each on one desktop, one of them with the embedded broker.
// Addresses and names are the demo's own.
import type { Desktop } from '../desktop/desktop.ts';
import { launchSiegel } from '../desktop/launch.ts';
import { Person } from '../desktop/person.ts';
import { untilPublished } from '../desktop/published.ts';
import { freePort } from '../network/free-port.ts';

/** Address and name of the two people. */
export const people = {
  caller: { address: 'caller@demo.example', name: 'Carla Caller' },
  callee: { address: 'callee@demo.example', name: 'Emil Callee' },
} as const;

/** Both people with their running Siegels. */
export interface Sides {
  readonly caller: Person;
  readonly callee: Person;
}

/**
 * How both are started: additional arguments, and the address (`host:port`) by which they reach the broker that listens
 * at `broker`, or the URL of a running broker.
 */
export interface StartSides {
  readonly args?: readonly string[];
  readonly by?: (broker: string) => Promise<string>;
  readonly brokerUrl?: string;
}

/**
 * Starts both; the caller's Siegel runs the broker, unless `brokerUrl` names one. Nobody is set up yet, except by an
 * earlier run on this desktop.
 */
export async function startSides(
  desktop: Desktop,
  { args = [], by = async (broker) => Promise.resolve(broker), brokerUrl }: StartSides = {},
): Promise<Sides> {
  const broker = `127.0.0.1:${await freePort()}`;
  const common = ['--language=en', `--broker-url=${brokerUrl ?? `mqtt://${await by(broker)}`}`, ...args];
  const own = brokerUrl === undefined ? [`--start-broker=${broker}`] : [];
  const callerApp = await launchSiegel(desktop, { profile: 'caller', args: [...common, ...own] });
  const calleeApp = await launchSiegel(desktop, { profile: 'callee', args: common });
  return { caller: new Person('caller', callerApp), callee: new Person('callee', calleeApp) };
}

/**
 * First run on both sides, after which each is the other's contact. The passphrase is used only if there is no key
 * store.
 */
export async function introduce({ caller, callee }: Sides, passphrase = ''): Promise<void> {
  await caller.setUp(people.caller.address, people.caller.name, passphrase);
  await callee.setUp(people.callee.address, people.callee.name, passphrase);
  for (const person of [caller, callee]) await untilPublished(person);
  await caller.addContact(people.callee.address, people.callee.name);
  await callee.addContact(people.caller.address, people.caller.name);
}
