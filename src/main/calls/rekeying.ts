// When the keys of a call are renewed, and by whom (protocol §6). One offer at a time; when both start, the caller's wins. Nothing
// is ever sent under a key the peer lacks: who offers moves on the reply, who answers once the peer was heard in the new generation.
import { unwrap } from '../../core/assert.ts';
import { type Bytes, fromB64u, toB64u } from '../../core/bytes.ts';
import type { Role } from '../../core/call/ring-state.ts';
import { answerRekey, RekeyOffer, type RekeySecrets } from '../../core/keys/rekey.ts';
import type { GenerationKeys, KeySchedule } from '../../core/keys/schedule.ts';
import { messageText, type Session } from '../../core/signal/message.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { MediaKeys } from './media-keys.ts';
import type { Received, SessionChannel } from './session/session-channel.ts';

const HOURLY_MS = 3_600_000;
const REPEAT_MS = 2000;
const REPEAT_LATER_MS = 10_000;
const REPEAT_OFTEN_FOR_MS = 15_000;
const OWN_EVERY_MS = 10_000;
const THEIRS_EVERY_MS = 8000;
const MOST_WITHOUT_FRAME = 5;
const LAST_GENERATION = 2 ** 32 - 1;

type Rekey = Extract<Session, { kind: 'rekey' }>;
type Rekeyed = Extract<Session, { kind: 'rekeyed' }>;

interface Offer {
  readonly secrets: RekeyOffer;
  readonly generation: number;
  readonly text: Bytes;
  readonly bytes: Bytes;
  readonly atMs: number;
}

/** What a rekeying works on. `announce` sends a `media` message, whose bytes it gives; `onSpent` is told when no generation is left. */
export interface RekeyingOptions {
  readonly role: Role;
  readonly schedule: KeySchedule;
  readonly channel: SessionChannel;
  readonly media: MediaKeys;
  readonly clock: Clock;
  readonly random: Random;
  readonly announce: () => Bytes | undefined;
  /** Whether frames of the peer ought to come: while it is held or silent, their absence says nothing about keys. */
  readonly expectsFrames: () => boolean;
  readonly onGeneration: () => void;
  readonly onSpent: () => void;
}

/** The rekeys of one call. */
export class Rekeying {
  readonly #options: RekeyingOptions;
  #offer: Offer | undefined;
  #isWanted = false;
  #ownAtMs = Number.NEGATIVE_INFINITY;
  #theirsAtMs = Number.NEGATIVE_INFINITY;
  /** One more of ours and one of theirs need not wait: a page was replaced since the last. */
  #mayNow = { own: false, theirs: false };
  #withoutFrame = 0;
  #isOver = false;
  #postponed: { readonly message: Rekey; readonly received: Received } | undefined;
  #cancelPostponed: () => void = () => undefined;
  #cancelRepeat: () => void = () => undefined;
  #cancelAnnounced: () => void = () => undefined;
  #cancelRetry: () => void = () => undefined;
  #cancelHourly: () => void = () => undefined;

  constructor(options: RekeyingOptions) {
    this.#options = options;
    this.#armHourly();
  }

  /** Asks for new keys: as soon as the limits allow, once. */
  want(): void {
    if (this.#offer !== undefined || this.#isOver) return;
    this.#isWanted = true;
    this.#tryStart();
  }

  /**
   * The call was opened anew: no sound is sent before there are new keys, so the next rekey of each side waits for no pace. How often
   * that may be is bounded by the reopenings (protocol §5 rule 17).
   */
  hurry(): void {
    this.#mayNow = { own: true, theirs: true };
    this.#takePostponed();
    if (this.#isWanted) this.#tryStart();
  }

  /** A frame of the peer was opened: what was renewed works. */
  noteFrame(): void {
    this.#withoutFrame = 0;
    this.#takePostponed();
    if (this.#isWanted) this.#tryStart();
  }

  /** The peer was heard under this generation, so it has its keys. */
  heard(generation: number): void {
    const { channel, schedule } = this.#options;
    if (generation === schedule.generation) {
      this.#cancelAnnounced();
      if (channel.sendGeneration < generation) this.#moveTo(generation);
    }
    if (this.#isWanted) this.#tryStart();
  }

  /** The peer's `rekey`. */
  onRekey(message: Rekey, received: Received): void {
    const { generation, counter, text } = received;
    const { channel, clock, random, role, schedule } = this.#options;
    if (generation !== schedule.generation) return; // a repeat, or of a generation that is over
    if (this.#offer !== undefined && role === 'caller') return; // both started: ours stands
    // Too soon or too many: it waits, since its repeats are spent counters and will not be seen again.
    const waitMs = this.#mayNow.theirs ? 0 : this.#theirsAtMs + THEIRS_EVERY_MS - clock.nowMs();
    this.#postponed = waitMs > 0 || !this.#hasRoom() ? { message, received } : undefined;
    this.#cancelPostponed();
    if (waitMs > 0) this.#cancelPostponed = clock.after(waitMs, () => this.#takePostponed());
    if (this.#postponed !== undefined) return;
    const { e, kem } = { e: bytesOf(message.e), kem: bytesOf(message.kem) };
    const answer = answerRekey(e, kem, { ephemeral: random(32), kem: random(32) });
    if (answer === undefined) return;
    this.#giveWay();
    this.#mayNow.theirs = false;
    this.#theirsAtMs = clock.nowMs();
    const reply: Rekeyed = { kind: 'rekeyed', e: toB64u(answer.e), ct: toB64u(answer.ct) };
    // Receive keys of the next generation are there before the reply leaves (protocol §6).
    this.#enter(answer.secrets, text, messageText(reply));
    channel.setReply(generation, counter, channel.send(reply));
  }

  /** The peer's `rekeyed`. */
  onRekeyed(message: Rekeyed, { generation, text }: Received): void {
    const offer = this.#offer;
    if (offer?.generation !== generation) return;
    const secrets = offer.secrets.finish(bytesOf(message.e), bytesOf(message.ct));
    if (secrets === undefined) return;
    this.#offer = undefined;
    this.#cancelRepeat();
    this.#moveTo(this.#enter(secrets, offer.text, text).generation);
    const announced = this.#options.announce(); // at once, so that the peer hears the new generation
    if (announced !== undefined) this.#repeatAnnounced(announced, this.#options.clock.nowMs() + REPEAT_OFTEN_FOR_MS);
  }

  /** Ends everything; the offer's secrets are erased. */
  stop(): void {
    this.#isOver = true;
    this.#offer?.secrets.wipe();
    this.#offer = undefined;
    this.#cancelRepeat();
    this.#cancelAnnounced();
    this.#cancelRetry();
    this.#cancelPostponed();
    this.#cancelHourly();
  }

  #takePostponed(): void {
    const postponed = this.#postponed;
    this.#postponed = undefined;
    if (postponed !== undefined && !this.#isOver) this.onRekey(postponed.message, postponed.received);
  }

  #tryStart(): void {
    const { channel, clock, random, schedule } = this.#options;
    this.#cancelRetry();
    // Nobody starts one while still sending under an older generation; `heard` tries again.
    if (this.#isOver || this.#offer !== undefined || channel.sendGeneration < schedule.generation) return;
    if (!this.#hasRoom()) return; // `noteFrame` tries again
    const nowMs = clock.nowMs();
    const waitMs = this.#mayNow.own ? 0 : this.#ownAtMs + OWN_EVERY_MS - nowMs;
    if (waitMs > 0) {
      this.#cancelRetry = clock.after(waitMs, () => this.#tryStart());
      return;
    }
    this.#isWanted = false;
    this.#mayNow.own = false;
    this.#ownAtMs = nowMs;
    const secrets = new RekeyOffer({ ephemeral: random(32), kem: random(64) });
    const message: Rekey = { kind: 'rekey', e: toB64u(secrets.e), kem: toB64u(secrets.kem) };
    this.#offer = {
      secrets,
      generation: schedule.generation,
      text: messageText(message),
      bytes: channel.send(message),
      atMs: nowMs,
    };
    this.#armRepeat(this.#offer);
  }

  #armRepeat(offer: Offer): void {
    const { channel, clock } = this.#options;
    const isYoung = clock.nowMs() - offer.atMs < REPEAT_OFTEN_FOR_MS;
    this.#cancelRepeat = clock.after(isYoung ? REPEAT_MS : REPEAT_LATER_MS, () => {
      channel.repeat(offer.bytes);
      this.#armRepeat(offer);
    });
  }

  // Nothing else may tell the peer of the new generation: a call that is held, or silent, has no frames (protocol §6).
  #repeatAnnounced(bytes: Bytes, untilMs: number): void {
    const { channel, clock } = this.#options;
    this.#cancelAnnounced = clock.after(REPEAT_MS, () => {
      if (clock.nowMs() >= untilMs) return;
      channel.repeat(bytes);
      this.#repeatAnnounced(bytes, untilMs);
    });
  }

  // Both started and we are the callee: our offer is dropped and does not count against us.
  #giveWay(): void {
    if (this.#offer === undefined) return;
    this.#offer.secrets.wipe();
    this.#offer = undefined;
    this.#cancelRepeat();
    this.#ownAtMs = Number.NEGATIVE_INFINITY;
  }

  #enter(secrets: RekeySecrets, rekeyText: Bytes, rekeyedText: Bytes): GenerationKeys {
    const { channel, media, schedule } = this.#options;
    const keys = schedule.nextGeneration(secrets, rekeyText, rekeyedText);
    if (this.#options.expectsFrames()) this.#withoutFrame++;
    this.#isWanted = false; // what was wanted has come
    this.#cancelAnnounced();
    channel.enter(keys.generation, keys.session);
    media.enter(keys);
    this.#armHourly();
    this.#options.onGeneration();
    return keys;
  }

  #moveTo(generation: number): void {
    this.#options.channel.sealUnder(generation);
    this.#options.media.sealUnder(generation);
  }

  #hasRoom(): boolean {
    if (this.#options.schedule.generation + 2 >= LAST_GENERATION) {
      this.#options.onSpent();
      return false;
    }
    return this.#withoutFrame < MOST_WITHOUT_FRAME;
  }

  #armHourly(): void {
    this.#cancelHourly();
    if (this.#options.role !== 'caller') return;
    this.#cancelHourly = this.#options.clock.after(HOURLY_MS, () => {
      this.want();
      this.#armHourly();
    });
  }
}

function bytesOf(text: string): Bytes {
  return unwrap(fromB64u(text), 'checked by the message schema');
}
