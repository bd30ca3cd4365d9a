import { describe, expect, it } from 'vitest';
import { knownPerson } from '../../../src/main/policy/known-person.ts';
import { pageAddress } from '../../../src/main/app/page-address.ts';

describe('the organisation’s page', () => {
  it('the organisation’s page has the address of its kind: privacy or imprint', () => {
    const values = { PrivacyUrl: 'https://klinik.example/datenschutz', ImprintUrl: 'https://klinik.example/impressum' };
    expect(pageAddress(values, 'privacy')).toBe('https://klinik.example/datenschutz');
    expect(pageAddress(values, 'imprint')).toBe('https://klinik.example/impressum');
  });

  it.each([
    '',
    'klinik.example',
    'http://klinik.example/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://klinik.example/share',
    'https://anna:secret@klinik.example/',
    'ms-settings:privacy',
  ])('the organisation’s page has no address if policy names %j', (text) => {
    expect(pageAddress({ PrivacyUrl: text, ImprintUrl: text }, 'privacy')).toBeUndefined();
  });
});

it('the person whom policy names gets policy’s address and name, with the login name inserted literally', () => {
  const values = { Address: '${user}@klinik.example', DisplayName: '${user} (${user})' };
  expect(knownPerson(values, '$&x')).toEqual({ address: '$&x@klinik.example', name: '$&x ($&x)' });
  expect(knownPerson({ Address: '', DisplayName: '' }, 'anna')).toEqual({ address: '', name: '' });
});
