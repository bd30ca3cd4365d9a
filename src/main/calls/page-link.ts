// The page of one call as main sees it: the way of its media and its sealing worker. Both are of one page and go with it; a page that
// is lost is replaced by another, with a new connection and a new worker (protocol §5 rule 17).
import { unreachable } from '../../core/assert.ts';
import type { RingState, Role } from '../../core/call/ring-state.ts';
import type { EndReason } from '../../contract/failure.ts';
import type { MediaFact } from '../../contract/media.ts';
import { createBudget } from '../app/budget.ts';
import type { CallDeps, MediaChoice } from './call-deps.ts';
import { isWithoutWay } from './media-choice.ts';
import { MediaPath, type PathOptions } from './media-path.ts';
import { Reopening } from './reopening.ts';
import { Restarts } from './restarts.ts';
import { WorkerLink, type WorkerLinkHooks } from './worker-link.ts';

/** What a page needs of its call. */
export interface PageLinkHooks extends WorkerLinkHooks, Pick<PathOptions, 'command' | 'onDescribed' | 'onConnection'> {
  readonly state: () => RingState;
  readonly fault: (reason: EndReason) => void;
  /** Another page opens, and hears what the one before was told. */
  readonly onReplaced: () => void;
  readonly onStats: (fact: Extract<MediaFact, { kind: 'stats' }>) => void;
  /** A device that is to run does not. */
  readonly onNoDevice: (fact: Extract<MediaFact, { kind: 'no-device' }>) => void;
  /** Whether a camera is to run now, and whether the call is held. */
  readonly switched: () => { readonly camera: boolean; readonly isHeld: boolean };
}

/** How many pages may be lost in a minute before the call is secured. */
const MOST_LOST = 3;
const WITHIN_MS = 60_000;

type Opening = Pick<Parameters<MediaPath['open']>[1], 'isVerified' | 'viaRelay'>;
/** A direct way may be looked for, where policy lets it (protocol §5 rule 9). */
const FROM_READY_ON: Opening = { isVerified: true, viaRelay: false };

const FAILURES: Readonly<Record<Extract<MediaFact, { kind: 'failed' }>['cause'], EndReason>> = {
  'no-transform': 'no-transform',
  description: 'error',
  'worker-lost': 'worker-lost',
  internal: 'error',
};

/** The page of one call, and the one after it. */
export class PageLink {
  readonly restarts: Restarts;
  readonly reopening: Reopening;
  readonly #call: string;
  readonly #role: Role;
  readonly #deps: CallDeps;
  readonly #hooks: PageLinkHooks;
  #path: MediaPath;
  #worker: WorkerLink;
  #first: Opening = FROM_READY_ON;
  /** A page was told to open: until it begins, what is reported is of the one before. */
  #isAwaited = false;
  /** The peer's first description, while it may have to be said to another page. */
  #theirs: Parameters<MediaPath['describe']> | undefined;
  /** The page was lost while keys were agreed on, and our description was in the one that counts: it is opened anew when they are. */
  #isOwed = false;
  readonly #mayLose: () => boolean;

  constructor(call: string, role: Role, deps: CallDeps, hooks: PageLinkHooks) {
    this.#call = call;
    this.#role = role;
    this.#deps = deps;
    this.#hooks = hooks;
    this.#mayLose = createBudget(deps.clock, MOST_LOST, WITHIN_MS);
    this.#path = this.#makePath(role === 'callee', hooks.onDescribed);
    this.#worker = new WorkerLink(deps.clock, hooks);
    const { fault, state, talk } = hooks;
    const path = (): MediaPath => this.#path;
    this.reopening = new Reopening({
      role,
      clock: deps.clock,
      path,
      replace: (offers) => this.#replace(offers, FROM_READY_ON, (description) => this.reopening.described(description)),
      send: (message) => talk()?.send(message),
      renew: () => {
        talk()?.rekeying.hurry(); // again: what was renewed since the page was lost may have been for the peer's one before
        this.#renew();
      },
      fault,
    });
    const isFormer = (fingerprint: string): boolean => this.reopening.isFormer(fingerprint);
    this.restarts = new Restarts({ role, path, isFormer, clock: deps.clock, policy: deps.policy, state, fault });
  }

  /** The way of its media. */
  get path(): MediaPath {
    return this.#path;
  }

  /** Its sealing worker. */
  get worker(): WorkerLink {
    return this.#worker;
  }

  /** Opens the first connection; where policy leaves no way the call ends. */
  open(how: Opening): void {
    this.#first = how;
    if (this.#open(this.#deps.mediaChoice(), how)) this.restarts.opened();
  }

  /** Takes the peer's first description, which the way has let through. */
  describe(...theirs: Parameters<MediaPath['describe']>): void {
    this.#theirs = theirs;
    this.#path.describe(...theirs);
  }

  /**
   * The page is gone, and another one takes its place. A call that `mayGoOn` does so there; one of whose page the peer knows nothing
   * yet does not notice; between the two keys are agreed on first, which needs no page, and it goes on when they are. Where it happens
   * again and again the call ends, also before there is a connection: each time a window would open.
   */
  lost(mayGoOn: boolean): void {
    const { isOpen } = this.#path;
    if (this.#isOwed || (mayGoOn && !isOpen)) return;
    if (mayGoOn) this.reopening.pageLost();
    else if (!this.#mayLose()) this.#hooks.fault('page-lost');
    else if (!isOpen) return;
    else if (this.#path.descriptions === Number(this.#theirs !== undefined)) this.#replaceUnnoticed();
    else this.#owe();
  }

  /** READY or CONFIRM is behind us: what was lost before is made good. */
  secured(): void {
    const isOwed = this.#isOwed;
    this.#isOwed = false;
    if (isOwed) this.reopening.pageLost();
    else this.#renew();
  }

  /** A fact of the page that there is now; `begun` is its first, and what came late of the one before is dropped. */
  fact(fact: MediaFact): void {
    if (fact.kind === 'begun') this.#isAwaited = false;
    if (this.#isAwaited) return;
    switch (fact.kind) {
      case 'begun':
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
        return this.#hooks.fault(FAILURES[fact.cause]);
      default:
        return unreachable(fact);
    }
  }

  /** The end: closes the connection and lets the worker go. */
  close(): void {
    this.reopening.stop();
    this.#leave();
  }

  #replaceUnnoticed(): void {
    const path = this.#replace(this.#role === 'callee', this.#first, this.#hooks.onDescribed);
    if (this.#theirs !== undefined) path?.describe(...this.#theirs);
  }

  // Its last words count no more. What it has described is bound into the handshake and stays so, though nobody is there.
  #owe(): void {
    this.#isOwed = true;
    this.#isAwaited = true;
    this.#hooks.onConnection('disconnected');
    this.#hooks.talk()?.keys.detach();
    this.#worker.close();
  }

  #renew(): void {
    const talk = this.#hooks.talk();
    if (talk?.keys.needsRekey === true) talk.rekeying.want();
  }

  #replace(offers: boolean, how: Opening, onDescribed: PathOptions['onDescribed']): MediaPath | undefined {
    const choice = { ...this.#deps.mediaChoice(), ...this.#path.kept }; // the rules that the call has had
    const { onReplaced, switched, talk } = this.#hooks;
    this.#isAwaited = true;
    talk()?.keys.detach();
    talk()?.rekeying.hurry();
    this.#leave();
    this.#worker = new WorkerLink(this.#deps.clock, this.#hooks, { isHeld: switched().isHeld, isInterrupted: true });
    this.#path = this.#makePath(offers, onDescribed);
    if (!this.#open(choice, how)) return undefined;
    onReplaced();
    return this.#path;
  }

  #open(choice: MediaChoice, how: Opening): boolean {
    const isOpen = !isWithoutWay(choice);
    if (isOpen) this.#path.open(choice, { ...how, camera: this.#hooks.switched().camera });
    else this.#hooks.fault('relay-required');
    return isOpen;
  }

  #leave(): void {
    this.#path.close();
    this.#worker.close();
  }

  #makePath(offers: boolean, onDescribed: PathOptions['onDescribed']): MediaPath {
    const { command, onConnection, talk } = this.#hooks;
    return new MediaPath({
      call: this.#call,
      role: this.#role,
      offers,
      clock: this.#deps.clock,
      command,
      onDescribed,
      onConnection,
      onRestarted: () => (this.#role === 'caller' ? talk()?.rekeying.want() : undefined),
      send: (message) => {
        this.restarts.said(message);
        talk()?.send(message);
      },
      iceServers: () => this.#deps.mediaChoice().iceServers,
    });
  }
}
