// An account whose device was taken off the list, over a real broker: it connects to look once whether it still is, and no more.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { toB64u } from '../../../src/core/bytes.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import type { SignedCertificate } from '../../../src/core/keys/certificate.ts';
import { issueDeviceList, readDeviceList } from '../../../src/core/keys/device-list.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { signingKeyOf } from '../../../src/main/app/long-term-keys.ts';
import type { Account } from '../../../src/main/app/account.ts';
import { certifyDevice, makeIdentity } from '../../../src/main/app/identity.ts';
import { openState } from '../../../src/main/app/opened.ts';
import type { RecordEvent } from '../../../src/main/record/record-event.ts';
import { createLink, type Link } from '../../../src/main/signalling/link.ts';
import { createKeyStore } from '../../../src/main/vault/key-store.ts';
import { openVault } from '../../../src/main/vault/vault.ts';
import { embedded, quiet, type TestBroker } from '../signalling/test-broker.ts';
import { realClock, systemRandom } from '../signalling/test-clock.ts';
import { FakeKeyring } from '../vault/fake-key-store.ts';
import { accountAt } from './account-rig.ts';

const address = 'anna@klinik.example';
const clock = realClock();
let folder: string;
let broker: TestBroker;
let other: Link; // the person's other device
let account: Account;
let links: string[];
let events: RecordEvent['kind'][];
let put: (devices: readonly ('this' | 'other')[]) => Promise<void>;
let begin: () => void;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'removed-'));
  broker = await embedded('tcp');
  links = [];
  events = [];
  const vault = openVault({
    directory: join(folder, 'vault'),
    keyStore: createKeyStore(new FakeKeyring().safeStorage, 'linux'),
    profile: 'default',
    random: systemRandom,
    appVersion: '0',
  });
  await vault.create();
  const onRecord = ({ kind }: RecordEvent): void => void events.push(kind);
  const opened = openState(vault, () => undefined, onRecord);
  const identity = makeIdentity(opened, { address, name: 'Anna' }, systemRandom, clock);
  if (identity === 'disk') throw new Error('the disk is not full');
  const { user } = unwrap(opened.identity.read(), 'it was made').keys;
  const certificates: Readonly<Record<'this' | 'other', SignedCertificate>> = {
    this: identity.certificate(),
    other: certifyDevice(
      signingKeyOf(user.copy()),
      { static: Secret.own(new Uint8Array(32).fill(9)), signing: Secret.own(new Uint8Array(32).fill(10)) },
      { address, name: 'Anna' },
      clock,
    ),
  };
  other = createLink({ clock, random: systemRandom, log: quiet });
  other.onMessage(() => undefined);
  other.open(broker.target('b'.repeat(26)));
  await vi.waitUntil(() => other.view().kind === 'online');
  let last = issueDeviceList(signingKeyOf(user.copy()), { address, devices: [certificates.this], at: 1 });
  put = async (devices) => {
    const fields = { address, devices: devices.map((which) => certificates[which]), at: 1 };
    last = issueDeviceList(signingKeyOf(user.copy()), fields, readDeviceList(last, address));
    if ((await other.publishList(userTag(address), last)) !== 'sent') throw new Error('not published');
  };
  opened.list.write({ payload: toB64u(last), isRemoved: true, removedBy: 2 });
  await put(['other']);
  const { url } = broker.target('this');
  begin = () => {
    const onChange = (changed: Account): void => void links.push(changed.link().kind);
    account = accountAt(url, identity, opened, { onRecord, onChange });
  };
});
afterEach(async () => {
  await account.close('app-closed');
  await other.close();
  await broker.stop();
  rmSync(folder, { recursive: true });
});

test('it looks once, is still off, and disconnects: nothing is published, and nothing recorded twice', async () => {
  begin();
  await vi.waitFor(() => expect([links.includes('online'), account.link().kind]).toEqual([true, 'off']));
  expect(account.devices.view().isRemoved).toBe(true);
  expect(account.desk.place('bert@klinik.example', 'audio')).toEqual({ ok: false, code: 'device-removed' });
  expect(events).toEqual([]);
  const list = await other.readList(userTag(address), 3000);
  expect(list instanceof Uint8Array && readDeviceList(list, address)?.version).toBe(2);
});

test('it is back where the newest list names it, and connected as any device', async () => {
  await put(['other', 'this']);
  begin();
  await vi.waitFor(() => expect(account.devices.view().isRemoved).toBe(false));
  await vi.waitFor(() =>
    expect([links.filter((kind) => kind === 'online').length > 1, account.link().kind]).toEqual([true, 'online']),
  );
  expect(account.devices.view().list).toHaveLength(2);
});
