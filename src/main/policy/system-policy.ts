// Policy as this system stores it: which reader is used where, and for whom.
import { userInfo } from 'node:os';
import { resolve } from 'node:path';
import type { PolicyReport } from '../../contract/managed.ts';
import type { Clock } from '../time/clock.ts';
import { type Log, ownWord } from '../log.ts';
import { createFolderSource, POLICY_FOLDER } from './folder-source.ts';
import { machineNames } from './machine-names.ts';
import { type NativePlace, openNativeSource } from './native-source.ts';
import { createPolicyInForce, type PolicyInForce, type PolicySources } from './policy-in-force.ts';
import { loadPolicyWatcher } from './policy-watcher-module.ts';

const BUNDLE_ID = 'example.siegel.desktop'; // appId of electron-builder.yml
const REGISTRY_PATH = String.raw`Software\Policies\Siegel`;

/** The keys of Windows or the domains of macOS: one holds recommendations, the other what the person cannot change. */
export function nativePlaces(platform: 'win32' | 'darwin'): readonly NativePlace[] {
  const key = (level: NativePlace['level'], registryPath: string): NativePlace => ({
    level,
    source: `HKLM\\${registryPath}`,
    product: 'Siegel',
    registryPath,
  });
  const domain = (level: NativePlace['level'], name: string): NativePlace => ({ level, source: name, product: name });
  return platform === 'win32'
    ? [key('recommended', String.raw`${REGISTRY_PATH}\Recommended`), key('machine', REGISTRY_PATH)]
    : [domain('recommended', `${BUNDLE_ID}.recommended`), domain('machine', BUNDLE_ID)];
}

/** The name under which the person is logged in; '' if the system knows none. */
export function loginName(): string {
  try {
    return userInfo().username;
  } catch {
    return ''; // an account without an entry
  }
}

async function openSources(folder: string | undefined, clock: Clock): Promise<PolicySources> {
  const { platform } = process;
  if (folder === undefined && (platform === 'win32' || platform === 'darwin')) {
    return openNativeSource({ places: nativePlaces(platform), load: loadPolicyWatcher, machineNames, clock });
  }
  const owner = folder === undefined ? 0 : (process.getuid?.() ?? 0);
  return createFolderSource({ folder: resolve(folder ?? POLICY_FOLDER), owner, login: loginName() }, clock);
}

/** Reports each problem to `log` once, when it appears. The window shows it as long as it lasts. */
export function tellProblems(policy: PolicyInForce, log: Log): void {
  let told: readonly string[] = [];
  // The page and `--print-policy` name the file. The log does not, because a path may contain a login name.
  const say = ({ kind, name = '' }: PolicyReport['problems'][number]): void =>
    log.error('a policy cannot be followed as it is', { kind, name: ownWord(name) });
  const tell = (): void => {
    const { problems } = policy.report();
    for (const problem of problems) {
      if (!told.includes(JSON.stringify(problem))) say(problem);
    }
    told = problems.map((problem) => JSON.stringify(problem));
  };
  tell();
  policy.onChange(tell);
}

/**
 * The policy of this system, read and followed. In tests `folder` replaces the system's, and the current user is
 * trusted besides root.
 */
export async function openSystemPolicy(folder: string | undefined, clock: Clock): Promise<PolicyInForce> {
  return createPolicyInForce(await openSources(folder, clock));
}
