// An account at a broker, without windows. Questions are declined unless the test says otherwise, and no policy is set.
// After a change of its own the account gets the settings again, at the pace of the view, as in the program.
import { join } from 'node:path';
import { type Account, beginAccount } from '../../../src/main/app/account.ts';
import { createNotices } from '../../../src/main/app/notices.ts';
import { createSettings, defaultSettings } from '../../../src/main/policy/settings.ts';
import { createViewPace } from '../../../src/main/app/view-pace.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault, type Vault } from '../../../src/main/vault/vault.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { quiet } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import type { FakeKeyring } from '../vault/fake-key-store.ts';

type Parts = Parameters<typeof beginAccount>[0];
interface Hooks {
  readonly onRecord?: Parts['onRecord'];
  readonly consent?: Parts['consent'];
  readonly onChange?: (account: Account) => void;
  readonly onContactNews?: () => void;
  readonly clock?: Parts['clock'];
}

/** The vault of the profile in this folder, with its key in this keyring. The test creates or unlocks it. */
export function vaultIn(folder: string, keyring: FakeKeyring): Vault {
  return openVault({
    directory: join(folder, 'vault'),
    keyStore: createKeyStore(keyring.safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
  });
}

/** The account of this identity, which connects to the broker at `url`. */
export function accountAt(
  url: string,
  identity: Parts['identity'],
  opened: Parts['opened'],
  {
    onRecord = () => undefined,
    consent = () => Promise.resolve('no'),
    onChange = () => undefined,
    onContactNews = () => undefined,
    clock = realClock(),
  }: Hooks = {},
): Account {
  const policy = fixedPolicy();
  const settings = createSettings(defaultSettings(['en']), {}, policy);
  const pace = createViewPace(clock, setImmediate);
  let isDue = false;
  let isOver = false;
  const follow = (): void => {
    isDue = false;
    if (!isOver) account.follow({ ...settings.read(), brokerUrl: url }, { kind: 'stopped' }, 'available', undefined);
  };
  const changed = (): void => {
    onChange(account);
    if (!isDue) pace(follow);
    isDue = true;
  };
  const account: Account = beginAccount({
    arrived: () => [],
    onTaken: () => undefined,
    identity,
    opened,
    clock,
    random: systemRandom,
    log: quiet,
    notices: createNotices(
      () => undefined,
      () => undefined,
    ),
    ownRelay: () => undefined,
    settings: settings.read,
    policy,
    tunnel: () => Promise.resolve(undefined),
    onRecord,
    consent,
    mayUse: () => true,
    onChange: changed,
    whenShown: Promise.resolve(),
    onContactNews: () => {
      onContactNews();
      changed();
    },
  });
  follow();
  return {
    ...account,
    close: async (...how) => {
      isOver = true;
      await account.close(...how);
    },
  };
}
