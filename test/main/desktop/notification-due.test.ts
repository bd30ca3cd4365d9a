// Which notifications a view asks for, what they offer, and when they name nobody.
import { describe, expect, it } from 'vitest';
import type { CallView, ContactView, HistoryEntry, View } from '../../../src/contract/view.ts';
import { notificationsDue } from '../../../src/main/desktop/notification-due.ts';
import { desktopTexts } from '../../../src/text/desktop.ts';
import { callFixture, viewFixture } from './view-fixture.ts';

const texts = desktopTexts.en;
const due = (view: View, isScreenLocked = false) => notificationsDue(view, texts, isScreenLocked);
const ringing: CallView = { ...callFixture, direction: 'in', phase: { kind: 'ringing', silenced: false } };
const calling = (call: CallView = ringing): View => ({ ...viewFixture, calls: [call] });
const may = (view: View, notifications: View['settings']['notifications']): View => ({
  ...view,
  settings: { ...view.settings, notifications },
});
const missed = (address: string, more: Partial<HistoryEntry> = {}): HistoryEntry => ({
  id: 'b'.repeat(32),
  address,
  name: '',
  direction: 'in',
  media: 'audio',
  at: 5,
  durationMs: 0,
  verified: false,
  outcome: 'cancelled',
  unseen: true,
  ...more,
});
const contact: ContactView = {
  address: 'anna@klinik.example',
  name: 'Anna',
  trust: { kind: 'changed', seenAt: 7 },
  presence: 'online',
  alwaysRings: false,
  isPinned: true,
  organisation: { kind: 'none' },
};
const everything: View = {
  ...calling(),
  history: [missed('ben@klinik.example', { name: 'Ben' })],
  contacts: [{ ...contact, address: 'cora@klinik.example', name: 'Cora' }],
};
const named = (view: View, isScreenLocked = false): boolean =>
  /Anna|Ben|Cora|klinik/.test(JSON.stringify(due(view, isScreenLocked).map(({ title, body }) => [title, body])));

describe('incoming calls', () => {
  it('an incoming call is announced with answer and decline, and a press shows its card', () => {
    expect(due(calling())).toMatchObject([
      {
        title: 'Incoming call',
        body: 'Anna is calling',
        buttons: [{ label: 'Answer' }, { label: 'Decline' }],
        press: { kind: 'show-card' },
      },
    ]);
  });

  it('a name that a caller only claims is announced in brackets after the address', () => {
    const stranger = { ...ringing, claimed: true };
    expect(due({ ...viewFixture, calls: [stranger] })[0]?.body).toBe('anna@klinik.example (Anna) is calling');
  });

  it('answering a second call from its notification holds the first', () => {
    const other = { ...callFixture, id: 'c'.repeat(32) };
    const [first] = due({ ...viewFixture, calls: [other, ringing] });
    expect(first?.buttons[0]?.action).toMatchObject({ kind: 'answer', call: ringing.id, forOther: 'hold' });
  });

  it('a call from somebody in dispute cannot be answered from its notification', () => {
    const [first] = due(calling({ ...ringing, trust: { kind: 'changed', seenAt: 1 } }));
    expect(first?.buttons.map(({ label }) => label)).toEqual(['Decline']);
  });

  it('a silenced call is not announced', () => {
    expect(due(calling({ ...ringing, phase: { kind: 'ringing', silenced: true } }))).toEqual([]);
  });
});

describe('missed calls', () => {
  const of = (history: readonly HistoryEntry[], unknownCallers: View['settings']['unknownCallers'] = 'ring') =>
    due({ ...viewFixture, history: [...history], settings: { ...viewFixture.settings, unknownCallers } });

  it('missed calls share one notification, and for a single known caller it offers to call back and shows the name, with the address unless the caller is a contact', () => {
    const one = missed('ben@klinik.example', { name: 'Ben' });
    expect(of([one])).toMatchObject([
      { title: '1 missed call', body: 'ben@klinik.example (Ben)', buttons: [{ label: 'Call back' }] },
    ]);
    const ben: ContactView = { ...contact, address: one.address, name: 'Ben', trust: { kind: 'pinned', since: 1 } };
    expect(due({ ...viewFixture, contacts: [ben], history: [one] })).toMatchObject([{ body: 'Ben' }]);
    expect(of([one, missed('cora@klinik.example')])).toMatchObject([
      { title: '2 missed calls', body: '', buttons: [{ label: 'Open Siegel' }] },
    ]);
  });

  it('missed calls of strangers name nobody, and are not announced if strangers do not ring', () => {
    const stranger = missed('eve@elsewhere.example', { stranger: true, name: 'Your Director' });
    expect(of([stranger])).toMatchObject([{ title: '1 missed call from an unknown caller', body: '' }]);
    expect(of([stranger], 'silent')).toEqual([]);
  });

  it('missed calls that were seen are not announced', () => {
    expect(of([missed('ben@klinik.example', { unseen: false })])).toEqual([]);
  });
});

describe('names in notifications', () => {
  it('names appear in notifications, but on a locked screen only if the setting always shows names', () => {
    expect(named(everything)).toBe(true);
    expect(named(everything, true)).toBe(false);
    expect(named(may(everything, 'named-always'), true)).toBe(true);
  });

  it('no notification shows a name if the setting or policy excludes names', () => {
    expect(named(may(everything, 'nameless'))).toBe(false);
    const hidden = { ...everything, managed: { ...everything.managed, hideNames: true } };
    expect(named(may(hidden, 'named-always'))).toBe(false);
    expect(due(hidden)).toHaveLength(3);
  });

  it('no notification is shown if the setting is “none”', () => {
    expect(due(may(everything, 'none'))).toEqual([]);
  });
});

it('a notification on a locked screen has no button', () => {
  expect(due(may(everything, 'named-always'), true).flatMap(({ buttons }) => buttons)).toEqual([]);
});

it('a press on the notification of a dispute or an unread recovery shows the person whom it concerns', () => {
  const recovered: ContactView = {
    ...contact,
    address: 'dan@klinik.example',
    name: 'Dan',
    trust: { kind: 'pinned', since: 1, recovered: { seenAt: 9 } },
  };
  const found = due({ ...viewFixture, contacts: [contact, recovered] });
  expect(found.map(({ body }) => body)).toEqual([
    'Attention: the devices of Anna disagree',
    'Attention: Dan has used the recovery code',
  ]);
  expect(found.map(({ press }) => press)).toEqual([
    { kind: 'show-person', address: 'anna@klinik.example' },
    { kind: 'show-person', address: 'dan@klinik.example' },
  ]);
});
