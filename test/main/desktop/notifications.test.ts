// When notifications appear and disappear as a view changes, and which presses count.
import { beforeEach, expect, it } from 'vitest';
import type { HistoryEntry, View } from '../../../src/contract/view.ts';
import type { NotificationAction } from '../../../src/main/desktop/notification-actions.ts';
import { Notifications, type Notify } from '../../../src/main/desktop/notifications.ts';
import { desktopTexts } from '../../../src/text/desktop.ts';
import { callFixture, viewFixture } from './view-fixture.ts';

interface Shown {
  readonly title: string;
  readonly body: string;
  readonly press: (what: number | 'itself') => void;
  readonly dismiss: () => void;
}

let screen: Shown[];
let actions: NotificationAction[];
let isScreenLocked: boolean;
let notifications: Notifications;

const notify: Notify = ({ title, body }, press, onGone) => {
  const own: Shown = {
    title,
    body,
    press,
    dismiss: () => {
      screen = screen.filter((each) => each !== own);
      onGone();
    },
  };
  screen.push(own);
  return () => (screen = screen.filter((each) => each !== own));
};
const follow = (view: View): void => notifications.follow(view, desktopTexts.en);
const titles = (): readonly string[] => screen.map(({ title }) => title);
const call = { ...callFixture, direction: 'in', phase: { kind: 'ringing', silenced: false } } as const;
const ringing: View = { ...viewFixture, calls: [call] };
const missedBy = (id: string): HistoryEntry => ({
  id,
  address: 'ben@klinik.example',
  name: 'Ben',
  direction: 'in',
  media: 'audio',
  at: 5,
  durationMs: 0,
  verified: false,
  outcome: 'cancelled',
  unseen: true,
});
const missed = (...ids: readonly string[]): View => ({ ...viewFixture, history: ids.map(missedBy) });

beforeEach(() => {
  screen = [];
  actions = [];
  isScreenLocked = false;
  notifications = new Notifications({
    notify,
    isScreenLocked: () => isScreenLocked,
    onAction: (action) => void actions.push(action),
  });
});

it('a notification is shown once and disappears with its call', () => {
  follow(ringing);
  follow({ ...ringing });
  expect(titles()).toEqual(['Incoming call']);
  follow(viewFixture);
  expect(titles()).toEqual([]);
});

it('a press on an outdated notification does nothing', () => {
  follow(ringing);
  const [old] = screen;
  old?.press(0);
  expect(actions).toEqual([{ kind: 'answer', call: call.id, media: 'audio' }]);
  follow(viewFixture);
  old?.press(0);
  expect(actions).toHaveLength(1);
});

it('missed calls from before the start are announced only together with a later missed call, until the list is viewed', () => {
  follow(missed('a'));
  expect(titles()).toEqual([]);
  follow(missed('b', 'a'));
  expect(titles()).toEqual(['2 missed calls']);
  follow(viewFixture);
  expect(titles()).toEqual([]);
});

it('a notification that the person closed does not return', () => {
  follow(viewFixture);
  follow(missed('a'));
  screen[0]?.dismiss();
  follow(missed('a'));
  isScreenLocked = true; // its text would be different now
  follow(missed('a'));
  expect(titles()).toEqual([]);
});

it('do not disturb delays a missed call’s notification and does not hide a call that may ring', () => {
  follow(viewFixture);
  follow({ ...missed('a'), status: 'dnd' });
  expect(titles()).toEqual([]);
  follow({ ...ringing, ...missed('a'), calls: [call], status: 'dnd' });
  expect(titles()).toEqual(['Incoming call']);
  follow(missed('a'));
  expect(titles()).toEqual(['1 missed call']);
});

it('ending a do not disturb that was active at the start announces no missed call from before the start', () => {
  follow({ ...missed('a'), status: 'dnd' });
  follow(missed('a'));
  expect(titles()).toEqual([]);
});

it('locking the screen removes names from notifications, and presses do not count until it is unlocked', () => {
  follow(viewFixture);
  follow({ ...missed('a'), calls: [call] });
  expect(screen.map(({ body }) => body)).toEqual(['Anna is calling', 'ben@klinik.example (Ben)']);
  isScreenLocked = true;
  screen[0]?.press(0);
  follow({ ...missed('a'), calls: [call] });
  expect(screen.map(({ body }) => body)).toEqual(['', '']);
  screen[0]?.press('itself');
  expect(actions).toEqual([]);
  isScreenLocked = false;
  follow({ ...missed('a'), calls: [call] });
  screen[0]?.press(0);
  expect(actions).toEqual([{ kind: 'answer', call: call.id, media: 'audio' }]);
});

it('locking the program removes all notifications, and unlocking announces nothing again', () => {
  follow(viewFixture);
  follow(missed('a'));
  const { identity: _none, ...locked } = { ...viewFixture, isLocked: true };
  follow(locked);
  expect(titles()).toEqual([]);
  follow(missed('a'));
  expect(titles()).toEqual([]);
});
