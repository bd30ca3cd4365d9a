// The name under which a caller is shown.
import { expect, test } from 'vitest';
import { strangers, talking } from './support/world.ts';

test('a stranger is shown by the address and by the name that they chose, which is marked as claimed', async () => {
  const { anna, ben } = strangers();
  anna.place(ben);
  await ben.waitFor('ringing');
  expect(ben.view).toMatchObject({ name: 'one', address: anna.address, claimed: true, trust: { kind: 'new' } });
  ben.answer();
  await talking(anna, ben);
  expect(ben.view?.claimed).toBe(true); // no key proves a name
});

test('a contact is shown by the name in the address book, whatever name the caller chose', async () => {
  const { anna, ben } = strangers();
  ben.book.add(anna.address, 'Frau Berg');
  anna.place(ben);
  await ben.waitFor('ringing');
  expect(ben.view).toMatchObject({ name: 'Frau Berg', address: anna.address, claimed: false });
});
