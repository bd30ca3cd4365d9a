// A whole organisation on this machine: siegel-ca and Mosquitto as separate processes, and two accounts started as the
// program starts them. They enrol by token, use the certificate at the broker and renew it while running, and one is
// revoked. The other account sees each step.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { OrganisationMark } from '../../src/contract/managed.ts';
import type { PolicyValues } from '../../src/core/policy/table.ts';
import { type Account, beginAccount } from '../../src/main/app/account.ts';
import { identityForm, makeIdentity } from '../../src/main/devices/identity.ts';
import { createNotices } from '../../src/main/app/notices.ts';
import type { Opened } from '../../src/main/app/opened.ts';
import { createSettings, defaultSettings } from '../../src/main/policy/settings.ts';
import { createSlices } from '../../src/main/time/slices.ts';
import { systemClock as clock, systemRandom as random } from '../../src/main/time/system-clock.ts';
import { openBook } from '../../src/main/contacts/book.ts';
import { createLog } from '../../src/main/log.ts';
import type { RecordEvent } from '../../src/main/record/record-event.ts';
import { MemoryHistory } from '../main/memory-history.ts';
import { MemoryStore } from '../main/memory-store.ts';
import { createFirstLook } from '../../src/main/devices/first-look.ts';
import { openDeviceMarks } from '../../src/main/devices/device-marks.ts';
import { waitingKeyForm } from '../../src/main/app/locked-connection.ts';
import { openRecoveryOffer } from '../../src/main/devices/recovery-offer.ts';
import { openDeviceNames } from '../../src/main/devices/device-names.ts';
import { fixedPolicy } from '../main/policy/fixed-policy.ts';
import { brokerFolder, childBroker } from '../main/signalling/child-broker.ts';
import { MOSQUITTO } from '../main/signalling/mosquitto.ts';
import { type TestBroker } from '../main/signalling/test-broker.ts';
import { guideRecipe } from '../../tools/guide-recipe.ts';
import { CaProcess } from '../tools/ca-server.ts';
import { freePort } from '../../tools/network/free-port.ts';

const silent = (): void => undefined;
const PATIENCE = { timeout: 60_000, interval: 20 };

/** One machine: an account with its state in memory and a policy of its own. */
class Desk {
  readonly address: string;
  readonly policy: ReturnType<typeof fixedPolicy>;
  readonly record: RecordEvent[] = [];
  readonly account: Account;
  onlines = 0;

  constructor(address: string, policy: Partial<PolicyValues>) {
    this.address = address;
    this.policy = fixedPolicy(policy);
    const stores: Pick<Opened, 'identity' | 'chain'> = {
      identity: new MemoryStore(identityForm),
      chain: new MemoryStore(),
    };
    const identity = makeIdentity(stores, { address, name: '' }, random, clock);
    if (identity === 'disk') throw new Error('memory is never full');
    const opened: Opened = {
      ...stores,
      book: openBook(new MemoryStore(), silent, silent),
      history: new MemoryHistory().open(),
      callIds: new MemoryStore(),
      claims: new MemoryStore(),
      foreignClaims: new MemoryStore(),
      seenDevices: new MemoryStore(),
      settings: new MemoryStore(),
      revocations: new MemoryStore(),
      enrolments: new MemoryStore(),
      bookState: () => undefined,
      deviceNames: openDeviceNames(new MemoryStore()),
      deviceMarks: openDeviceMarks(new MemoryStore()),
      recoveryOffer: openRecoveryOffer(new MemoryStore()),
      waitingKey: new MemoryStore(waitingKeyForm),
      link: new MemoryStore(),
    };
    const settings = defaultSettings(['en']);
    let wasOnline = false;
    const changed = (): void => {
      const isOnline = this.account?.connection().kind === 'online';
      if (isOnline && !wasOnline) this.onlines++;
      wasOnline = isOnline;
    };
    this.account = beginAccount({
      arrived: () => [],
      onTaken: () => undefined,
      identity,
      opened,
      clock,
      random,
      log: createLog('error', silent),
      notices: createNotices(() => undefined, silent),
      ownRelay: () => undefined,
      settings: () => settings,
      policy: this.policy,
      tunnel: () => Promise.resolve(undefined),
      onRecord: (event) => void this.record.push(event),
      consent: () => Promise.resolve('no'),
      mayUse: () => true,
      onChange: changed,
      whenShown: Promise.resolve(),
      onContactNews: changed,
    });
    this.account.follow(settings, { kind: 'stopped' }, 'available', undefined);
    this.#look = (peer) => {
      opened.book.remove(peer);
      opened.book.add(peer, '');
    };
  }

  readonly #look: (peer: string) => void;

  /** Adds `peer` to the contacts, and repeats that until the presence of `peer` is seen. */
  add(peer: Desk) {
    return vi.waitUntil(
      () => {
        if (this.account.presenceOf(peer.address) === 'unknown') this.#look(peer.address);
        return this.account.presenceOf(peer.address) === 'online';
      },
      { ...PATIENCE, interval: 500 },
    );
  }

  markOf(peer: Desk): OrganisationMark {
    return this.account.organisation.confirmations.markOf(peer.address);
  }

  get serial(): string {
    const view = this.account.organisation.enrolment.view();
    return view.kind === 'enrolled' ? view.serial : '';
  }

  untilMark(peer: Desk, kind: OrganisationMark['kind'], more: (mark: OrganisationMark) => boolean = () => true) {
    return vi.waitUntil(() => this.markOf(peer).kind === kind && more(this.markOf(peer)), PATIENCE);
  }

  untilOnline() {
    return vi.waitUntil(() => this.account.connection().kind === 'online', PATIENCE);
  }
}

// Mosquitto, configured as the administrator's guide says, with certificates of siegel-ca and no other tool.
async function mosquittoOf(ca: CaProcess): Promise<{ readonly url: string; readonly broker: TestBroker }> {
  const folder = brokerFolder('organisation');
  const port = await freePort();
  const [pem = ''] = ca.run('server', '127.0.0.1', '--out', folder).split('\n');
  writeFileSync(join(folder, 'siegel.acl'), guideRecipe('/etc/mosquitto/siegel/siegel.acl'), { mode: 0o600 });
  const config = guideRecipe('/etc/mosquitto/conf.d/siegel.conf')
    .replaceAll('/etc/mosquitto/siegel/roots.pem', join(ca.folder, 'root.pem'))
    .replaceAll('/etc/mosquitto/siegel/server.', pem.replace(/pem$/, ''))
    .replaceAll('/etc/mosquitto/siegel/', `${folder}/`)
    .replaceAll('/var/lib/mosquitto/', `${folder}/`)
    .replace(/^listener \d+$/m, `listener ${port} 127.0.0.1`);
  const asRoot = process.getuid?.() === 0 ? 'user root\n' : '';
  writeFileSync(join(folder, 'config'), asRoot + config);
  const url = `mqtts://127.0.0.1:${port}`;
  const options = { folder, port, program: MOSQUITTO ?? 'mosquitto', args: ['-c', join(folder, 'config')] };
  return { url, broker: await childBroker(options, (device) => ({ device, url })) };
}

describe.skipIf(MOSQUITTO === undefined)('organisations with their own authority', () => {
  let ca: CaProcess;
  let broker: TestBroker;
  let brokerUrl = '';
  const desks: Desk[] = [];
  beforeEach(async () => {
    ca = new CaProcess();
    ca.run('init', '--name', 'Klinik am See');
    ({ url: brokerUrl, broker } = await mosquittoOf(ca));
  });
  afterEach(async () => {
    await Promise.all(desks.splice(0).map(({ account }) => account.close('app-closed')));
    await broker.stop();
    await ca.remove();
  });

  function desk(address: string, EnrolmentUrl: string, more: Partial<PolicyValues> = {}): Desk {
    const roots = [ca.rootPem];
    const policy = { OrganisationRoots: roots, TlsRoots: roots, EnrolmentUrl, BrokerUrl: brokerUrl, ...more };
    const made = new Desk(address, policy);
    desks.push(made);
    return made;
  }

  async function two(...serveWith: readonly string[]): Promise<{ alice: Desk; bob: Desk }> {
    const url = await ca.serve(...serveWith);
    const alice = desk('alice@klinik.example', url);
    const bob = desk('bob@klinik.example', url);
    for (const each of [alice, bob]) {
      expect(await each.account.organisation.enrolment.enrol(ca.run('token', each.address))).toBe('done');
    }
    await Promise.all([alice.untilOnline(), bob.untilOnline()]);
    await Promise.all([alice.add(bob), bob.add(alice)]);
    return { alice, bob };
  }

  it('an organisation enrols devices by token, confirms them, and revokes one by policy and by a published list', async () => {
    const { alice, bob } = await two();
    await Promise.all([alice.untilMark(bob, 'confirmed'), bob.untilMark(alice, 'confirmed')]);
    expect(alice.markOf(bob)).toMatchObject({ name: 'Klinik am See' });

    ca.run('revoke', bob.address);
    alice.policy.set({ OrganisationRevocations: [ca.run('crl')] });
    await alice.untilMark(bob, 'refused');
    expect(alice.markOf(bob)).toEqual({ kind: 'refused', cause: 'revoked' });
    expect(bob.markOf(alice).kind).toBe('confirmed');

    expect(ca.run('crl', '--publish', brokerUrl)).toMatch(/^published as sgl\/1\/org\/[a-z2-7]{26}$/);
    await broker.kill();
    await broker.restart(); // every device reads the list again when it is back online
    await vi.waitUntil(() => bob.account.organisation.enrolment.view().kind === 'failed', PATIENCE);
    expect(bob.account.organisation.enrolment.view()).toEqual({ kind: 'failed', cause: 'revoked' });
    expect(alice.markOf(bob)).toEqual({ kind: 'refused', cause: 'revoked' });
  });

  it('a new device that looks up its address without a certificate gets uncertified, or server-refused if policy names no enrolment server', async () => {
    const url = await ca.serve();
    const settings = createSettings(defaultSettings(['en']), {}, fixedPolicy());
    const lookWith = (EnrolmentUrl: string) => {
      const roots = [ca.rootPem];
      const policy = { OrganisationRoots: roots, TlsRoots: roots, EnrolmentUrl, BrokerUrl: brokerUrl };
      return createFirstLook({
        settings,
        policy: fixedPolicy(policy),
        broker: () => ({ kind: 'stopped' }),
        tunnel: () => Promise.resolve(undefined),
        clearBrokers: { renew: silent, mayUse: () => true, answered: () => Promise.resolve() },
        clock,
        random,
        slices: createSlices(),
        log: createLog('error', silent),
      }).read('alice@klinik.example', 'a'.repeat(26));
    };
    expect(await lookWith(url)).toBe('uncertified');
    expect(await lookWith('')).toBe('server-refused');
  });

  it('a certificate is renewed without a restart, the device connects again, and the peer sees the next certificate', async () => {
    const { alice, bob } = await two('--life', '24s');
    await alice.untilMark(bob, 'confirmed');
    const [firstSerial, firstUntil, onlines] = [bob.serial, untilOf(alice.markOf(bob)), bob.onlines];
    await vi.waitUntil(() => bob.serial !== '' && bob.serial !== firstSerial, PATIENCE);
    await vi.waitUntil(() => bob.onlines > onlines, PATIENCE);
    expect(bob.record.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['enrolled', 'renewed']));
    const { identity: device, person } = bob.account;
    await vi.waitUntil(async () => {
      const proven = {
        address: bob.address,
        person,
        device: device.deviceId,
        key: device.deviceKeys.s,
      };
      const mark = await alice.account.organisation.confirmations.check(proven, 3000);
      return untilOf(mark) > firstUntil;
    }, PATIENCE);
    expect(ca.lines.filter((line) => line.startsWith('renewed: bob@klinik.example')).length).toBeGreaterThan(0);
  });

  it('the broker admits no device whose certificate is missing or of another authority', async () => {
    const url = await ca.serve();
    const nobody = desk('nobody@klinik.example', url);
    await vi.waitUntil(() => nobody.account.connection().kind === 'waiting', PATIENCE);
    expect(nobody.onlines).toBe(0);
    const stranger = new CaProcess();
    stranger.run('init', '--name', 'Stranger');
    const strangersUrl = await stranger.serve();
    const mallory = desk('mallory@klinik.example', strangersUrl, { OrganisationRoots: [stranger.rootPem] });
    expect(await mallory.account.organisation.enrolment.enrol(stranger.run('token', mallory.address))).toBe('done');
    await vi.waitUntil(() => mallory.account.connection().kind === 'waiting', PATIENCE);
    expect(mallory.onlines).toBe(0);
    await stranger.remove();
  });

  it('a device does not enrol at an enrolment server whose certificate the policy does not trust', async () => {
    const stranger = new CaProcess();
    stranger.run('init', '--name', 'Stranger');
    const alice = desk('alice@klinik.example', await stranger.serve());
    const token = stranger.run('token', alice.address);
    expect(await alice.account.organisation.enrolment.enrol(token)).toBe('ca-unreachable');
    expect(alice.account.organisation.enrolment.view()).toEqual({ kind: 'failed', cause: 'tls' });
    expect(stranger.run('list')).toBe('');
    await stranger.remove();
  });
});

const untilOf = (mark: OrganisationMark): number => (mark.kind === 'confirmed' ? mark.until : 0);
