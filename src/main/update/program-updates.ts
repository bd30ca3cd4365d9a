// The updates of the running program: how it was installed, whom policy trusts, and where updates are stored. Nothing
// is decided here; the parts are in the files beside this one.
import { accessSync, constants, existsSync, lstatSync } from 'node:fs';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import type { Clock, Random } from '../time/clock.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import { rootsOf } from '../signalling/system-roots.ts';
import { systemFiles } from '../vault/files.ts';
import { type Installation, installationOf } from './install-kind.ts';
import { createUpdates, type Updates } from './updates.ts';

const PROXY_TIMEOUT_MS = 30_000;

/** What the running program knows of itself. */
export interface ProgramParts {
  readonly isPackaged: boolean;
  readonly version: string;
  readonly profile: string; // folder
  readonly policy: PolicyInForce;
  readonly clock: Clock;
  readonly random: Random;
  /** The path through a proxy, if policy or the system has one. */
  readonly connect?: (url: URL, signal: AbortSignal) => Promise<Socket | undefined>;
  readonly onChange: () => void;
  readonly onEvent: (outcome: string, version?: string) => void;
}

/** How the running program was installed. */
export function ownInstallation(isPackaged: boolean): Installation {
  return installationOf({
    platform: process.platform,
    isPackaged,
    executable: process.execPath,
    environment: process.env,
    exists: existsSync,
    mayWrite,
    isOwn,
  });
}

function isOwn(file: string): boolean {
  try {
    return lstatSync(file).uid === process.getuid?.();
  } catch {
    return false; // a file that cannot be examined
  }
}

function mayWrite(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false; // no write access, or a folder that cannot be examined
  }
}

/** Updates that follow policy from here on. */
export function programUpdates({ profile, policy, connect, ...parts }: ProgramParts): Updates {
  const updates = createUpdates({
    ...parts,
    installation: ownInstallation(parts.isPackaged),
    architecture: process.arch,
    policy: policy.values,
    folder: join(profile, 'updates'),
    files: systemFiles,
    way: async (url) => {
      const roots = rootsOf(policy.values());
      const trust = roots === undefined ? {} : { ca: roots };
      // A proxy that accepts the connection and stays silent must not block updates for ever.
      const asking = new AbortController();
      const cancel = parts.clock.after(PROXY_TIMEOUT_MS, () => asking.abort());
      try {
        const socket = await connect?.(url, asking.signal);
        return { ...trust, ...(socket !== undefined && { socket }) };
      } catch {
        return undefined; // the proxy cannot be reached, or cannot reach the server
      } finally {
        cancel(); // from here on the connection belongs to the request
      }
    },
  });
  policy.onChange(updates.follow);
  return updates;
}
