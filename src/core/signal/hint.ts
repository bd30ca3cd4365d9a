// The hint of an address (protocol §2.8): ids of devices that may have a chain there, for brokers that deliver no
// retained messages to wildcard filters. Anybody can write it and it proves nothing: it only says where to look.
import * as v from 'valibot';
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import { readJson, writeJson } from './json.ts';
import { isId } from './topics.ts';

/** How many ids a hint may have. */
export const MAX_HINT_DEVICES = 64;
/** How many bytes the payload of a hint may have. */
export const MAX_HINT_BYTES = 1875;

const Hint = v.strictObject({
  v: v.literal(1),
  devices: v.pipe(
    v.array(v.pipe(v.string(), v.check(isId, 'not a device id'))),
    v.maxLength(MAX_HINT_DEVICES),
    v.check((ids) => new Set(ids).size === ids.length, 'an id twice'),
  ),
});

/** The retained payload `{v:1, devices:[…]}`. Throws for more than 64 ids, a malformed id or a repeated one. */
export function writeHint(devices: readonly string[]): Bytes {
  const hint = v.safeParse(Hint, { v: 1, devices });
  assert(hint.success, 'a hint has at most 64 distinct device ids');
  return writeJson(hint.output);
}

/** The ids of a hint in order, none for an empty hint. Undefined for bytes that are not a canonical hint. */
export function readHint(bytes: Uint8Array): readonly string[] | undefined {
  return readJson(Hint, bytes)?.devices;
}
