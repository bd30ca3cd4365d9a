import { describe, expect, test } from 'vitest';
import { canonicalAddress, parseAddress, userTag } from '../../../src/core/keys/address.ts';

describe('an address on the wire', () => {
  test.each([
    'a@b',
    'caller@demo.example',
    'jürgen.größe+x@xn--mnchen-3ya.de',
    'σας@example.org',
    `${'l'.repeat(200)}@example.org`,
  ])('is taken as it stands: %s', (text) => expect(parseAddress(text)).toBe(text));

  test.each([
    ['no @', 'caller'],
    ['two @', 'a@b@c'],
    ['nobody', '@example.org'],
    ['nowhere', 'a@'],
    ['capitals', 'Caller@example.org'],
    ['capital domain', 'caller@Example.org'],
    ['not composed', 'ju\u0308rgen@example.org'],
    ['a space', 'a b@example.org'],
    ['a no-break space', 'a\u00A0b@example.org'],
    ['a line end', 'a@example.org\n'],
    ['a control character', 'a\u0007@example.org'],
    ['a direction mark', 'a\u202E@example.org'],
    ['a soft hyphen', 'a\u00AD@example.org'],
    ['a lone surrogate', 'a\uD800@example.org'],
    ['an unassigned code point', 'a\u0378@example.org'],
    ['a U-label', 'a@münchen.de'],
    ['an empty label', 'a@b..c'],
    ['a trailing dot', 'a@b.'],
    ['a label that starts with a hyphen', 'a@-b.c'],
    ['a label of 64', `a@${'b'.repeat(64)}.c`],
    ['an underscore in the domain', 'a@b_c.d'],
    ['255 bytes', `${'l'.repeat(243)}@example.org`],
  ])('is refused, not repaired: %s', (_why, text) => expect(parseAddress(text)).toBeUndefined());
});

describe('an address as a person types it', () => {
  test.each([
    ['  Caller@Demo.Example ', 'caller@demo.example'],
    ['JU\u0308RGEN@example.org', 'jürgen@example.org'],
    ['ΣΑΣ@example.org', 'σας@example.org'],
  ])('%s becomes %s', (typed, address) => expect(canonicalAddress(typed)).toBe(address));

  test.each(['caller', 'a@münchen.de', 'a b@c'])('is refused where no address can be made of it: %s', (typed) =>
    expect(canonicalAddress(typed)).toBeUndefined(),
  );
});

test('the tag of a user is 26 base32 characters and differs between addresses', () => {
  expect(userTag('caller@demo.example')).toMatch(/^[a-z2-7]{26}$/);
  expect(userTag('caller@demo.example')).not.toBe(userTag('callee@demo.example'));
});
