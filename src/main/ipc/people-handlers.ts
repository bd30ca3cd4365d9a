// Commands about whom an address means: choosing among several persons, forgetting one, deciding between devices that contradict each other.
import type { RefusalCode } from '../../contract/failure.ts';
import type { Handlers } from '../../contract/ipc.ts';
import type { Account } from '../app/account.ts';

type Asked = Pick<Account, 'claims' | 'devicesOf' | 'disputes' | 'removal' | 'ownDisputes'>;
type Answer<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly code: RefusalCode };

/** The handlers; `account` is the one that is open, `whyClosed` says why there is none. */
export function peopleHandlers(
  account: () => Asked | undefined,
  whyClosed: () => RefusalCode,
): Pick<
  Handlers,
  | 'contact.choosePerson'
  | 'contact.forget'
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
  return {
    'contact.choosePerson': async ({ address, person }) => act(async ({ claims }) => claims.choose(address, person)),
    'contact.forget': async ({ address }) => act(async ({ claims }) => claims.forget(address)),
    'contact.readDevices': async ({ address }) => answer(async ({ devicesOf }) => Promise.resolve(devicesOf(address))),
    'contact.readDispute': async ({ address }) => answer(async ({ disputes }) => disputes.read(address)),
    'contact.chooseSide': async ({ address, side }) => act(async ({ disputes }) => disputes.decide(address, side)),
    'device.readDispute': async () => answer(async ({ ownDisputes }) => ownDisputes.read()),
    'device.chooseSide': async ({ side }) => act(async ({ ownDisputes }) => ownDisputes.decide(side)),
    'device.object': async () => act(async ({ removal }) => removal.object()),
  };
}
