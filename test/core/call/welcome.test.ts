// Who may ring, by what is known of them; when the organisation's answer is awaited; whom _do not disturb_ silences.
import { expect, test } from 'vitest';
import { FRESH_TRUST, type TrustState } from '../../../src/core/call/trust-state.ts';
import {
  dependsOnOrganisation,
  type Disturber,
  isSilenced,
  type Knock,
  mayRing,
  type Unvouched,
  welcome,
} from '../../../src/core/call/welcome.ts';
import { judged, trusting } from './trust-facts.ts';

const refused = trusting({ judgements: judged('refuse') });
const blocked = trusting({ judgements: judged('free', false) });

test.each<[string, TrustState, Partial<Knock>, string]>([
  ['somebody known rings', trusting({}), {}, 'ring'],
  [
    'somebody unverified rings if policy allows a call to verify them',
    trusting({ judgements: judged('voice-to-verify') }),
    {},
    'ring',
  ],
  ['a stranger rings without sound if the person chose that', trusting({}), { stranger: 'silent' }, 'ring visual'],
  [
    'a stranger is refused if the person chose that',
    trusting({}),
    { stranger: 'refuse' },
    'not-allowed unknown-caller',
  ],
  ['somebody whom policy has not judged yet does not ring', FRESH_TRUST, {}, 'not-allowed peer-not-allowed'],
  ['somebody whom policy blocks does not ring', blocked, { stranger: 'refuse' }, 'not-allowed peer-not-allowed'],
  [
    'somebody unverified does not ring if policy refuses a call with them',
    refused,
    {},
    'verification-required peer-not-verified',
  ],
  [
    'somebody verified rings even if policy refuses a call with an unverified peer',
    trusting({ judgements: judged('refuse'), book: 'verified' }),
    {},
    'ring',
  ],
  ['nobody rings if there is no path for media', trusting({}), { hasAllowedPath: false }, 'relay-required undefined'],
])('a caller is judged before ringing: %s', (_title, trust, knock, expected) => {
  const answer = welcome(trust, { stranger: 'ring', hasAllowedPath: true, ...knock });
  const said =
    answer.kind === 'ring' ? `ring${answer.isVisual ? ' visual' : ''}` : `${answer.reason} ${String(answer.why)}`;
  expect(said).toBe(expected);
});

test('a device is rung unless policy refuses a call with it', () => {
  const verified = trusting({ book: 'verified' });
  const devices = [
    { device: 'a', judgements: judged('refuse') },
    { device: 'b', judgements: judged('voice-to-verify') },
  ];
  expect(mayRing(trusting({}), devices)).toEqual(['b']);
  expect(mayRing(verified, devices)).toEqual(['a', 'b']);
});

const unvouched: Unvouched = { judgements: judged('refuse'), accepts: 'organisation-or-person', stranger: 'ring' };

test.each<[string, boolean, Partial<Unvouched>, TrustState]>([
  ['policy refuses a call with an unverified peer', true, {}, trusting({})],
  ['policy limits a call with an unverified peer', true, { judgements: judged('voice-to-verify') }, trusting({})],
  [
    'policy demands a verification, and the verified peer is not settled',
    true,
    {},
    trusting({ book: 'verified', peer: 'unconfirmed' }),
  ],
  [
    'a wrong code has undone the verification',
    true,
    {},
    { ...trusting({ book: 'verified' }), code: { kind: 'mismatch' } },
  ],
  ['policy demands nothing of the peer', false, { judgements: judged('free') }, trusting({})],
  ['the person has verified the peer', false, {}, trusting({ book: 'verified' })],
  ['policy accepts only a person’s verification', false, { accepts: 'person' }, trusting({})],
  ['policy blocks the address in any case', false, { judgements: judged('refuse', false) }, trusting({})],
  ['a stranger would ring without sound', true, { judgements: judged('free'), stranger: 'silent' }, trusting({})],
  [
    'a stranger would be refused, and policy accepts only a person’s verification',
    true,
    { accepts: 'person', stranger: 'refuse' },
    trusting({}),
  ],
])('whether the organisation’s confirmation matters if %s: %s', (_title, depends, facts, trust) => {
  expect(dependsOnOrganisation(trust, { ...unvouched, ...facts })).toBe(depends);
});

const contact: Disturber = { alwaysRings: true, book: 'pinned', isUnconfirmed: false };

test.each<[string, 'is heard' | 'is shown silently', Partial<Disturber>]>([
  ['a contact who always rings', 'is heard', {}],
  ['a contact who always rings and is verified', 'is heard', { book: 'verified' }],
  ['a contact who always rings and is unconfirmed', 'is heard', { isUnconfirmed: true }],
  ['a contact who always rings and is new', 'is heard', { book: 'new' }],
  ['a contact who always rings, is new and unconfirmed', 'is shown silently', { book: 'new', isUnconfirmed: true }],
  ['a contact who always rings and is in dispute', 'is shown silently', { book: 'changed' }],
  ['anybody else', 'is shown silently', { alwaysRings: false }],
  ['anybody else who is verified', 'is shown silently', { alwaysRings: false, book: 'verified' }],
])('under do not disturb, %s %s', (_title, expected, who) => {
  const caller = { ...contact, ...who };
  expect(isSilenced(true, caller)).toBe(expected === 'is shown silently');
  expect(isSilenced(false, caller)).toBe(false);
});
