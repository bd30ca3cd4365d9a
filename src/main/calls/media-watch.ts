// What page and worker measure in one call, and what follows from it: new keys where frames do not open, an end where nothing helps
// (protocol §7, §9). They are counted and judged, never believed further than that.
import type { EndReason } from '../../core/call/end-reason.ts';
import type { Measured } from '../../core/call/media-picture.ts';
import { expectedOf, type Switches } from '../../core/call/media-switches.ts';
import type { MediaFact } from '../../contract/media.ts';
import type { WorkerMessage } from '../../contract/ports.ts';
import type { CallNumbers } from '../../contract/view.ts';
import type { Clock } from '../time/clock.ts';
import { CallCounts } from './call-counts.ts';
import { WayProof } from './way-proof.ts';

/** What a watch asks of its call. */
export interface MediaWatchHooks {
  readonly clock: Clock;
  readonly switches: () => Switches;
  readonly isLive: () => boolean;
  /** More frames were opened than before, or new keys are wanted because none are. */
  readonly onKeys: (kind: 'frames-opened' | 'keys-wanted') => void;
  readonly onLine: (line: Measured) => void;
  /** Something has come by the way of a call that is not live. */
  readonly onCarried: () => void;
  readonly fault: (reason: EndReason) => void;
  readonly onChange: () => void;
}

/** The measurements of one call. */
export class MediaWatch {
  readonly #hooks: MediaWatchHooks;
  readonly #counts = new CallCounts();
  readonly #way = new WayProof();

  constructor(hooks: MediaWatchHooks) {
    this.#hooks = hooks;
  }

  /** The numbers as page and worker gave them last. */
  get numbers(): CallNumbers {
    return this.#counts.numbers;
  }

  /** Takes the worker's counters. */
  counters(streams: Extract<WorkerMessage, { kind: 'counters' }>['streams']): void {
    if (this.#counts.counters(streams)) this.#hooks.onKeys('frames-opened');
    this.#hooks.onChange();
  }

  /** Takes the page's statistics. */
  stats(fact: Extract<MediaFact, { kind: 'stats' }>): void {
    const { clock, fault, isLive, onCarried, onChange, onKeys, onLine, switches } = this.#hooks;
    if (!this.#counts.stats(fact)) fault('error');
    if (this.#way.hasCome(fact) && !isLive()) onCarried();
    if (isLive()) {
      const verdict = this.#counts.judge(fact, expectedOf(switches()), clock.nowMs());
      if (verdict === 'rekey') onKeys('keys-wanted');
      if (verdict === 'end') fault('media-keys');
    }
    if (fact.line !== undefined) onLine(fact.line);
    onChange();
  }

  /** Page and worker are new and count from nothing. */
  startAnew(): void {
    this.#counts.startAnew();
    this.connectionChanged();
    this.holdChanged();
  }

  /**
   * The connection broke, stands anew or by another way. Silence until now says nothing where it was broken; a peer that restarts all
   * the time does not begin the count of frames that do not open anew.
   */
  connectionChanged(): void {
    this.#way.doubt();
    if (!this.#hooks.isLive()) this.holdChanged();
  }

  /** Whether the way in use begins at one of these addresses of this machine, as far as the page could say. */
  beginsAt(addresses: readonly string[]): boolean {
    return this.#way.beginsAt(addresses);
  }

  /** A hold began or ended: silence until now says nothing. */
  holdChanged(): void {
    this.#counts.resetStalls();
  }
}
