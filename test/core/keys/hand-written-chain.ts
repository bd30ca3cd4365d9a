// Chains written by hand, without the product's code for chains: any field may have any value, and a signer
// may have no real key.
import { createHash } from 'node:crypto';
import { type Bytes, concat, lengthPrefixed, toB64u, toBase32, utf8 } from '../../../src/core/bytes.ts';
import { makeSigningKey, makeStaticKey } from '../../../src/core/keys/identity.ts';
import type { CarriedLink } from '../../../src/core/keys/link.ts';

export const ADDRESS = 'anna@klinik.example';
export const AT = 1_800_000_000;

export type Sign = (message: Uint8Array) => Bytes;
export type Body = Record<string, unknown>;
/** A member that can sign; `s` is missing for a recovery key. */
export interface Actor {
  readonly id: string;
  readonly s: Bytes | undefined;
  readonly d: Bytes;
  readonly sign: Sign;
}

export function sha256(...parts: readonly Uint8Array[]): Bytes {
  return new Uint8Array(
    createHash('sha256')
      .update(concat(...parts))
      .digest(),
  );
}

function seed(what: string, n: number): Bytes {
  return sha256(utf8(`${what} ${n}`));
}

/** An actor with these keys and the id that follows from them. */
export function actorOf(s: Bytes | undefined, d: Bytes, sign: Sign): Actor {
  const hash = s === undefined ? sha256(utf8('Siegel 1 recovery'), d) : sha256(utf8('Siegel 1 device'), s, d);
  return { id: toBase32(hash, 26), s, d, sign };
}

const noSignature: Sign = () => new Uint8Array(64);

/**
 * Device number `n` with arbitrary keys of 32 bytes and zeros as signatures, for chains that are judged before
 * signatures are checked.
 */
export function paperDevice(n: number): Actor {
  return actorOf(seed('paper s', n), seed('paper d', n), noSignature);
}

/** Recovery key number `n`, likewise with an arbitrary key and zeros as signatures. */
export function paperRecovery(n: number): Actor {
  return actorOf(undefined, seed('paper recovery', n), noSignature);
}

/** Device number `n` with real keys. */
export function realDevice(n: number): Actor {
  const d = makeSigningKey(seed('real d', n));
  return actorOf(makeStaticKey(seed('real s', n)).publicKey, d.publicKey, d.sign);
}

/** Recovery key number `n` with a real key. */
export function realRecovery(n: number): Actor {
  const d = makeSigningKey(seed('real recovery', n));
  return actorOf(undefined, d.publicKey, d.sign);
}

/** A link signed by `actor`. `body` is its JSON, as a value or as text. */
export function linkOf(actor: Actor, body: Body | string): CarriedLink {
  const link = typeof body === 'string' ? body : JSON.stringify(body);
  return { link, sig: toB64u(actor.sign(concat(utf8('Siegel 1 link'), Uint8Array.of(0), utf8(link)))) };
}

/** The body of a first link of `actor`, in the order of the protocol, with some fields replaced. */
export function firstBody(actor: Actor, more: Body = {}): Body {
  const device = { id: actor.id, s: toB64u(actor.s ?? actor.d), d: toB64u(actor.d), proto: [1], join: '' };
  return { v: 1, n: 1, prev: null, at: AT, by: actor.id, address: ADDRESS, add: [device], drop: [], ...more };
}

/** A chain that can grow: `next` returns the chain with one more link and leaves this one unchanged. */
export class HandChain {
  readonly links: readonly CarriedLink[];

  private constructor(links: readonly CarriedLink[]) {
    this.links = links;
  }

  static begin(actor: Actor, more: Body = {}): HandChain {
    return new HandChain([linkOf(actor, firstBody(actor, more))]);
  }

  static of(...links: readonly CarriedLink[]): HandChain {
    return new HandChain(links);
  }

  get person(): Bytes {
    return sha256(utf8(this.links[0]?.link ?? ''));
  }

  /** `actor` as the member that a link adds to this person, with its join signature and with some fields replaced. */
  member(actor: Actor, more: Body = {}): Body {
    const proto = Uint8Array.from((more['proto'] as number[] | undefined) ?? [1]);
    const head = concat(utf8('Siegel 1 join'), Uint8Array.of(0), this.person, lengthPrefixed(utf8(actor.id)));
    const text = actor.s === undefined ? concat(head, actor.d) : concat(head, actor.s, actor.d, lengthPrefixed(proto));
    const keys = actor.s === undefined ? {} : { s: toB64u(actor.s) };
    const list = actor.s === undefined ? {} : { proto: [1] };
    return { id: actor.id, ...keys, d: toB64u(actor.d), ...list, join: toB64u(actor.sign(text)), ...more };
  }

  /** The body of the next link of `actor`, in the order of the protocol, with some fields replaced. */
  body(actor: Actor, more: Body = {}): Body {
    const last = this.links.at(-1)?.link ?? '';
    const head = { v: 1, n: this.links.length + 1, prev: toB64u(sha256(utf8(last))), at: AT + this.links.length };
    return { ...head, by: actor.id, proto: null, add: [], drop: [], ...more };
  }

  next(actor: Actor, more: Body = {}): HandChain {
    return new HandChain([...this.links, linkOf(actor, this.body(actor, more))]);
  }

  adding(actor: Actor, ...added: readonly Actor[]): HandChain {
    return this.next(actor, { add: added.map((each) => this.member(each)) });
  }

  dropping(actor: Actor, ...dropped: readonly Actor[]): HandChain {
    return this.next(actor, { drop: dropped.map(({ id }) => id) });
  }

  get payload(): Bytes {
    return utf8(JSON.stringify({ chain: this.links }));
  }
}
