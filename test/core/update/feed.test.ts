// The signed list of updates: what is read, and what is refused before any of its content is used.
import { generateKeyPairSync, sign } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { readFeed, signedBytes } from '../../../src/core/update/feed.ts';
import { publicKeyText, signFeed } from '../../../tools/update-feed.ts';

const NOW = Date.parse('2026-11-25T08:00:00Z');
const key = generateKeyPairSync('ed25519').privateKey;
const foreignKey = generateKeyPairSync('ed25519').privateKey;

const keys = [publicKeyText(key)];
const list = {
  format: 1,
  version: '0.3.0',
  issued: '2026-11-24T08:00:00Z',
  expires: '2026-12-24T08:00:00Z',
  packages: [{ kind: 'appimage', architecture: 'x64', file: 'Siegel.AppImage', size: 9, sha512: 'a'.repeat(128) }],
};
const signed = (change: object = {}, by = key): Buffer =>
  Buffer.from(signFeed(JSON.stringify({ ...list, ...change }), [by]));
const first = list.packages[0];

describe('update lists', () => {
  it('an update list signed by a key that policy names is read', () => {
    expect(readFeed(signed(), keys, NOW)).toMatchObject({ version: [0, 3, 0], packages: list.packages });
  });

  it('one trusted signature among several is enough for an update list', () => {
    const both = signFeed(JSON.stringify(list), [foreignKey, key]);
    expect(readFeed(Buffer.from(both), keys, NOW)).toMatchObject({ version: [0, 3, 0] });
  });

  it('an update list signed by a foreign key is refused, even if it names a trusted key', () => {
    expect(readFeed(signed({}, foreignKey), keys, NOW)).toBe('bad-signature');
    const claimed = signed({}, foreignKey)
      .toString()
      .replace(publicKeyText(foreignKey), keys[0] ?? '');
    expect(readFeed(Buffer.from(claimed), keys, NOW)).toBe('bad-signature');
    expect(readFeed(signed(), [], NOW)).toBe('bad-signature');
  });

  it('an update list changed in one character after signing is refused', () => {
    const changed = signed().toString().replace('0.3.0', '0.4.0');
    expect(readFeed(Buffer.from(changed), keys, NOW)).toBe('bad-signature');
  });

  it('an update list whose signature lacks the label is refused', () => {
    const feed = JSON.stringify(list);
    const bare = sign(undefined, Buffer.from(feed), key).toString('base64');
    const text = JSON.stringify({ feed, signatures: [{ key: keys[0], signature: bare }] });
    expect(readFeed(Buffer.from(text), keys, NOW)).toBe('bad-signature');
    expect(Buffer.from(signedBytes(feed)).subarray(0, 21).toString()).toBe('Siegel 1 update feed\0');
  });

  it('an update list is refused from its expiry on', () => {
    const end = Date.parse(list.expires);
    expect(readFeed(signed(), keys, end - 1)).toMatchObject({ version: [0, 3, 0] });
    expect(readFeed(signed(), keys, end)).toBe('expired');
  });

  it.each<[string, object]>([
    ['another format', { format: 2 }],
    ['an additional field', { note: 'x' }],
    ['a version of one number', { version: '1' }],
    ['a version of a test build', { version: '0.3.0-beta' }],
    ['a word in place of a time', { issued: 'yesterday' }],
    ['a day that does not exist', { issued: '2026-13-45T08:00:00Z' }],
    ['an expiry before its issue date', { expires: '2026-11-23T08:00:00Z' }],
    ['an expiry in ten years', { expires: '2036-11-23T08:00:00Z' }],
    ['an issue date in the future', { issued: '2026-12-01T08:00:00Z' }],
    ['a file in another folder', { packages: [{ ...first, file: '../Siegel.AppImage' }] }],
    ['a file on another host', { packages: [{ ...first, file: '//evil.example/x' }] }],
    ['a file with a space', { packages: [{ ...first, file: 'a b' }] }],
    ['a size of zero', { packages: [{ ...first, size: 0 }] }],
    ['an excessive size', { packages: [{ ...first, size: 2 ** 40 }] }],
    ['a short hash', { packages: [{ ...first, sha512: 'aa' }] }],
    ['an unknown kind', { packages: [{ ...first, kind: 'snap' }] }],
  ])('an update list with %s is refused although a trusted key signed it', (_what, change) => {
    expect(readFeed(signed(change), keys, NOW)).toBe('bad-feed');
  });

  it.each<[string, Uint8Array]>([
    ['no bytes', new Uint8Array()],
    ['text that is not JSON', Buffer.from('<html>')],
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe])],
    ['a list without a signature', Buffer.from(JSON.stringify({ feed: JSON.stringify(list), signatures: [] }))],
    [
      'a list with a short signature',
      Buffer.from(JSON.stringify({ feed: '{}', signatures: [{ key: keys[0], signature: 'AA==' }] })),
    ],
    ['too many bytes', Buffer.alloc(70_000, ' ')],
    ['signed text that is not JSON', Buffer.from(signFeed('{', [key]))],
  ])('an update list made of %s is refused', (_what, bytes) => {
    expect(readFeed(bytes, keys, NOW)).toBe('bad-feed');
  });
});
