// The media of one call in main: passes on what page and sealing worker report, and performs what the machine asks of
// them. It also collects the numbers for the auditor.
import type { CallEvent } from '../../core/call/event.ts';
import { keysInUse, type KeysState } from '../../core/call/keys-state.ts';
import type { MediaEvent } from '../../core/call/media-event.ts';
import { hasSound, type ShareSource } from '../../core/call/media-share-state.ts';
import type { Description, PathRules } from '../../core/call/media-path.ts';
import {
  acceptedBy,
  isPicturePaused,
  type MediaState,
  peerFingerprintOf,
  sharingOf,
} from '../../core/call/media-state.ts';
import { inEffect, remoteOf, type Switched, type SwitchChange, type TalkKey } from '../../core/call/media-switches.ts';
import type { PageState } from '../../core/call/page-state.ts';
import type { MediaCommand, MediaFact } from '../../contract/media.ts';
import type { CallNumbers, CallView } from '../../contract/view.ts';
import { CallCounts } from './call-counts.ts';
import type { CallDeps } from './call-deps.ts';
import { MediaPage } from './media-page.ts';
import { type Performer, together } from '../../core/call/performer.ts';
import type { CallSession } from './session/call-session.ts';

/** What the media side needs of its call. */
export interface CallMediaHooks {
  readonly page: () => PageState;
  readonly keys: () => KeysState;
  readonly media: () => MediaState;
  readonly dispatch: (event: CallEvent) => void;
  readonly command: (command: MediaCommand) => void;
}

/** Media of one call. */
export class CallMedia {
  readonly page: MediaPage;
  readonly #deps: CallDeps;
  readonly #hooks: CallMediaHooks;
  readonly #counts = new CallCounts();
  #session: CallSession | undefined;

  constructor(call: string, deps: CallDeps, hooks: CallMediaHooks) {
    this.#deps = deps;
    this.#hooks = hooks;
    this.page = new MediaPage(call, deps, {
      ...hooks,
      session: () => this.#session,
      onCounters: (streams) => this.#happens({ kind: 'frames', opened: this.#counts.counters(streams) }),
      onStats: (fact) => {
        this.#counts.stats(fact);
        const { height, line, packetsReceived, way, width } = fact;
        this.#happens({ kind: 'measured', packetsReceived, width, height, way, line });
      },
    });
  }

  /** What is switched here, as it is in effect. A hold sends nothing, but does not change these switches. */
  get local(): Switched {
    return inEffect(this.#hooks.media().switches);
  }

  /** What a person has chosen here. A muted person counts as muted even while they talk by a held key. */
  get chosen(): Switched {
    return this.#hooks.media().switches.local;
  }

  /** What the peer has switched, limited to what may be heard and seen here. */
  get remote(): Switched {
    return remoteOf(this.#hooks.media().switches);
  }

  /** What a person is told about their own devices, their own picture and sharing. */
  get said(): Pick<CallView, 'noCamera' | 'noMicrophone' | 'talks' | 'picturePaused' | 'sharing' | 'mayShare'> {
    const media = this.#hooks.media();
    const sharing = sharingOf(media);
    return {
      ...media.switches.failed,
      ...(media.switches.talk.kind === 'held' ? { talks: true } : {}),
      ...(isPicturePaused(media) ? { picturePaused: true } : {}),
      ...(sharing === undefined ? {} : { sharing }),
      mayShare: this.mayVideo ? media.mayShare : 'none',
    };
  }

  /** Whether pictures may be sent and shown. */
  get mayVideo(): boolean {
    return this.#hooks.media().switches.mayVideo;
  }

  /** The peer's first description if it may be used, or undefined (protocol §5 rules 6, 9, 10). */
  accepts(description: Description): string | undefined {
    return acceptedBy(this.#hooks.media(), description);
  }

  /** The numbers for the auditor, now. */
  numbers(): CallNumbers {
    return {
      ...this.#counts.numbers,
      ...keysInUse(this.#hooks.keys()),
      fingerprint: peerFingerprintOf(this.#hooks.media()),
    };
  }

  /** The session has begun. */
  begin(session: CallSession): void {
    this.#session = session;
  }

  /** The functions that perform effects about the page, its workers, the numbers and a policy that may be stricter. */
  get performs() {
    const own = {
      'count-anew': ({ isNewPage }) => {
        if (isNewPage) this.#counts.startAnew();
        else this.#counts.reset();
      },
      tighten: () => this.#tighten(),
    } satisfies Partial<Performer>;
    return together(this.page.performs, own);
  }

  /** Mutes, switches the camera, holds or resumes the call. */
  change(change: SwitchChange): void {
    this.#happens({ kind: 'switched', change });
  }

  /** A person who is muted begins to hold a key down. */
  talk(by: TalkKey): void {
    this.#happens({ kind: 'talk', by });
  }

  /** The key is not held any more. Without `by`: whichever it is. */
  talkOver(by?: TalkKey): void {
    this.#happens({ kind: 'talk-over', ...(by === undefined ? {} : { by }) });
  }

  /** A person has chosen to share this. `sound`: with the computer's sound. */
  share(source: ShareSource, sound: boolean): void {
    this.#happens({ kind: 'share-chosen', source, sound });
  }

  /**
   * What a person chose to share, for the page that asks for it. Returned once, and not to a page that asks for a sound
   * that was not chosen.
   */
  handShare(sound: boolean): ShareSource | undefined {
    const { share } = this.#hooks.media();
    if (share.kind !== 'chosen' || (sound && !hasSound(share))) return undefined;
    this.#happens({ kind: 'share-handed' });
    return share.source;
  }

  /**
   * Stops sharing, or dismisses the notice of why sharing ended. `locked`: the screen is locked, or the machine sleeps.
   */
  stopShare(why?: 'locked'): void {
    this.#happens({ kind: 'share-stopped', ...(why === undefined ? {} : { why }) });
  }

  /** A fact of the page. */
  fact(fact: MediaFact): void {
    this.page.fact(fact);
  }

  // Only policy changes the rules of a path that is in use: the setting `relayOnly` counts for the next page.
  #tighten(): void {
    const { AllowScreenShare, HighConfidentiality, RelayOnly } = this.#deps.policy.values();
    const rules: PathRules = { mustRelay: RelayOnly || HighConfidentiality, isConstantRate: HighConfidentiality };
    this.#happens({ kind: 'rules', ...rules });
    this.#happens({ kind: 'sharing-allowed', what: AllowScreenShare });
  }

  #happens(event: MediaEvent): void {
    this.#hooks.dispatch({ ...event, atMs: this.#deps.clock.nowMs() });
  }
}
