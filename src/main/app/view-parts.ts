// Which part each piece of the view comes from. Readers only; view-source.ts joins them.
import type { HistoryEntry, Settings } from '../../contract/view.ts';
import type { RelaysOf } from '../../contract/own-relay.ts';
import type { KeysInForce } from '../../contract/global-keys.ts';
import type { HeadsetsView } from '../../contract/headset.ts';
import type { Knock } from '../../contract/knock.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { Broker } from '../signalling/broker.ts';
import type { PersonsProxyAccounts } from '../signalling/proxy-accounts.ts';
import type { SystemDnd } from '../desktop/system-dnd.ts';
import type { NewDevice } from '../devices/new-device.ts';
import type { Updates } from '../update/updates.ts';
import type { Account } from './account.ts';
import { claimView } from './claim-view.ts';
import { createContactViews } from './contact-views.ts';
import type { Fingerprints, Person } from './fingerprints.ts';
import { managedView } from './managed-view.ts';
import type { Notices } from './notices.ts';
import type { Profile } from './profile.ts';
import type { Proposals } from './proposal.ts';
import type { StatusNow } from './status.ts';
import type { ViewParts } from './view-source.ts';

/** Where the view is read from. */
export interface ViewOrigin {
  readonly versions: { readonly app: string; readonly electron: string; readonly chromium: string };
  readonly profile: Profile;
  readonly broker: Broker;
  readonly notices: Notices;
  readonly fingerprints: Fingerprints;
  readonly policy: PolicyInForce;
  readonly login: string; // the name under which the person is logged in
  readonly proposal: Proposals;
  readonly updates: Pick<Updates, 'view'>;
  readonly newDevice: Pick<NewDevice, 'view' | 'wantsChoice'>;
  /** Changes whenever presence, claims or marks of contacts may have changed. */
  readonly contactNews: () => number;
  readonly settings: () => Settings;
  readonly status: () => StatusNow;
  readonly systemDnd: Pick<SystemDnd, 'state'>;
  readonly relaysOf: () => RelaysOf;
  readonly proxyAccounts: Pick<PersonsProxyAccounts, 'view'>;
  readonly keysInForce: () => KeysInForce;
  readonly headsets: () => HeadsetsView;
  readonly knock: () => Knock | undefined;
}

const noDevices = { isRemoved: false, isDisputed: false, isUnfinished: false, giving: { kind: 'off' } } as const;

/** The readers of these parts. */
export function viewParts(origin: ViewOrigin): ViewParts {
  const { profile, fingerprints } = origin;
  const personOf = ({ identity, person }: Pick<Account, 'identity' | 'person'>): Person => ({
    person,
    address: identity.address,
  });

  const contacts = createContactViews();
  const newest = copiedOnce<HistoryEntry>();
  return {
    versions: () => origin.versions,
    keyStore: profile.vault.view,
    identity: () => {
      const account = profile.account();
      if (account === undefined) return undefined;
      const { address, name, deviceId } = account.identity;
      return { address, name, device: deviceId, fingerprint: fingerprints.own(personOf(account)) ?? '' };
    },
    link: () => profile.account()?.connection() ?? { kind: 'off' },
    status: () => origin.status().status,
    statusReason: () => origin.status().reason,
    mayFollowSystem: () => origin.systemDnd.state() !== 'unreadable',
    contacts: () => contacts(profile.opened()?.book.contacts() ?? [], profile.account(), origin.contactNews()),
    claims: () =>
      (profile.account()?.claims.list() ?? []).map(({ address, claims, more }) => ({
        address,
        more,
        claims: claims.map((claim) => claimView(claim, fingerprints.own({ person: claim.person, address }))),
      })),
    disputes: () => [...(profile.opened()?.book.disputed() ?? [])],
    calls: () => [...(profile.account()?.desk.views() ?? [])],
    history: () => newest(profile.opened()?.history.newest() ?? []),
    broker: origin.broker.view,
    notices: origin.notices.list,
    settings: origin.settings,
    relaysOf: origin.relaysOf,
    proxyLogin: origin.proxyAccounts.view,
    keysInForce: origin.keysInForce,
    headsets: origin.headsets,
    managed: () => managedView(origin.policy, origin.login),
    enrolment: () => profile.account()?.organisation.enrolment.view() ?? { kind: 'off' },
    update: origin.updates.view,
    devices: () => {
      const own = profile.account()?.devices;
      const removal = profile.account()?.removal.view();
      return {
        ...(removal !== undefined && { removal }),
        ...(own?.view() ?? { ...noDevices, list: [], given: [] }),
        isSecond: own?.isSecond() ?? false,
        mayLink: origin.policy.values().LinkDevices,
        wantsChoice: origin.newDevice.wantsChoice(),
        taking: origin.newDevice.view(),
      };
    },
    recovery: () => profile.account()?.recovery.view(),
    offer: () => profile.account()?.desk.offer(),
    proposal: origin.proposal.read,
    knock: origin.knock,
    isLocked: () => profile.lockCause() !== undefined,
  };
}

// Returns the same copy while the original is the same, so that nobody compares it entry by entry.
function copiedOnce<T>(): (list: readonly T[]) => T[] {
  let last: readonly T[] = [];
  let copy: T[] = [];
  return (list) => {
    if (list !== last) copy = [...list];
    last = list;
    return copy;
  };
}
