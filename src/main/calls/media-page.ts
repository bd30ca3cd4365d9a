// The page of one call in main: its connection, as media-path.ts steers it, and the ports to its workers. Performs what the page region
// of the machine asks for and tells it what happens; what becomes of a call whose page is lost is decided there (core/call/page.ts).
import { unreachable } from '../../core/assert.ts';
import type { CallEvent } from '../../core/call/event.ts';
import type { PageEffect } from '../../core/call/page-event.ts';
import { hearsPage, isFormerFingerprint, type PageState, type Reopen } from '../../core/call/page-state.ts';
import type { RingState, Role } from '../../core/call/ring-state.ts';
import type { MediaFact } from '../../contract/media.ts';
import type { CallDeps } from './call-deps.ts';
import { isWithoutWay } from './media-choice.ts';
import { MediaPath, type PathOptions } from './media-path.ts';
import type { Performer } from './performer.ts';
import { Restarts } from './restarts.ts';
import type { Talk } from './talk.ts';
import { WorkerPorts, type WorkerPortsHooks } from './worker-ports.ts';

type PageDeps = Pick<CallDeps, 'clock' | 'mediaChoice' | 'policy'>;
type OpenPage = Extract<PageEffect, { kind: 'open-page' }>;
type Rules = Pick<Parameters<MediaPath['open']>[1], 'isVerified' | 'viaRelay'>;
/** A direct way may be looked for, where policy lets it (protocol §5 rule 9). */
const FROM_READY: Rules = { isVerified: true, viaRelay: false };

/** What a page needs of its call. */
export interface MediaPageHooks extends WorkerPortsHooks, Pick<PathOptions, 'command' | 'onConnection'> {
  /** The session, from ANSWER on. */
  readonly talk: () => Talk | undefined;
  readonly state: () => RingState;
  readonly page: () => PageState;
  /** The page is gone, and its connection with it. */
  readonly onLeft: () => void;
  /** Another page opens, and hears what the one before was told. */
  readonly onReplaced: () => void;
  readonly onStats: (fact: Extract<MediaFact, { kind: 'stats' }>) => void;
  /** A device that is to run does not. */
  readonly onNoDevice: (fact: Extract<MediaFact, { kind: 'no-device' }>) => void;
  /** Whether a camera is to run now. */
  readonly isCameraOn: () => boolean;
}

/** The pages of one call, one after the other. */
export class MediaPage {
  readonly restarts: Restarts;
  readonly workers: WorkerPorts;
  readonly #call: string;
  readonly #role: Role;
  readonly #deps: PageDeps;
  readonly #hooks: MediaPageHooks;
  #path: MediaPath;

  constructor(call: string, role: Role, deps: PageDeps, hooks: MediaPageHooks) {
    this.#call = call;
    this.#role = role;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#path = this.#makePath(false);
    this.workers = new WorkerPorts(deps.clock, hooks);
    const { dispatch, page, state } = hooks;
    this.restarts = new Restarts({
      role,
      path: () => this.#path,
      isFormer: (fingerprint) => isFormerFingerprint(page(), fingerprint),
      clock: deps.clock,
      policy: deps.policy,
      state,
      fault: (reason) => dispatch({ kind: 'fault', reason, atMs: deps.clock.nowMs() }),
    });
  }

  /** The way of its media. */
  get path(): MediaPath {
    return this.#path;
  }

  /** How the effects that are about the page are performed; `open-page` wants to know more (`open`). */
  get performs() {
    const { talk } = this.#hooks;
    return {
      'leave-page': () => this.#hooks.onLeft(),
      'describe-peer': ({ description: { type, sdp, fingerprint } }) => this.#path.describe(type, sdp, fingerprint),
      'send-reopen': ({ message, candidates }) => {
        if (candidates === 'again') return this.#path.say(message);
        talk()?.send(message);
        if (candidates === 'first') this.#path.startTrickling();
      },
      'still-worker': ({ worker, isStill }) => this.workers.post(worker, { kind: 'hold', held: isStill }),
      'ping-worker': ({ worker, id }) => this.workers.post(worker, { kind: 'ping', id }),
      'end-worker': ({ worker }) => this.workers.end(worker),
      'key-frame': ({ stream }) => this.#hooks.command({ kind: 'key-frame', call: this.#call, stream }),
      'ask-key-frame': ({ stream }) => void talk()?.send({ kind: 'key-frame', stream }),
    } satisfies Partial<Performer>;
  }

  /** Makes the connection of a page; where policy leaves no way the call ends. `first`: by what rules the first one of a call is made. */
  open({ nr, offers, rules, theirs }: OpenPage, first: Rules): void {
    const kept = nr === 1 ? {} : this.#path.kept; // the rules that the call has had
    const choice = { ...this.#deps.mediaChoice(), ...kept };
    this.#path.close();
    this.#path = this.#makePath(offers);
    if (isWithoutWay(choice)) return this.#dispatch({ kind: 'fault', reason: 'relay-required', atMs: this.#nowMs });
    this.#path.open(choice, { ...(rules === 'first' ? first : FROM_READY), camera: this.#hooks.isCameraOn() });
    if (nr === 1) this.restarts.opened();
    else this.#hooks.onReplaced();
    if (theirs !== undefined) this.#path.describe(theirs.type, theirs.sdp, theirs.fingerprint);
  }

  /** The peer's `reopen`; a description that cannot be used counts for nothing. */
  takeReopen(message: Reopen): void {
    const sdp = this.#path.accepts(message, this.#path.kept.mustRelay);
    if (sdp !== undefined) this.#dispatch({ kind: 'peer-reopens', message: { ...message, sdp }, atMs: this.#nowMs });
  }

  /** A fact of the page that there is now; `begun` is its first, and what came late of the one before is dropped. */
  fact(fact: MediaFact): void {
    if (fact.kind === 'begun') return this.#dispatch({ kind: 'page-begun', atMs: this.#nowMs });
    if (!hearsPage(this.#hooks.page())) return;
    switch (fact.kind) {
      case 'opened':
      case 'first-frame':
        return;
      case 'description':
      case 'candidates':
      case 'connection':
        return this.#path.fact(fact);
      case 'no-device':
        return this.#hooks.onNoDevice(fact);
      case 'stats':
        return this.#hooks.onStats(fact);
      case 'failed':
        return this.#dispatch({ kind: 'page-failed', cause: fact.cause, atMs: this.#nowMs });
      default:
        return unreachable(fact);
    }
  }

  /** The end: closes the connection and lets the worker go. */
  close(): void {
    this.#path.close();
    this.workers.endAll();
  }

  get #nowMs(): number {
    return this.#deps.clock.nowMs();
  }

  #dispatch(event: CallEvent): void {
    this.#hooks.dispatch(event);
  }

  #makePath(offers: boolean): MediaPath {
    const { command, onConnection, talk } = this.#hooks;
    return new MediaPath({
      call: this.#call,
      role: this.#role,
      offers,
      clock: this.#deps.clock,
      command,
      onDescribed: (description) => this.#dispatch({ kind: 'page-described', description, atMs: this.#nowMs }),
      onConnection,
      onRestarted: () =>
        this.#role === 'caller' ? this.#dispatch({ kind: 'keys-wanted', atMs: this.#nowMs }) : undefined,
      send: (message) => {
        this.restarts.said(message);
        talk()?.send(message);
      },
      iceServers: () => this.#deps.mediaChoice().iceServers,
    });
  }
}
