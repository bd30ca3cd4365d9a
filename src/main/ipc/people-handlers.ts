// Commands about whom an address means: choosing among several persons, reading fingerprints and devices, forgetting a
// person, deciding between contradicting devices, and objecting to the removal of this device.
import type { OthersView } from '../../contract/claims.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Handlers } from '../../contract/ipc.ts';
import type { Account } from '../app/account.ts';
import type { Fingerprints } from '../app/fingerprints.ts';
import { claimView } from '../app/claim-view.ts';
import type { Opened } from '../app/opened.ts';
import type { AddressClaims, Claim } from '../people/claims.ts';

type Asked = Pick<Account, 'identity' | 'person' | 'claims' | 'devicesOf' | 'disputes' | 'removal' | 'ownDisputes'>;
type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

/**
 * The handlers. `account`: the open account, with its trust `book`. `whyClosed`: why no account is open. `fingerprints`
 * computes the fingerprints to show.
 */
export function peopleHandlers(
  account: () => Asked | undefined,
  book: () => Pick<Opened['book'], 'pin'> | undefined,
  whyClosed: () => RefusalCode,
  fingerprints: Pick<Fingerprints, 'ready' | 'pair'>,
): Pick<
  Handlers,
  | 'contact.choosePerson'
  | 'contact.readOthers'
  | 'contact.forget'
  | 'contact.removeForGood'
  | 'contact.readFingerprint'
  | 'contact.readDevices'
  | 'contact.readDispute'
  | 'contact.chooseSide'
  | 'device.readDispute'
  | 'device.chooseSide'
  | 'device.object'
> {
  async function answer<T>(run: (account: Asked) => Promise<T>): Promise<Answer<T>> {
    const open = account();
    return open === undefined ? { ok: false, code: whyClosed() } : { ok: true, value: await run(open) };
  }
  async function act(run: (account: Asked) => Promise<'done' | RefusalCode>): Promise<Answer<undefined>> {
    const outcome = await answer(run);
    if (!outcome.ok) return outcome;
    return outcome.value === 'done' ? { ok: true, value: undefined } : { ok: false, code: outcome.value };
  }
  async function othersOf(read: AddressClaims | 'timeout'): Promise<OthersView> {
    if (read === 'timeout') return { kind: 'unread' };
    const { address, claims, more } = read;
    if (claims.length === 0) return { kind: 'nobody' };
    const digitsOf = async ({ person }: Claim): Promise<string> => fingerprints.ready({ person, address });
    const views = claims.map(async (claim) => claimView(claim, await digitsOf(claim)));
    return { kind: 'others', claims: await Promise.all(views), more };
  }
  async function fingerprintOf({ identity, person }: Asked, address: string): Promise<string> {
    const pin = book()?.pin(address);
    if (pin === undefined) return '';
    return fingerprints.pair({ person, address: identity.address }, { person: pin.person, address });
  }
  return {
    'contact.choosePerson': async ({ address, person }) => act(async ({ claims }) => claims.choose(address, person)),
    'contact.readOthers': async ({ address }) => answer(async ({ claims }) => othersOf(await claims.others(address))),
    'contact.forget': async ({ address }) => act(async ({ claims }) => claims.forget(address)),
    'contact.removeForGood': async ({ address }) => act(async ({ claims }) => claims.removeForGood(address)),
    'contact.readFingerprint': async ({ address }) => answer(async (open) => fingerprintOf(open, address)),
    'contact.readDevices': async ({ address }) => answer(async ({ devicesOf }) => Promise.resolve(devicesOf(address))),
    'contact.readDispute': async ({ address }) => answer(async ({ disputes }) => disputes.read(address)),
    'contact.chooseSide': async ({ address, side }) => act(async ({ disputes }) => disputes.decide(address, side)),
    'device.readDispute': async () => answer(async ({ ownDisputes }) => ownDisputes.read()),
    'device.chooseSide': async ({ side }) => act(async ({ ownDisputes }) => ownDisputes.decide(side)),
    'device.object': async () => act(async ({ removal }) => removal.object()),
  };
}
