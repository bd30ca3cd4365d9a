// A model of an engine's connection: its descriptions, candidates and addresses (RFC 8829 §4.1, RFC 8445). The model
// refuses what an engine refuses. As in an engine, the old pair works during a restart until the new pair does. The
// model has no keys.
import type { NamedCandidate } from '../../../../src/core/call/media-path.ts';
import { describe, numberOf, printOf, theirsOf } from './description.ts';
import type { Networks } from './networks.ts';

/** A candidate of ours: its local address, and its text for the peer. */
interface Candidate {
  readonly isRelay: boolean;
  readonly address: string;
  readonly text: string;
}

/** One ICE generation of ours. */
interface Generation {
  readonly ufrag: string;
  /** The number of our offer, or of the offer that we answered. */
  readonly offer: number;
  readonly gathered: Candidate[];
  readonly named: Set<string>;
}

interface Agreed {
  readonly own: Generation;
  readonly theirs: { readonly ufrag: string; readonly fingerprint: string };
}

/** The pair in use: our user fragment, and the pair's local address, or '' if the pair uses a relay. */
export interface Pair {
  readonly ufrag: string;
  readonly address: string;
}

/** One connection on one machine. */
export class Engine {
  readonly fingerprint: string;
  isRelayOnly: boolean;
  readonly #device: string;
  readonly #name: string;
  readonly #networks: Networks;
  #offered: Generation | undefined;
  #agreed: readonly Agreed[] = []; // the newest one first, then its predecessor
  readonly #known = new Map<string, Set<string>>(); // the peer's candidates by user fragment

  constructor(networks: Networks, of: { readonly device: string; readonly nr: number; readonly isRelayOnly: boolean }) {
    this.#networks = networks;
    this.#device = of.device;
    this.#name = `${of.device}/${of.nr}/`.padStart(4, '/');
    this.isRelayOnly = of.isRelayOnly;
    this.fingerprint = printOf(of.device, of.nr);
  }

  /** Whether an offer, ours or the peer's, was answered. */
  get isAgreed(): boolean {
    return this.#agreed.length > 0;
  }

  /** Makes our offer and sets it. */
  offer(iceRestart: boolean): string {
    const before = this.#agreed[0]?.own;
    const own = before !== undefined && !iceRestart ? before : this.#generation(this.#networks.number());
    this.#offered = own;
    return this.#described(own);
  }

  /**
   * Sets the peer's offer and our answer. Returns undefined if our own offer is open, because the peer's offer is then
   * refused.
   */
  answer(sdp: string): string | undefined {
    if (this.#offered !== undefined) return undefined;
    const theirs = theirsOf(sdp);
    const before = this.#agreed[0];
    const own = before?.theirs.ufrag === theirs.ufrag ? before.own : this.#generation(numberOf(sdp));
    this.#agree(own, theirs);
    return this.#described(own);
  }

  /** Sets the peer's answer, which is refused if no offer of ours is open. */
  answered(sdp: string): 'refused' | 'of-another-offer' | 'taken' {
    const own = this.#offered;
    if (own === undefined) return 'refused';
    this.#offered = undefined;
    this.#agree(own, theirsOf(sdp));
    return numberOf(sdp) === own.offer ? 'taken' : 'of-another-offer';
  }

  /** Withdraws our open offer. */
  rollback(): void {
    this.#offered = undefined;
  }

  /** Adds the peer's candidates. */
  learn(list: readonly NamedCandidate[]): void {
    for (const { ufrag, candidate } of list) {
      const known = this.#known.get(ufrag) ?? new Set();
      this.#known.set(ufrag, known.add(candidate));
    }
  }

  /**
   * The candidates of the newest generation that were not gathered before. If only relays may be used, other candidates
   * are reported all the same, since a page may report anything. They are not used.
   */
  gather(): readonly NamedCandidate[] {
    const own = this.#offered ?? this.#agreed[0]?.own;
    if (own === undefined) return [];
    const found = this.#candidates().filter(({ text }) => !own.named.has(text));
    for (const candidate of found) {
      own.named.add(candidate.text);
      if (candidate.isRelay || !this.isRelayOnly) own.gathered.push(candidate);
    }
    return found.map(({ text }) => ({ mid: '0', ufrag: own.ufrag, candidate: text }));
  }

  /** The newest pair through which this engine and the other reach each other now. */
  pairWith(other: Engine): Pair | undefined {
    if (!this.#networks.isUp) return undefined;
    for (const ours of this.#agreed) {
      const theirs = other.#agreed.find(
        ({ own, theirs }) => own.ufrag === ours.theirs.ufrag && theirs.ufrag === ours.own.ufrag,
      );
      if (theirs === undefined) continue;
      if (ours.theirs.fingerprint !== other.fingerprint || theirs.theirs.fingerprint !== this.fingerprint) continue;
      const works = this.#works(ours.own, other, theirs.own);
      if (works !== undefined) return works;
    }
    return undefined;
  }

  #works(own: Generation, other: Engine, theirs: Generation): Pair | undefined {
    for (const mine of own.gathered) {
      if (!this.#networks.has(this.#device, mine.address)) continue;
      const isKnown = other.#knows(own.ufrag, mine);
      for (const their of theirs.gathered) {
        if (!other.#networks.has(other.#device, their.address)) continue;
        const isTheirsKnown = this.#knows(theirs.ufrag, their);
        // A relay accepts packets only from peers that its client has named (RFC 8656 §9). Without relays, either side
        // may begin.
        const isLetIn = (!mine.isRelay || isTheirsKnown) && (!their.isRelay || isKnown) && (isKnown || isTheirsKnown);
        const isDirect = !mine.isRelay && !their.isRelay;
        if (isLetIn && (!isDirect || this.#networks.paths !== 'relays'))
          return { ufrag: own.ufrag, address: mine.isRelay ? '' : mine.address };
      }
    }
    return undefined;
  }

  #knows(ufrag: string, { text }: Candidate): boolean {
    return this.#known.get(ufrag)?.has(text) === true;
  }

  #agree(own: Generation, theirs: Agreed['theirs']): void {
    const [before] = this.#agreed;
    this.#agreed = before === undefined || before.own === own ? [{ own, theirs }] : [{ own, theirs }, before];
  }

  #generation(offer: number): Generation {
    return { ufrag: `${this.#name}${this.#networks.number()}`, offer, gathered: [], named: new Set() };
  }

  #described({ offer, ufrag }: Generation): string {
    return describe(ufrag, this.fingerprint, offer);
  }

  #candidates(): readonly Candidate[] {
    return this.#networks.of(this.#device).flatMap((address): readonly Candidate[] => {
      const host = { isRelay: false, address, text: `candidate:1 1 udp 9 ${address} 50000 typ host` };
      const [, , third, fourth] = address.split('.');
      const relay = {
        isRelay: true,
        address,
        text: `candidate:2 1 udp 1 203.0.${third}.${fourth} 50000 typ relay raddr 0.0.0.0 rport 9`,
      };
      return this.#networks.paths === 'direct' ? [host] : [host, relay];
    });
  }
}
