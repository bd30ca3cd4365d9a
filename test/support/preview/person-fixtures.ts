// What is shown about a person before, in and after a call: several people under one address, devices that contradict
// each other, a recovery. For tests only.
import type { AddressClaims, OthersView } from '../../../src/contract/claims.ts';
import type { DisputeView } from '../../../src/contract/dispute.ts';
import type { ContactView, View } from '../../../src/contract/view.ts';
import { call, card, type Fixture, home, live, shown } from './fixture.ts';
import { DAY_MS, fingerprint, liveNumbers, NOW } from './people.ts';
import { confirmed, enrolled } from './managed.ts';

const GUEST = 'gast@extern.example';
// The first contact in the list, who is visible even if there is room for only one row.
const BERND = 'bernd.schulze@klinik.example';
const DAVID = 'd.okafor@kanzlei.example';
const digits = (first: string): string => `${first} 13579 86420 99887 07070 55512`;
const none = { kind: 'none' } as const;

const twoClaims: AddressClaims = {
  address: DAVID,
  claims: [
    { person: 'A'.repeat(43), fingerprint: digits('40213'), firstSeen: NOW - 61 * DAY_MS, organisation: none },
    { person: 'B'.repeat(43), fingerprint: digits('77120'), firstSeen: NOW - 3_600_000, organisation: none },
  ],
  more: 0,
};
const flooded: AddressClaims = {
  address: DAVID,
  claims: Array.from({ length: 16 }, (_, n) => ({
    person: `${n}`.padStart(43, 'C'),
    ...(n < 12 ? { fingerprint: digits(`${10_000 + n * 4321}`) } : {}),
    firstSeen: NOW - (n === 0 ? 200 * DAY_MS : 60_000),
    organisation: n === 0 ? confirmed : none,
  })),
  more: 21,
};

const toPerson =
  (name: RegExp): NonNullable<Fixture['reach']> =>
  async (page) =>
    page.getByRole('option', { name }).click();

const toGuest: NonNullable<Fixture['reach']> = async (page) => {
  await page.getByRole('tab').first().click();
  await page.getByRole('option').first().focus();
  await page.keyboard.press('End'); // a low window has not drawn the last row
  await page.getByRole('option', { name: /Gast/u }).click();
};

const contacts = (change: Partial<ContactView>): Fixture => ({
  ...home((view) => ({
    ...view,
    contacts: view.contacts.map((each) => (each.address === BERND ? { ...each, ...change } : each)),
  })),
  reach: toPerson(/Bernd/u),
});

function claimed(view: View, claims: AddressClaims): View {
  return { ...view, claims: [claims] };
}

/** A dispute with two sides, one of which was followed so far. */
const disputed: DisputeView = {
  kind: 'sides',
  sides: [
    {
      side: 'A'.repeat(43),
      devices: [{ device: 'c7zq2xkdaaaaaaaaaaaaaaaaaa', firstSeen: NOW - 61 * DAY_MS }],
      isFollowed: true,
    },
    {
      side: 'B'.repeat(43),
      devices: [{ device: 'k7f2qmbx4tzn3wdl5hryvc6pae', firstSeen: NOW - DAY_MS }, { device: 'm3d5'.repeat(6) + 'aa' }],
      isFollowed: false,
    },
  ],
  more: 0,
};
const changed = { kind: 'changed', seenAt: NOW - DAY_MS, verifiedAt: NOW - 90 * DAY_MS } as const;
const recovered = {
  kind: 'pinned',
  since: NOW - 120 * DAY_MS,
  recovered: { seenAt: NOW - DAY_MS, verifiedAt: NOW - 90 * DAY_MS },
} as const;

const toDevices: NonNullable<Fixture['reach']> = async (page) => {
  await toPerson(/Bernd/u)(page);
  await page.getByRole('button', { name: /^(Geräte dieser Person|Devices of this person)$/u }).click();
  await page.getByRole('list', { name: /^(Geräte dieser Person|Devices of this person)$/u }).waitFor();
};

const toFingerprint: NonNullable<Fixture['reach']> = async (page) => {
  await toPerson(/Bernd/u)(page);
  await page.getByRole('button', { name: /^(Fingerabdruck|Fingerprint)/u }).click();
};

/** Devices of somebody else under the address of a known person. */
const claimedBy = ['k7f2qmbx4tzn3wdl5hryvc6pae', 'm3d5'.repeat(6) + 'aa'];
const toClaimedBy: NonNullable<Fixture['reach']> = async (page) => {
  await toPerson(/Bernd/u)(page);
  await page.getByRole('button', { name: /(beansprucht|claims) (diese Adresse|this address)$/u }).click();
};

const verified = { kind: 'verified', at: NOW - 90 * DAY_MS, way: 'code' } as const;

const toAnew: NonNullable<Fixture['reach']> = async (page) => {
  await toPerson(/Bernd/u)(page);
  const title = page.getByRole('button', {
    name: /^(Wenn diese Person Siegel neu eingerichtet hat|If this person has set up Siegel again)$/u,
  });
  await title.click();
  await title.evaluate((element) => element.scrollIntoView({ block: 'start' }));
};

/**
 * A person who may have set up Siegel anew, verified unless `change` says otherwise. `others`: what a search for other
 * people under the address finds.
 */
const anew = (others: OthersView, change: Partial<ContactView> = {}): Fixture => ({
  ...contacts({ trust: verified, ...change }),
  answers: { 'contact.readOthers': others },
  reach: toAnew,
});
const others = (claims: AddressClaims): OthersView => ({ kind: 'others', claims: claims.claims, more: claims.more });

/** A call to somebody other than the person who was verified under the same address. */
const replacing = { media: 'audio', trust: { kind: 'new' }, replaces: { verifiedAt: NOW - 90 * DAY_MS } } as const;

/** Screens of a person about whom there is something to read or to choose. */
export const personFixtures: Readonly<Record<string, Fixture>> = {
  'person-several': { ...home((view) => claimed(view, twoClaims)), reach: toPerson(/okafor/u) },
  'person-several-many': {
    ...home((view) => ({
      ...claimed(view, flooded),
      managed: { ...view.managed, hasRoots: true },
      enrolment: enrolled,
    })),
    reach: toPerson(/okafor/u),
  },
  'person-several-stranger': {
    ...home((view) => ({
      ...claimed(view, { ...twoClaims, address: GUEST }),
      history: view.history.map((entry) =>
        entry.address === GUEST ? { ...entry, at: NOW - 60_000, outcome: 'several-persons', direction: 'out' } : entry,
      ),
    })),
    reach: toGuest,
  },
  'person-disputed': { ...contacts({ trust: changed }), answers: { 'contact.readDispute': disputed } },
  'person-disputed-unread': { ...contacts({ trust: changed }), answers: { 'contact.readDispute': { kind: 'unread' } } },
  'person-disputed-stranger': {
    ...home((view) => ({
      ...view,
      disputes: [{ address: GUEST, seenAt: NOW - DAY_MS }],
      history: view.history.map((entry) =>
        entry.address === GUEST ? { ...entry, at: NOW - 60_000, outcome: 'key-changed', direction: 'out' } : entry,
      ),
    })),
    answers: { 'contact.readDispute': { ...disputed, more: 3 } },
    reach: toGuest,
  },
  'person-devices': {
    ...contacts({}),
    answers: {
      'contact.readDevices': disputed.kind === 'sides' ? disputed.sides.flatMap(({ devices }) => devices) : [],
    },
    reach: toDevices,
  },
  'person-fingerprint': { ...contacts({}), answers: { 'contact.readFingerprint': fingerprint }, reach: toFingerprint },
  'person-anew': anew(others({ ...twoClaims, claims: twoClaims.claims.slice(1) })),
  'person-anew-many': anew(others(flooded)),
  'person-anew-nobody': anew({ kind: 'nobody' }),
  'person-anew-unread': anew({ kind: 'unread' }),
  'person-anew-disputed': {
    ...anew({ kind: 'nobody' }, { trust: changed }),
    answers: { 'contact.readDispute': disputed },
  },
  'person-anew-unverified': anew({ kind: 'nobody' }, { trust: { kind: 'pinned', since: NOW - DAY_MS } }),
  'person-recovered': contacts({ trust: recovered }),
  'person-claimed': contacts({ claimedBy }),
  'person-claimed-open': { ...contacts({ claimedBy }), reach: toClaimedBy },
  'home-claimed': home((view) => ({ ...view, notices: [{ kind: 'own-address-claimed', at: NOW }] })),
  'call-replacing': call({ ...replacing, phase: live, code: shown, numbers: liveNumbers }),
  'call-replacing-rings': call({ ...replacing, phase: { kind: 'calling', ringing: true } }),
  'call-replacing-mismatch': call({ ...replacing, phase: live, code: { kind: 'mismatch' } }),
  'call-replacing-ended': call({
    ...replacing,
    phase: { kind: 'ended', reason: 'hung-up', at: NOW, connected: true },
  }),
  'card-recovered': card({ trust: recovered }),
  'card-disputed': card({ trust: changed, unconfirmed: true }),
  'call-disputed': call({
    media: 'audio',
    phase: live,
    trust: changed,
    code: { ...shown, mayConfirm: false },
    unconfirmed: true,
    numbers: liveNumbers,
  }),
  'call-recovered': call({ media: 'audio', phase: live, trust: recovered, code: shown, numbers: liveNumbers }),
};
