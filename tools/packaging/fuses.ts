// Electron's fuses in a package: the state of each, how they are set, and how they are read back from a built binary.
// Only this table decides their states; the packager's own setting of fuses is not used.
import {
  flipFuses,
  FuseState,
  type FuseV1Config,
  FuseV1Options,
  FuseVersion,
  getCurrentFuseWire,
} from '@electron/fuses';

/** A fuse, its state in every package, and the reason for that state. */
export interface Fuse {
  readonly option: FuseV1Options;
  readonly on: boolean;
  readonly because: string;
  /** Older versions of Electron lack this fuse. There it cannot be set, and counts as right. */
  readonly isNew?: true;
}

/**
 * Every fuse that `@electron/fuses` knows, each with a decision. A call client needs nothing that the fuses set to off
 * would allow.
 */
export const fuses: readonly Fuse[] = [
  { option: FuseV1Options.RunAsNode, on: false, because: 'nobody can use the binary as a Node that runs any script' },
  { option: FuseV1Options.EnableCookieEncryption, on: true, because: 'keys of the system encrypt the cookies on disk' },
  { option: FuseV1Options.EnableNodeOptionsEnvironmentVariable, on: false, because: 'NODE_OPTIONS loads foreign code' },
  { option: FuseV1Options.EnableNodeCliInspectArguments, on: false, because: 'a debugger reads every key' },
  { option: FuseV1Options.EnableEmbeddedAsarIntegrityValidation, on: true, because: 'macOS and Windows check the app' },
  { option: FuseV1Options.OnlyLoadAppFromAsar, on: true, because: 'a folder beside the app is not started' },
  { option: FuseV1Options.LoadBrowserProcessSpecificV8Snapshot, on: false, because: 'one snapshot for all processes' },
  {
    option: FuseV1Options.GrantFileProtocolExtraPrivileges,
    on: false,
    because: 'pages come from app://, not from files',
  },
  {
    option: FuseV1Options.WasmTrapHandlers,
    on: true,
    because:
      'V8 is tested in this state: the processor guards the memory of WebAssembly, which the noise and background filters use',
    isNew: true, // Electron 33 has only the other eight
  },
];

/** A fuse as it was read from a binary. */
export interface FuseReading {
  readonly name: string;
  readonly wanted: 'on' | 'off';
  readonly found: 'on' | 'off' | 'removed' | 'unset' | 'absent';
  readonly isAsWanted: boolean;
}

/**
 * Sets every fuse of the table in the executable (on macOS: the bundle) at `file`; throws if it has one that the table
 * lacks.
 */
export async function setFuses(file: string): Promise<void> {
  const wire = await getCurrentFuseWire(file);
  const there = fuses.filter(({ option, isNew }) => option in wire || isNew !== true);
  const states = Object.fromEntries(there.map(({ option, on }) => [option, on]));
  const resetAdHocDarwinSignature = file.endsWith('.app');
  // The type `FuseV1Config` demands every fuse that the library knows; an older engine needs only those that it has.
  const config = { version: FuseVersion.V1, strictlyRequireAllFuses: true, resetAdHocDarwinSignature, ...states };
  await flipFuses(file, config as FuseV1Config);
}

/** Every fuse of the table as it is set in the executable at `file`. */
export async function readFuses(file: string): Promise<readonly FuseReading[]> {
  const wire = await getCurrentFuseWire(file);
  return fuses.map(({ option, on, isNew }) => {
    const wanted = on ? 'on' : 'off';
    const found = option in wire ? stateWord(wire[option]) : 'absent';
    const isAsWanted = found === wanted || (found === 'absent' && isNew === true);
    return { name: FuseV1Options[option], wanted, found, isAsWanted };
  });
}

function stateWord(state: FuseState | undefined): FuseReading['found'] {
  if (state === FuseState.ENABLE) return 'on';
  if (state === FuseState.DISABLE) return 'off';
  return state === FuseState.REMOVED ? 'removed' : 'unset';
}
