// The name of a person on the screen. If a caller only claims the name, the address is shown before it.
import { expect, test } from 'vitest';
import { callerName, personName } from '../../../src/renderer/state/person-name.ts';

const address = 'anna@klinik.example';

test('a person without a name is shown by the address', () => {
  expect(personName({ name: '', address })).toBe(address);
  expect(personName({ name: 'Anna', address })).toBe('Anna');
});

test('a name that a caller only claims is shown in brackets after the address, and a contact’s name is shown alone', () => {
  expect(callerName({ name: 'Anna', address, claimed: true })).toBe('anna@klinik.example (Anna)');
  expect(callerName({ name: 'Anna', address, claimed: false })).toBe('Anna');
  expect(callerName({ name: '', address, claimed: false })).toBe(address);
});
