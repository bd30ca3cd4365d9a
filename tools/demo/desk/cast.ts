// The people of the desk scene: two people, each at a desktop of their own with a screen, a sound card, a keyboard and
// notifications.
import { startDesktop, type Desktop } from '../../desktop/desktop.ts';
import { endAtOnce, launchSiegel } from '../../desktop/launch.ts';
import { type NotificationServer, serveNotifications } from '../../desktop/notification-server.ts';
import { openDocument, type DocumentContent, type OpenDocument } from '../../desktop/other-program.ts';
import { Person } from '../../desktop/person.ts';
import { plan, roster } from './documents.ts';

/** Address, name, the tone that the microphone hears, and the open document. */
export const people = {
  dora: { address: 'dora@demo.example', name: 'Dora Distel', toneHz: 440, document: roster },
  emil: { address: 'emil@demo.example', name: 'Emil Esche', toneHz: 560, document: plan },
} as const;
export type Who = keyof typeof people;

/** One person and everything on their desk. */
export interface Seat {
  readonly who: Who;
  readonly person: Person;
  readonly desktop: Desktop;
  readonly notifications: NotificationServer;
  readonly document: OpenDocument;
  readonly leave: () => Promise<void>;
}

/**
 * Starts a desktop with this person's Siegel and document on it. `inside` is the beginning of a command that runs these
 * two programs in another network; `args` are additional arguments of Siegel.
 */
export async function takeSeat(
  who: Who,
  inside: readonly string[],
  args: readonly string[],
  say: (line: string) => void,
): Promise<Seat> {
  const { toneHz, document: content }: { readonly toneHz: number; readonly document: DocumentContent } = people[who];
  const desktop = await startDesktop({ keyring: 'unlocked', toneHz, say });
  const ends: (() => Promise<void>)[] = [() => desktop.stop()];
  const leave = async (): Promise<void> => {
    for (const end of ends.toReversed()) await end();
  };
  try {
    const notifications = await serveNotifications(desktop.env['DBUS_SESSION_BUS_ADDRESS'] ?? '');
    ends.push(() => Promise.resolve(notifications.close()));
    const document = await openDocument(desktop, content, inside);
    ends.push(() => document.close());
    const options = { profile: who, args: ['--language=en', ...args], ownSound: true, within: inside };
    const person = new Person(who, await launchSiegel(desktop, options));
    ends.push(() => endAtOnce(person.process));
    return { who, person, desktop, notifications, document, leave };
  } catch (error) {
    await leave();
    throw error;
  }
}
