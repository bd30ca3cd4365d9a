// Which devices the organisation confirms while brokers are silent, devices come and go, and time and policy change.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Bytes } from '../../../src/core/bytes.ts';
import { policies } from '../../../src/core/policy/table.ts';
import { createConfirmations } from '../../../src/main/organisation/confirmations.ts';
import { createOrganisationTrust } from '../../../src/main/organisation/organisation-trust.ts';
import { writePem } from '../../../src/main/organisation/pem.ts';
import type { Retained } from '../../../src/main/signalling/transport.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { Authority, DAY_MS, deviceOf } from './authority.ts';

const alice = deviceOf();
const second = deviceOf(alice.address, 2);
let root: Authority;
let ofAlice: Bytes;
let ofSecond: Bytes;
beforeAll(async () => {
  root = await Authority.create();
  ofAlice = await root.issue(alice);
  ofSecond = await root.issue(second, { days: 8 });
});

function bench(withRoot = true) {
  const clock = new HandClock();
  const policy = fixedPolicy(withRoot ? { OrganisationRoots: [root.pem] } : {});
  const shown = new Map<string, Retained>();
  const reads: string[] = [];
  let news = 0;
  const confirmations = createConfirmations({
    trust: createOrganisationTrust(policy, new MemoryStore(), () => undefined),
    transport: {
      readCredential: (device) => {
        reads.push(device);
        return Promise.resolve(shown.get(device));
      },
    },
    clock,
  });
  confirmations.onChange(() => news++);
  return { clock, policy, shown, reads, confirmations, news: () => news };
}
const confirmed = expect.objectContaining({ kind: 'confirmed' });

describe('confirmations without a root in policy', () => {
  it('without a root every device has the mark `none`, and nothing is read', async () => {
    const { confirmations, shown, reads } = bench(false);
    shown.set(alice.device, ofAlice);
    expect(await confirmations.check(alice, 1000)).toEqual({ kind: 'none' });
    await confirmations.checkAll(alice.address, [alice], 1000);
    expect(confirmations.markOf(alice.address)).toEqual({ kind: 'none' });
    expect(reads).toEqual([]);
  });
});

describe('confirmations with a root in policy', () => {
  it('a device is confirmed for its own person and for no other', async () => {
    const { confirmations, shown } = bench();
    shown.set(alice.device, ofAlice);
    expect(await confirmations.check(alice, 1000)).toEqual(confirmed);
    // Somebody begins a chain that puts this device under another person. That person does not get the true person's
    // mark.
    const taken = { ...alice, person: new Uint8Array(32) };
    expect(confirmations.markOfDevice(taken)).toEqual({ kind: 'none' });
    expect(await confirmations.check(taken, 1000)).toEqual({ kind: 'refused', cause: 'wrong-bundle' });
    expect(confirmations.markOfDevice(alice)).toEqual(confirmed);
  });

  it('a silent broker changes no confirmation, and an answer without a certificate removes the confirmation', async () => {
    const { confirmations, shown } = bench();
    shown.set(alice.device, 'timeout');
    expect(await confirmations.check(alice, 1000)).toEqual({ kind: 'none' });
    shown.set(alice.device, ofAlice);
    await confirmations.check(alice, 1000);
    shown.set(alice.device, 'timeout');
    expect(await confirmations.check(alice, 1000)).toEqual(confirmed);
    shown.set(alice.device, undefined);
    expect(await confirmations.check(alice, 1000)).toEqual({ kind: 'none' });
  });

  it('a person is confirmed only while every device of theirs is confirmed', async () => {
    const { confirmations, shown } = bench();
    const mark = (): unknown => confirmations.markOf(alice.address);
    shown.set(alice.device, ofAlice);
    await confirmations.checkAll(alice.address, [alice, second], 1000);
    expect(mark()).toEqual({ kind: 'none' });
    shown.set(second.device, ofSecond);
    await confirmations.checkAll(alice.address, [alice, second], 1000);
    expect(mark()).toEqual(confirmed);
    shown.set(second.device, ofAlice);
    await confirmations.checkAll(alice.address, [alice, second], 1000);
    expect(mark()).toEqual({ kind: 'refused', cause: 'wrong-device' });
    await confirmations.checkAll(alice.address, [alice], 1000); // the list no longer names the second device
    expect(mark()).toEqual(confirmed);
  });

  it('a device without a certificate is checked again a few times, not for ever', async () => {
    const { clock, confirmations, shown, reads } = bench();
    await confirmations.checkAll(alice.address, [alice, second], 1000);
    shown.set(alice.device, ofAlice);
    await clock.advance(16_000);
    expect(confirmations.markOfDevice(alice)).toEqual(confirmed);
    await clock.advance(DAY_MS);
    expect(reads.filter((device) => device === alice.device)).toHaveLength(2);
    expect(reads.filter((device) => device === second.device)).toHaveLength(4);
  });

  it('a confirmation expires by itself, and the change is reported', async () => {
    const { clock, confirmations, shown, news } = bench();
    shown.set(second.device, ofSecond);
    await confirmations.checkAll(alice.address, [second], 1000);
    const before = news();
    await clock.advance(7 * DAY_MS - 1000);
    expect(confirmations.markOf(alice.address)).toEqual(confirmed);
    expect(news()).toBe(before);
    await clock.advance(2000);
    expect(confirmations.markOf(alice.address)).toEqual({ kind: 'refused', cause: 'expired' });
    expect(news()).toBeGreaterThan(before);
  });

  it('correcting a clock that was far ahead leaves nobody expired', async () => {
    const { clock, confirmations, shown } = bench();
    clock.sleep(400 * DAY_MS);
    shown.set(alice.device, ofAlice);
    expect(await confirmations.check(alice, 1000)).toEqual({ kind: 'refused', cause: 'expired' });
    clock.sleep(-400 * DAY_MS);
    expect(confirmations.markOfDevice(alice)).toEqual(confirmed);
  });

  it('a revocation list or another root in policy removes a confirmation at once', async () => {
    const { policy, confirmations, shown, news } = bench();
    shown.set(alice.device, ofAlice);
    await confirmations.check(alice, 1000);
    confirmations.markOfDevice(alice);
    const before = news();
    policy.set({ OrganisationRevocations: [writePem(await root.revoke([ofAlice]), 'X509 CRL')] });
    expect(news()).toBeGreaterThan(before);
    expect(confirmations.markOfDevice(alice)).toEqual({ kind: 'refused', cause: 'revoked' });
    policy.set({ OrganisationRoots: [(await Authority.create('other')).pem] });
    expect(confirmations.markOfDevice(alice)).toEqual({ kind: 'refused', cause: 'foreign-root' });
    policy.set({ OrganisationRoots: [] });
    expect(confirmations.markOfDevice(alice)).toEqual({ kind: 'none' });
  });

  it.each([
    ['was damaged in transit', (pem: string) => pem.replace(/\n(.{8})/, '\n')],
    ['cannot be read and policy uses its strictest value instead', () => policies.OrganisationRevocations.strict[0]],
  ])('nobody is confirmed while a revocation list %s', async (_what, damaged) => {
    const { policy, confirmations, shown } = bench();
    shown.set(alice.device, ofAlice);
    await confirmations.check(alice, 1000);
    const list = writePem(await root.revoke([ofAlice]), 'X509 CRL');
    policy.set({ OrganisationRevocations: [damaged(list)] });
    expect(confirmations.markOfDevice(alice)).toEqual({ kind: 'none' });
    policy.set({ OrganisationRevocations: [writePem(await root.revoke([ofSecond]), 'X509 CRL')] });
    expect(confirmations.markOfDevice(alice)).toEqual(confirmed);
  });

  it('a confirmation is forgotten after 2048 later readings, so that strangers do not fill the memory', async () => {
    const { confirmations, shown } = bench();
    shown.set(alice.device, ofAlice);
    await confirmations.check(alice, 1000);
    for (let i = 0; i < 2048; i++) await confirmations.check({ ...second, address: `p${String(i)}@x.example` }, 1000);
    expect(confirmations.markOfDevice(alice)).toEqual({ kind: 'none' });
  });
});
