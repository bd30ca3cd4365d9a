// Which client holds a name at the embedded broker, with a clock that the test controls.
import { expect, test } from 'vitest';
import { createBrokerNames } from '../../../src/main/signalling/broker-names.ts';
import { heldClock } from './test-clock.ts';

function scene() {
  const clock = heldClock();
  const asked: string[] = [];
  const names = createBrokerNames<string>((name, holder) => asked.push(`${name} ${holder}`), clock);
  return { clock, asked, names };
}

test('a free client name is granted at once', async () => {
  const { asked, names } = scene();
  expect(await Promise.all([names.claim('anna', 'first'), names.claim('bert', 'second')])).toEqual([true, true]);
  expect(asked).toEqual([]);
});

test('a client that answers keeps its name, and is asked once if several clients claim the name simultaneously', async () => {
  const { clock, asked, names } = scene();
  await names.claim('anna', 'first');
  const claims = [names.claim('anna', 'second'), names.claim('anna', 'third')];
  expect(asked).toEqual(['anna first']);
  names.heard('anna', 'first');
  expect(await Promise.all(claims)).toEqual([false, false]);
  clock.advance(5000);
  const next = names.claim('anna', 'second');
  expect(asked).toEqual(['anna first', 'anna first']);
  names.heard('anna', 'first');
  expect(await next).toBe(false);
});

test('a client that does not answer for a second loses its name to the first claimant', async () => {
  const { clock, names } = scene();
  await names.claim('anna', 'first');
  const claims = [names.claim('anna', 'second'), names.claim('anna', 'third')];
  names.heard('anna', 'second'); // the second client does not hold the name yet
  names.heard('bert', 'first');
  clock.advance(1000);
  expect(await Promise.all(claims)).toEqual([true, false]);
  names.left('anna', 'first'); // the first client no longer holds the name
  const claim = names.claim('anna', 'first');
  names.heard('anna', 'second');
  expect(await claim).toBe(false);
});

test('a client that leaves while being asked gives up its name at once', async () => {
  const { clock, names } = scene();
  await names.claim('anna', 'first');
  const claim = names.claim('anna', 'second');
  names.left('anna', 'first');
  expect(await claim).toBe(true);
  clock.advance(5000); // the time limit of the previous holder must not take the name from the new holder
  const next = names.claim('anna', 'third');
  names.heard('anna', 'second');
  expect(await next).toBe(false);
});
