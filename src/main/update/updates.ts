// Watches for newer versions, by policy and the kind of installation: asks the administrator's feed, reports, and,
// where plan.ts allows it, puts the package in place for the next start. Nobody else is ever asked.
import { join } from 'node:path';
import type { UpdateView } from '../../contract/managed.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Files } from '../vault/files.ts';
import { type Feed, FEED_MAX_BYTES, type FeedPackage, readFeed } from '../../core/update/feed.ts';
import { fetchFile, type Way } from './fetch.ts';
import type { Installation } from './install-kind.ts';
import { fetchPackage } from './package-file.ts';
import { type UpdatePlan, type UpdatePolicy, updatePlan } from './plan.ts';
import { replaceAppImage, runInstaller } from './put-in-place.ts';
import { isRollback, readSeen, writeSeen } from './seen.ts';
import { compareVersions, runningVersion, versionText } from '../../core/update/version.ts';

/** What updates are made of. */
export interface UpdateParts {
  readonly installation: Installation;
  readonly version: string; // of the program that runs
  readonly architecture: string; // of Node: x64, arm64
  readonly policy: () => UpdatePolicy;
  /** Trust and proxy for this URL, by current policy. Undefined if the proxy for it cannot be used. */
  readonly way: (url: URL) => Promise<Way | undefined>;
  readonly clock: Clock;
  readonly random: Random;
  readonly files: Files;
  readonly folder: string; // of updates, private to this profile
  readonly onChange: () => void;
  /** Something for the security record: a word, and the version that it concerns. */
  readonly onEvent: (outcome: string, version?: string) => void;
}

/** The updates of this program. */
export interface Updates {
  readonly view: () => UpdateView;
  /** Looks now. `no-update`: policy or the kind of installation does not allow looking. */
  readonly check: () => Promise<'done' | 'no-update'>;
  /**
   * Tries again to put the available version in place. `no-update`: there is none, or the administrator installs it.
   */
  readonly install: () => Promise<'done' | 'no-update'>;
  /** Policy may have changed: looks soon if the feed, its keys or the mode have changed. */
  readonly follow: () => void;
  /** The program ends: stops looking, and starts an installer that is ready. */
  readonly end: () => Promise<void>;
}

const MINUTE_MS = 60_000;
const FEED_MOST_MS = 60_000; // the feed is small
const EVERY_MS = 6 * 60 * MINUTE_MS;
type Failure = Extract<UpdateView, { kind: 'failed' }>['cause'];

/** Updates. Nothing is requested before `follow`, unless `check` is called. */
export function createUpdates(parts: UpdateParts): Updates {
  const running = runningVersion(parts.version);
  let view: UpdateView = { kind: 'none' };
  let waiting: { readonly file: string; readonly wanted: FeedPackage } | undefined; // an installer to be run at the end
  let cancel: (() => void) | undefined;
  let feedInUse = '';
  let looking: Promise<void> | undefined;

  const plan = (): UpdatePlan => updatePlan(parts.installation, parts.policy());
  // Whom policy trusts, and for what. What was accepted under another policy is not installed.
  const source = (): string => {
    const { UpdateFeedUrl, UpdateKeys, UpdateMode } = parts.policy();
    return plan() === 'off' ? '' : JSON.stringify([UpdateFeedUrl, UpdateKeys, UpdateMode]);
  };
  const show = (next: UpdateView): void => {
    if (JSON.stringify(next) === JSON.stringify(view)) return;
    view = next;
    if (next.kind === 'failed') parts.onEvent(next.cause);
    else if (next.kind !== 'none') parts.onEvent(next.kind, next.version);
    parts.onChange();
  };
  const fail = (cause: Failure): void => {
    // What is in place stays in place, even if a server is silent later.
    if (view.kind === 'ready') parts.onEvent(cause);
    else show({ kind: 'failed', cause });
  };

  // The delay is partly random, so that a thousand machines switched on at eight do not all ask at once.
  const later = (delayMs: number): void => {
    cancel?.();
    const [chance = 0] = parts.random(1);
    cancel = parts.clock.after(delayMs + (delayMs * chance) / 1024, () => {
      void look();
      later(EVERY_MS);
    });
  };

  async function askFeed(): Promise<Feed | Failure> {
    const { UpdateFeedUrl, UpdateKeys } = parts.policy();
    const url = new URL('siegel.json', folderOf(UpdateFeedUrl));
    const pieces: Uint8Array[] = [];
    const way = await parts.way(url);
    if (way === undefined) return 'unreachable';
    const fetched = await fetchFile(url, way, FEED_MAX_BYTES, (chunk) => void pieces.push(chunk), FEED_MOST_MS);
    if (fetched !== 'fetched') return fetched === 'too-large' ? 'bad-feed' : fetched;
    return readFeed(Buffer.concat(pieces), UpdateKeys, parts.clock.nowMs());
  }

  async function lookOnce(): Promise<void> {
    const before = plan();
    if (before === 'off') return show({ kind: 'none' });
    const asked = source();
    const feed = await askFeed();
    if (source() !== asked) return; // policy has changed: `follow` decides whether to ask again
    if (typeof feed === 'string') return fail(feed);
    const seen = readSeen(parts.files, parts.folder, running);
    if (seen === 'disk') return fail('disk');
    const isNewer = compareVersions(feed.version, running) > 0;
    if (!isNewer && compareVersions(seen.version, running) === 0) return show({ kind: 'none' });
    if (!isNewer || isRollback(feed, seen)) return fail('rollback');
    if (writeSeen(parts.files, parts.folder, feed) === 'disk') return fail('disk');
    const version = versionText(feed.version);
    const wanted = feed.packages.find(
      ({ kind, architecture }) => kind === parts.installation.kind && architecture === parts.architecture,
    );
    if (plan() !== 'install' || wanted === undefined) {
      return show({ kind: 'available', version, mayInstall: false });
    }
    if (view.kind === 'ready' && view.version === version) return;
    await putInPlace(version, wanted, asked);
  }

  async function putInPlace(version: string, wanted: FeedPackage, asked: string): Promise<void> {
    const base = folderOf(parts.policy().UpdateFeedUrl);
    const way = await parts.way(base);
    const folder = join(parts.folder, 'package');
    const fetched = way === undefined ? 'unreachable' : await fetchPackage(base, wanted, folder, way);
    if (fetched === 'unreachable') return show({ kind: 'available', version, mayInstall: true });
    if (typeof fetched === 'string') return fail(fetched);
    // Policy has changed meanwhile.
    if (plan() !== 'install') return show({ kind: 'available', version, mayInstall: false });
    if (source() !== asked) return show({ kind: 'none' }); // a key may have been withdrawn
    if (parts.installation.file === undefined) {
      waiting = { file: fetched.file, wanted };
      return show({ kind: 'ready', version });
    }
    const replaced = await replaceAppImage(parts.installation.file, fetched.file, wanted);
    if (replaced === 'replaced') show({ kind: 'ready', version });
    else fail(replaced);
  }

  async function look(): Promise<void> {
    looking ??= lookOnce().finally(() => {
      looking = undefined;
    });
    return looking;
  }

  async function unlessOff(may: () => boolean): Promise<'done' | 'no-update'> {
    if (plan() === 'off' || !may()) return 'no-update';
    await look();
    return 'done';
  }

  return {
    view: () => view,
    check: () => unlessOff(() => true),
    install: () => unlessOff(() => view.kind === 'available' && view.mayInstall),
    follow: () => {
      const wanted = source();
      if (wanted === feedInUse) return;
      feedInUse = wanted;
      cancel?.();
      // What is in place stays. A waiting installer was accepted under a policy that no longer holds.
      if (view.kind !== 'ready' || waiting !== undefined) show({ kind: 'none' });
      waiting = undefined;
      if (wanted !== '') later(2 * MINUTE_MS);
    },
    end: async () => {
      cancel?.();
      if (waiting !== undefined && plan() === 'install') await runInstaller(waiting.file, waiting.wanted);
    },
  };
}

/** The feed's folder. Without a slash at its end, the last part of a URL would count as a file. */
function folderOf(url: string): URL {
  return new URL(url.endsWith('/') ? url : `${url}/`);
}
