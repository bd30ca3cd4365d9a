// Following something on the session bus, over losses of the bus and failures to subscribe.
import { expect, it } from 'vitest';
import { followBus } from '../../../src/main/desktop/follow-bus.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { playedBus } from './played-bus.ts';

const settled = () => new Promise(setImmediate);

/** Something that is followed on a fake bus, where `connects` and `follows` say what succeeds. */
async function follower(first: { readonly connects: boolean; readonly follows: boolean }) {
  const may = { ...first };
  const happened: string[] = [];
  const clock = heldClock();
  const { bus, lose } = playedBus({}, () => []);
  const attempt = (isAllowed: boolean): Promise<void> =>
    isAllowed ? Promise.resolve() : Promise.reject(new Error('refused'));
  followBus({
    connect: () => {
      happened.push('connect');
      return attempt(may.connects).then(() => bus);
    },
    follow: () => {
      happened.push('follow');
      return attempt(may.follows);
    },
    onLost: () => void happened.push('lost'),
    onFailure: () => void happened.push('failed'),
    clock,
  });
  await settled();
  const later = async (): Promise<void> => {
    clock.advance(30_000);
    await settled();
  };
  return { may, happened, lose, later };
}

it('a connection on which following fails is closed, and another connection is made 30 s later', async () => {
  const { may, happened, later } = await follower({ connects: true, follows: false });
  expect(happened).toEqual(['connect', 'follow', 'failed', 'lost']);
  may.follows = true;
  await later();
  await later();
  expect(happened.slice(4)).toEqual(['connect', 'follow']);
});

it('after a loss of the bus, connecting is tried every 30 s until it succeeds', async () => {
  const { may, happened, lose, later } = await follower({ connects: true, follows: true });
  lose();
  may.connects = false;
  await later();
  await later();
  may.connects = true;
  await later();
  await later();
  expect(happened.slice(2)).toEqual(['lost', 'connect', 'failed', 'connect', 'failed', 'connect', 'follow']);
});

it('connecting is not tried again in a session that has no bus at the start', async () => {
  const { happened, later } = await follower({ connects: false, follows: true });
  await later();
  expect(happened).toEqual(['connect', 'failed']);
});
