// The trust mark of a person, and the text about a verification: a verification on another device is never described as
// made here.
import { expect, test } from 'vitest';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import { trustMark, trustText } from '../../../src/renderer/state/trust-text.ts';

test('a recovery whose notice is unread has a trust mark of its own, even for a person verified before', () => {
  const pinned = { kind: 'pinned', since: 1 } as const;
  expect(trustMark({ ...pinned, recovered: { seenAt: 2, verifiedAt: 1 } })).toBe('recovered');
  expect(trustMark(pinned)).toBe('pinned');
  expect(trustMark({ kind: 'changed', seenAt: 1 })).toBe('changed');
});

test('a code compared on another device is never described as compared here, in either language', () => {
  expect(trustText({ kind: 'new' })).toBe('trust.newText');
  expect(trustText({ kind: 'pinned', since: 1 })).toBe('trust.pinnedText');
  expect(trustText({ kind: 'verified', at: 1, way: 'code' })).toBe('trust.verifiedText');
  expect(trustText({ kind: 'verified', at: 1, way: 'own-device' })).toBe('trust.verifiedElsewhereText');
  expect([de.trust.verifiedText, en.trust.verifiedText].join()).not.toMatch(/ander|other/);
  expect([de.trust.verifiedElsewhereText, en.trust.verifiedElsewhereText]).toEqual([
    expect.stringContaining('auf einem anderen Ihrer Geräte'),
    expect.stringContaining('on another of your devices'),
  ]);
});
