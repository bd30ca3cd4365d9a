// The page of one side of a history as main knows it. `Pages` performs what the machine asks of a page, as
// media-page.ts and call-media.ts do in main.
import type { DescribingMessage, NamedCandidate } from '../../../../src/core/call/media-path.ts';
import { hearsPage } from '../../../../src/core/call/page-state.ts';
import type { Performer } from '../../../../src/core/call/performer.ts';
import type { CallState } from '../../../../src/core/call/state.ts';
import type { Session as Message } from '../../../../src/core/signal/message.ts';
import type { Bare } from '../bare.ts';
import type { Rules } from './owner.ts';
import { Page } from './page.ts';
import type { Surroundings } from './surroundings.ts';

/** What the pages of a call need from it. */
export interface PagesParts {
  readonly world: Surroundings;
  readonly owner: { readonly name: string; readonly rules: Rules };
  readonly id: string;
  readonly call: () => CallState;
  readonly dispatch: (event: Bare) => void;
  readonly say: (message: Message) => void;
  /** The worker has ended, and all its keys with it. */
  readonly workerGone: () => void;
  readonly onDescribes: (message: DescribingMessage) => void;
  readonly onCandidates: (list: readonly NamedCandidate[]) => void;
}

/** The successive pages of one side of a call. */
export class Pages {
  /** The latest page, even if it has ended. */
  page: Page | undefined;
  /** The number of the page that was last told to open. */
  #nr = 0;
  readonly #parts: PagesParts;

  constructor(parts: PagesParts) {
    this.#parts = parts;
  }

  /** The number of the present worker, or undefined if there is none. */
  get worker(): number | undefined {
    return this.page?.isGone === false ? this.page.worker : undefined;
  }

  /** The performers of the effects that concern the page. */
  get performs() {
    const { call, dispatch, id, owner, say, world } = this.#parts;
    return {
      'open-page': ({ isVerified, nr, offers, theirs, viaRelay }) => {
        this.#nr = nr;
        this.#workerGone();
        const { hasRelays, isConstantRate, mustRelay } = owner.rules;
        dispatch({ kind: 'path-opened', offers, isVerified, viaRelay, hasRelays, mustRelay, isConstantRate });
        if (theirs !== undefined) dispatch({ kind: 'remote-description', ...theirs });
      },
      'make-connection': ({ relayOnly }) => {
        this.page = new Page(world, {
          device: owner.name,
          call: id,
          nr: this.#nr,
          isRelayOnly: relayOnly,
          tell: (event) => {
            if (!isOfConnection(event) || hearsPage(call().page)) dispatch(event);
          },
        });
      },
      command: ({ command }) => this.page?.obey(command),
      'describe-peer': ({ description }) => dispatch({ kind: 'remote-description', ...description }),
      'send-reopen': ({ message, candidates }) => {
        world.count('a call is opened anew');
        if (candidates === 'again') return dispatch({ kind: 'describe-again', message });
        this.#describes(message);
        if (candidates === 'first') dispatch({ kind: 'candidates-leave' });
      },
      say: ({ message }) => {
        if (message.kind === 'restart' || message.kind === 'reopen') this.#describes(message);
        else if (message.kind === 'candidates') {
          this.#parts.onCandidates(message.list);
          say(message);
        }
      },
      'still-worker': ({ worker, isStill }) => {
        if (this.page?.worker === worker) this.page.isStill = isStill;
      },
      'ping-worker': ({ worker }) => {
        if (this.page?.worker === worker) this.page.ping();
      },
      'end-worker': () => undefined,
      'key-frame': () => undefined,
      'ask-key-frame': () => undefined,
      announce: ({ state }) => say({ kind: 'media', ...state }),
      'count-anew': () => undefined,
      'renew-relays': () => undefined,
      'close-media': () => this.page?.leave(),
    } satisfies Partial<Performer>;
  }

  #describes(message: DescribingMessage): void {
    this.#parts.onDescribes(message);
    this.#parts.say(message);
  }

  #workerGone(): void {
    this.page?.leave();
    this.#parts.workerGone();
  }
}

// Whether an event is a report about a connection. A report that comes before the new page has begun is a late one from
// the former page.
function isOfConnection({ kind }: Bare): boolean {
  return kind === 'local-description' || kind === 'local-candidates' || kind === 'connection' || kind === 'measured';
}
