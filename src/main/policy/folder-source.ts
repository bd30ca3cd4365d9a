// Policy on Linux: folders of JSON files, one per level. A file that cannot be read now keeps its last good content: an
// editor halfway through a file neither loosens nor locks five thousand machines.
import { join } from 'node:path';
import type { SourceReading } from '../../core/policy/gather.ts';
import type { Clock } from '../time/clock.ts';
import { followFolder } from './folder-watch.ts';
import type { PolicySources } from './policy-in-force.ts';
import { readTrustedFolder, strayFiles } from './trusted-folder.ts';

/** The folder of policies on Linux, for everybody on the machine. */
export const POLICY_FOLDER = '/etc/siegel/policies';

/** Where to look, and whom to trust. */
export interface FolderPlace {
  readonly folder: string;
  /** The user id that is trusted besides root; 0 in the product. */
  readonly owner: number;
  /** The login name. Policies for one person are in `user/<login>`. */
  readonly login: string;
}

type Level = SourceReading['level'];
type Content = NonNullable<SourceReading['content']>;

// The login name becomes the name of a folder, so it must not lead elsewhere.
function foldersOf({ folder, login }: FolderPlace): readonly (readonly [Level, string])[] {
  const isName = /^[^./\0][^/\0]{0,254}$/u.test(login);
  return [
    ['recommended', join(folder, 'recommended')],
    ...(isName ? [['user-managed', join(folder, 'user', login)] as const] : []),
    ['machine', join(folder, 'managed')],
  ];
}

/** Reads one folder repeatedly, and remembers what its files held. */
function createFolder(level: Level, folder: string, owner: number): () => readonly SourceReading[] {
  let held = new Map<string, Content>();
  return () => {
    const reading = readTrustedFolder(folder, owner);
    if (reading.kind === 'failed') {
      const kept = [...held].map(([source, content]) => ({ level, source, content }));
      // If nothing was read before, nobody knows what the folder would say. Without `content`, core applies the strict
      // values if the folder holds binding policies.
      const nothingLost = held.size === 0 ? {} : { content: {} };
      return [...kept, { level, source: folder, failure: reading.failure, ...nothingLost }];
    }
    const before = held;
    held = new Map();
    if (reading.kind === 'absent') return [];
    return reading.files.map((file) => {
      const content = 'content' in file ? file.content : before.get(file.path);
      if (content !== undefined) held.set(file.path, content);
      return {
        level,
        source: file.path,
        ...(content !== undefined && { content }),
        ...('failure' in file && { failure: file.failure }),
      };
    });
  };
}

// Stray policy files have no effect and are reported: an administrator who believes that a file counts must not learn
// otherwise from an incident.
function strayIn(folder: string): readonly SourceReading[] {
  return strayFiles(folder).map((source) => ({ level: 'machine', source, content: {}, failure: 'misplaced' }));
}

/** The folders below `place`, followed while the program runs, including those that do not exist yet. */
export function createFolderSource(place: FolderPlace, clock: Clock): PolicySources {
  const folders = foldersOf(place);
  const ends: (() => void)[] = [];
  const readers = folders.map(([level, folder]) => createFolder(level, folder, place.owner));
  return {
    read: () => [...readers.flatMap((read) => read()), ...strayIn(place.folder)],
    places: folders.map(([, folder]) => folder),
    onChange: (listener) => {
      const places = folders.map(([, folder]) => folder);
      ends.push(followFolder(places, clock, listener));
    },
    close: () => {
      for (const end of ends) end();
    },
  };
}
