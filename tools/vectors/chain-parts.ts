// What the sections about chains in the frozen vectors share: a person's devices and recovery keys, the beginning of
// their chain, and how the file writes chains and choices.
import { assert, unwrap } from '../../src/core/assert.ts';
import { type Bytes, toB64u, utf8 } from '../../src/core/bytes.ts';
import { beginChain, type Change, extendChain } from '../../src/core/keys/chain-build.ts';
import type { Choice } from '../../src/core/keys/chain-choice.ts';
import type { ChainFault } from '../../src/core/keys/chain-rules.ts';
import { type Chain, parseChain, payloadOf } from '../../src/core/keys/chain.ts';
import { verifyChainSteps } from '../../src/core/keys/chain-verify.ts';
import { type DeviceKeys, makeSigningKey } from '../../src/core/keys/identity.ts';
import type { SignedLink } from '../../src/core/keys/link.ts';
import { joinDevice, joinRecovery, type Member, recoveryIdOf, type Signer } from '../../src/core/keys/member.ts';
import { recoverySeed } from '../../src/core/keys/recovery-code.ts';
import { Secret } from '../../src/core/keys/secret.ts';
import { writeRemoval } from '../../src/core/signal/removal.ts';
import { runSteps } from '../../src/core/steps.ts';
import { fixed, fixedDevice, type SecretName } from './fixed.ts';

/** The address of the person. */
export const ADDRESS = 'caller@demo.example';
/** `at` of the first link, in s since 1970. */
export const SINCE = 1_800_000_000;

/** A signer of links. */
export interface Author extends Signer {
  readonly id: string;
}
/** A device that signs links, with its public agreement key. */
export interface DeviceAuthor extends Author {
  readonly s: Bytes;
}

function deviceAuthor({ id, s, d, sign }: DeviceKeys): DeviceAuthor {
  return { id, s, publicKey: d, sign };
}

function paperAuthor(name: SecretName): Author {
  const key = recoverySeed(Secret.own(fixed(name))).use((seed) => makeSigningKey(seed.slice()));
  return { id: recoveryIdOf(key.publicKey), publicKey: key.publicKey, sign: key.sign };
}

/**
 * The devices, under the letters that the file uses, and two recovery keys. In other sections the keys of `e` belong to
 * the callee.
 */
export const a = deviceAuthor(fixedDevice('caller'));
export const b = deviceAuthor(fixedDevice('second'));
export const c = deviceAuthor(fixedDevice('third'));
export const d = deviceAuthor(fixedDevice('fourth'));
export const e = deviceAuthor(fixedDevice('callee'));
export const [paper, otherPaper] = [paperAuthor('recoveryCode'), paperAuthor('otherRecoveryCode')];

/** What a link changes. */
export type Says = Pick<Change, 'proto' | 'add' | 'drop'>;

/** The first link, by `a`. */
export const root = beginChain({ address: ADDRESS, s: a.s, proto: [1], at: SINCE }, a);
/** A device as a member that has joined the person. */
export const joined = (device: DeviceAuthor, proto = [1]): Member => joinDevice(root.person, device.s, device, proto);
/** A recovery key as a member that has joined the person. */
export const onPaper = (key: Author): Member => joinRecovery(root.person, key);

/** `chain` with one more link, by `by`; throws if the link breaks a rule. */
export function next(chain: Chain, by: Author, says: Says): Chain {
  const longer = extendChain(chain, { by: by.id, at: SINCE + 60 * chain.links.length, ...says }, by);
  assert(typeof longer !== 'string', 'a link of the vectors follows every rule');
  return longer;
}

/** In `trunk`, `a` has added `b` and the recovery key; in `four`, it has added `c` and `d` as well. */
export const trunk = next(root, a, { add: [joined(b), onPaper(paper)] });
export const four = next(trunk, a, { add: [joined(c), joined(d)] });

/** The payload of a chain, a JSON text. */
export function textOf(chain: Chain): string {
  return new TextDecoder().decode(payloadOf(chain));
}

/** The rule that `payload` breaks, signatures included; `valid` if it breaks none. */
export function faultOf(payload: string): ChainFault | 'valid' {
  const chain = parseChain(utf8(payload), ADDRESS);
  if (typeof chain === 'string') return chain;
  const verified = runSteps(verifyChainSteps(chain));
  return typeof verified === 'string' ? verified : 'valid';
}

/** The hash of the last link in b64u. */
export const headOf = (links: readonly SignedLink[]): string => toB64u(unwrap(links.at(-1), 'it has links').hash);

/** The result of a choice as the file has it: each chain is named by the hash of its last link. */
export function outcomeOf(choice: Choice<SignedLink>) {
  const cut = choice.cut.map(({ hash }) => toB64u(hash));
  if (choice.kind === 'disputed') return { kind: choice.kind, heads: choice.branches.map(headOf), cut };
  const { kind, links, dropped, members } = choice;
  return { kind, head: headOf(links), dropped: dropped.map(writeRemoval), members: [...members], cut };
}

/** Chains by name. */
export class Named {
  readonly chains: Readonly<Record<string, Chain>>;

  constructor(chains: Readonly<Record<string, Chain>>) {
    this.chains = chains;
  }

  chain(name: string): Chain {
    return unwrap(this.chains[name], 'there is a chain of this name');
  }

  links(names: readonly string[]): readonly (readonly SignedLink[])[] {
    return names.map((name) => this.chain(name).links);
  }

  /** The payloads of the chains, by name. */
  texts(): Readonly<Record<string, string>> {
    return Object.fromEntries(Object.entries(this.chains).map(([name, chain]) => [name, textOf(chain)]));
  }
}
