// Policy on Windows (registry) and macOS (preferences that a profile forces), with one watcher for each place. A
// failing place keeps its last values. A place that never answered, or has no watcher, counts as strict unless it only
// recommends.
import type { SourceFailure, SourceReading } from '../../core/policy/gather.ts';
import { policyNames } from '../../core/policy/table.ts';
import type { Clock } from '../time/clock.ts';
import { nativeContent } from './native-value.ts';
import type { PolicySources } from './policy-in-force.ts';
import type { PolicyWatcherModule } from './policy-watcher-module.ts';

/** One registry key or domain of preferences. */
export interface NativePlace {
  readonly level: 'machine' | 'recommended';
  /** The name of the place, as people read it. */
  readonly source: string;
  /** The domain, on macOS. */
  readonly product: string;
  /** Under HKEY_LOCAL_MACHINE and HKEY_CURRENT_USER, on Windows. */
  readonly registryPath?: string;
}

/** What the reader needs of the system. */
export interface NativeParts {
  readonly places: readonly NativePlace[];
  readonly load: () => Promise<PolicyWatcherModule | undefined>;
  /** The lower-case names of a key's entries that belong to the machine. `undefined`: unknown, so all of them do. */
  readonly machineNames: (registryPath: string) => Promise<ReadonlySet<string> | undefined>;
  readonly clock: Clock;
}

type Content = Readonly<Record<string, unknown>>;
const ANSWER_MS = 3000;
const everyName = Object.fromEntries(
  policyNames.map((name) => [name, { type: ['boolean', 'number', 'string'] as const }]),
);

function split(content: Content, isMachine: (name: string) => boolean): readonly [Content, Content] {
  const part = (machine: boolean): Content =>
    Object.fromEntries(Object.entries(content).filter(([name]) => isMachine(name) === machine));
  return [part(true), part(false)];
}

function createPlace(place: NativePlace, parts: NativeParts, onNews: () => void) {
  let readings: readonly SourceReading[] | undefined;
  let turn = 0;
  const { level, source, registryPath } = place;

  function fail(failure: SourceFailure): void {
    const held = (readings ?? []).filter((reading) => reading.failure === undefined);
    const closed = { level, source, failure, ...(held.length > 0 && { content: {} }) };
    readings = [...held, closed];
    onNews();
  }

  async function take(update: unknown): Promise<void> {
    const mine = ++turn;
    if (typeof update !== 'object' || update === null || update instanceof Error) {
      fail('unreadable');
      return;
    }
    const content = nativeContent(update);
    const names =
      registryPath === undefined || level === 'recommended' ? undefined : await parts.machineNames(registryPath);
    if (mine !== turn) return; // something newer has come meanwhile
    if (names === undefined) readings = [{ level, source, content }];
    else {
      const [machine, user] = split(content, (name) => names.has(name.toLowerCase()));
      readings = [
        { level: 'user-managed', source: source.replace(/^HKLM/, 'HKCU'), content: user },
        { level, source, content: machine },
      ];
    }
    onNews();
  }

  return { take, fail, read: () => readings };
}

/** The places of this system, followed from here on. Resolves once each has answered, after 3 s at most. */
export async function openNativeSource(parts: NativeParts): Promise<PolicySources> {
  const listeners: (() => void)[] = [];
  const watchers: { readonly dispose: () => void }[] = [];
  let answered = (): void => undefined;
  const onNews = (): void => {
    if (places.every((place) => place.read() !== undefined)) answered();
    for (const listener of listeners) listener();
  };
  const places = parts.places.map((place) => createPlace(place, parts, onNews));
  const watcherModule = await parts.load();
  for (const [at, place] of places.entries()) {
    const { product, registryPath } = parts.places[at] ?? { product: '' };
    if (watcherModule === undefined) {
      place.fail('reader-missing');
      continue;
    }
    try {
      const options = registryPath === undefined ? undefined : { registryPath };
      watchers.push(watcherModule.createWatcher(product, everyName, (update) => void place.take(update), options));
    } catch {
      place.fail('reader-missing'); // there is a watcher, but not for this system
    }
  }
  await new Promise<void>((resolve) => {
    const cancel = parts.clock.after(ANSWER_MS, resolve);
    answered = () => {
      cancel();
      resolve();
    };
    if (places.every((place) => place.read() !== undefined)) answered();
  });
  for (const place of places) if (place.read() === undefined) place.fail('unreadable');
  return {
    read: () => places.flatMap((place) => place.read() ?? []),
    places: parts.places.map(({ source }) => source),
    onChange: (listener) => void listeners.push(listener),
    close: () => {
      for (const watcher of watchers) watcher.dispose();
    },
  };
}
