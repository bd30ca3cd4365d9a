// The page of one call in main: commands to it, and the ports to its workers. It performs what the page and media
// regions of the machine ask for and reports to them. These regions decide what happens to a call whose page is gone
// (core/call/page.ts, media.ts).
import { unreachable } from '../../core/assert.ts';
import type { CallEvent, Timeless } from '../../core/call/event.ts';
import { hearsPage, type PageState } from '../../core/call/page-state.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import { otherRelays } from '../../core/call/other-relays.ts';
import type { CallDeps, MediaChoice } from './call-deps.ts';
import type { Performer } from '../../core/call/performer.ts';
import type { CallSession } from './session/call-session.ts';
import { WorkerPorts, type WorkerPortsHooks } from './worker-ports.ts';

type PageDeps = Pick<CallDeps, 'clock' | 'mediaChoice'>;

type Command = MediaCommand extends infer C ? (C extends { call: string } ? Omit<C, 'call'> : never) : never;

/** What a page needs of its call. */
export interface MediaPageHooks extends WorkerPortsHooks {
  /** The session, from ANSWER on. */
  readonly session: () => CallSession | undefined;
  readonly page: () => PageState;
  readonly command: (command: MediaCommand) => void;
  readonly onStats: (fact: Extract<MediaFact, { kind: 'stats' }>) => void;
}

/** The pages of one call, one after the other. */
export class MediaPage {
  readonly workers: WorkerPorts;
  readonly #call: string;
  readonly #deps: PageDeps;
  readonly #hooks: MediaPageHooks;
  // The relays that the page was told last. The machine holds no relays: the account for them, which the
  // organisation may have lent, is a secret.
  #toldRelays: MediaChoice['iceServers'] = [];

  constructor(call: string, deps: PageDeps, hooks: MediaPageHooks) {
    this.#call = call;
    this.#deps = deps;
    this.#hooks = hooks;
    this.workers = new WorkerPorts(deps.clock, hooks);
  }

  /** The functions that perform effects about the page. A page opens with the settings and policy of that moment. */
  get performs() {
    const { session } = this.#hooks;
    return {
      command: ({ command }) => this.#command(command),
      'open-page': ({ isVerified, offers, theirs, viaRelay }) => {
        const { iceServers, isConstantRate, mustRelay } = this.#deps.mediaChoice();
        const policy = { hasRelays: iceServers.length > 0, mustRelay, isConstantRate };
        this.#happens({ kind: 'path-opened', offers, isVerified, viaRelay, ...policy });
        if (theirs !== undefined) this.#happens({ kind: 'remote-description', ...theirs });
      },
      'make-connection': ({ offers, relayOnly, camera }) => {
        const { codecs, iceServers, microphones, cameras, processing, background } = this.#deps.mediaChoice();
        this.#toldRelays = iceServers;
        const devices = { microphones, cameras, processing, background };
        this.#command({ kind: 'open', offers, camera, relayOnly, ...devices, codecs, iceServers });
      },
      'renew-relays': () => {
        const iceServers = otherRelays(this.#toldRelays, this.#deps.mediaChoice().iceServers);
        if (iceServers === undefined) return;
        this.#toldRelays = iceServers;
        this.#command({ kind: 'relays', iceServers });
      },
      'describe-peer': ({ description }) => this.#happens({ kind: 'remote-description', ...description }),
      'send-reopen': ({ message, candidates }) => {
        if (candidates === 'again') return this.#happens({ kind: 'describe-again', message });
        session()?.send(message);
        if (candidates === 'first') this.#happens({ kind: 'candidates-leave' });
      },
      say: ({ message }) => void session()?.send(message),
      'still-worker': ({ worker, isStill }) => this.workers.post(worker, { kind: 'hold', held: isStill }),
      'ping-worker': ({ worker, id }) => this.workers.post(worker, { kind: 'ping', id }),
      'end-worker': ({ worker }) => this.workers.end(worker),
      'key-frame': ({ stream }) => this.#command({ kind: 'key-frame', stream }),
      'ask-key-frame': ({ stream }) => void session()?.send({ kind: 'key-frame', stream }),
      'close-media': () => this.workers.endAll(),
    } satisfies Partial<Performer>;
  }

  /** A report of the page. The machine knows whether it comes from the current page. */
  fact(fact: MediaFact): void {
    switch (fact.kind) {
      case 'begun':
        return this.#happens({ kind: 'page-begun' });
      case 'opened':
      case 'first-frame':
        return;
      case 'description':
        return this.#happens({ kind: 'local-description', type: fact.type, sdp: fact.sdp });
      case 'candidates':
        return this.#happens({ kind: 'local-candidates', list: fact.list });
      case 'connection':
        return this.#happens({ ...fact, kind: 'connection' });
      case 'no-device':
        return this.#happens({ kind: 'no-device', device: fact.device, cause: fact.cause });
      case 'screen':
        if (fact.state === 'captured') return this.#happens({ kind: 'share-captured', sound: fact.sound ?? 'failed' });
        if (fact.state === 'sound-lost') return this.#happens({ kind: 'share-sound-lost' });
        return this.#happens({ kind: 'share-lost', why: fact.state });
      case 'stats':
        // Only the current page counts for the auditor's numbers.
        return hearsPage(this.#hooks.page()) ? this.#hooks.onStats(fact) : undefined;
      case 'failed':
        return this.#happens({ kind: 'page-failed', cause: fact.cause });
      default:
        return unreachable(fact);
    }
  }

  #command(command: Command): void {
    this.#hooks.command({ ...command, call: this.#call });
  }

  #happens(event: Timeless<CallEvent>): void {
    this.#hooks.dispatch({ ...event, atMs: this.#deps.clock.nowMs() });
  }
}
