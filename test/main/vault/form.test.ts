// How a sealed file contains keys: as bytes before the JSON, and nowhere as text.
import * as v from 'valibot';
import { expect, test } from 'vitest';
import { unwrap } from '../../../src/core/assert.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { jsonForm, keyedForm, wipeKeys } from '../../../src/main/vault/form.ts';

const form = keyedForm(['user', 'device'], v.strictObject({ name: v.string() }));
const key = (n: number): Secret => Secret.own(new Uint8Array(32).fill(n));
const written = (): Uint8Array => form.write({ keys: { user: key(1), device: key(2) }, value: { name: 'Anna' } });

test('keys are written as bytes before the JSON, in the order that the form declares', () => {
  const bytes = written();
  expect([...bytes.subarray(0, 64)]).toEqual([...new Uint8Array(32).fill(1), ...new Uint8Array(32).fill(2)]);
  expect(new TextDecoder().decode(bytes.subarray(64))).toBe('{"name":"Anna"}');
});

test('reading a form moves the keys out of the bytes into secrets that can be wiped', () => {
  const bytes = written();
  const { value } = unwrap(form.read(bytes), 'it was just written');
  expect([...bytes.subarray(0, 64)]).toEqual([...new Uint8Array(64)]);
  expect(value.value).toEqual({ name: 'Anna' });
  expect([value.keys.user.use((b) => b[0]), value.keys.device.use((b) => b[31])]).toEqual([1, 2]);
  wipeKeys(value);
  expect([value.keys.user.wiped, value.keys.device.wiped]).toEqual([true, true]);
});

test('writing a form leaves the keys usable', () => {
  const keys = { user: key(1), device: key(2) };
  form.write({ keys, value: { name: 'Anna' } });
  expect([keys.user.wiped, keys.device.use((b) => b[0])]).toEqual([false, 2]);
});

test('bytes too short for the keys, and keys followed by JSON of another schema, are refused', () => {
  expect(form.read(written().subarray(0, 63))).toBeUndefined();
  expect(form.read(new Uint8Array([...written().subarray(0, 64), ...Buffer.from('{"name":1}')]))).toBeUndefined();
});

test.each(['', '{"name":"Anna"', 'Anna'])(
  'bytes that are no JSON (%j) are refused, with and without keys before them',
  (text) => {
    expect(jsonForm(v.unknown()).read(Buffer.from(text))).toBeUndefined();
    expect(form.read(new Uint8Array([...written().subarray(0, 64), ...Buffer.from(text)]))).toBeUndefined();
  },
);
