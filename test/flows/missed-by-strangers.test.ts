// A flood of missed calls. The test takes seconds, because it makes 201 whole calls by strangers, each from the press to
// the list of calls.
// missed.test.ts tests what one missed call leaves.
import { expect, test, vi } from 'vitest';
import { unseenApart } from '../../src/contract/missed.ts';
import { type Person, strangers } from './support/world.ts';

vi.setConfig({ testTimeout: 120_000 }); // ends a test that hangs, even on a machine with much else to do

test('a contact’s older missed call stays in the list after 201 calls by strangers, of which 100 stay and are counted apart', async () => {
  const { world, anna, ben } = strangers();
  ben.book.add(anna.address, 'Anna');
  const ring = async (caller: Person): Promise<void> => {
    caller.place(ben);
    await ben.waitFor('ringing');
    caller.hangUp();
    await ben.waitFor('ended');
    for (const person of [caller, ben]) person.desk.dismiss(person.id);
    await world.clock.advance(6000); // all strangers together may ring ten times a minute
  };
  await ring(anna);
  const many = Array.from({ length: 20 }, (_, n) => world.person(`m${String(n)}@m.example`));
  for (let calls = 0; calls < 201; calls++) await ring(many[calls % many.length] ?? anna);
  const view = ben.calls.newest();
  expect(view.filter(({ address }) => address === anna.address)).toMatchObject([{ name: 'Anna', unseen: true }]);
  expect(unseenApart(view)).toEqual({ known: 1, strangers: 100 });
});
