// What a press on a notification does, and what is shown instead if the desk refuses it.
import { beforeEach, expect, it } from 'vitest';
import { doNotificationAction, type NotificationAction } from '../../../src/main/desktop/notification-actions.ts';

let done: unknown[];
let isRefused: boolean;

const reply = (): { ok: true; value: undefined } | { ok: false; code: 'unknown-call' } =>
  isRefused ? { ok: false, code: 'unknown-call' } : { ok: true, value: undefined };
const press = (action: NotificationAction, hasCard = false): Promise<void> =>
  doNotificationAction(action, {
    handlers: {
      'call.answer': (input) => {
        done.push(['answer', input]);
        return reply();
      },
      'call.decline': ({ call }) => {
        done.push(['decline', call]);
        return reply();
      },
      'call.place': ({ address, media }) => {
        done.push(['place', address, media]);
        return isRefused ? { ok: false, code: 'own-address' } : { ok: true, value: '' };
      },
    },
    showMain: () => void done.push('main'),
    showCard: () => {
      if (hasCard) done.push('card');
      return hasCard;
    },
    showPerson: (address) => void done.push(address),
  });

beforeEach(() => {
  done = [];
  isRefused = false;
});

it('a refused answer opens the main window if the call has no card', async () => {
  isRefused = true;
  await press({ kind: 'answer', call: 'a', media: 'audio' });
  expect(done).toEqual([['answer', { call: 'a', media: 'audio' }], 'main']);
});

it('a refused answer shows the card of the call if the call has a card', async () => {
  isRefused = true;
  await press({ kind: 'answer', call: 'a', media: 'audio', forOther: 'hold' }, true);
  expect(done).toEqual([['answer', { call: 'a', media: 'audio', forOther: 'hold' }], 'card']);
});

it('a call-back is placed by voice, and a refused call-back shows the person in the main window', async () => {
  await press({ kind: 'call-back', address: 'ben@klinik.example' });
  isRefused = true;
  await press({ kind: 'call-back', address: 'ben@klinik.example' });
  const placed = ['place', 'ben@klinik.example', 'audio'];
  expect(done).toEqual([placed, placed, 'main', 'ben@klinik.example']);
});
