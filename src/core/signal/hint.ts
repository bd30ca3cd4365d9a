// The hint of an address (protocol §2.8): ids of devices that may have a chain there, for brokers that hand out no retained
// messages by wildcard. Anybody writes it and nothing is proved by it: it only says where to look.
import * as v from 'valibot';
import { assert } from '../assert.ts';
import type { Bytes } from '../bytes.ts';
import { readJson, writeJson } from './json.ts';
import { isId } from './topics.ts';

/** So many ids a hint may have. */
export const MAX_HINT_DEVICES = 64;
/** So many bytes the payload of a hint has at most. */
export const MAX_HINT_BYTES = 1875;

const Hint = v.strictObject({
  v: v.literal(1),
  devices: v.pipe(
    v.array(v.pipe(v.string(), v.check(isId, 'not a device id'))),
    v.maxLength(MAX_HINT_DEVICES),
    v.check((ids) => new Set(ids).size === ids.length, 'an id twice'),
  ),
});

/** The retained payload `{v:1, devices:[…]}`; throws for more than 64 ids, one of another form, one twice. */
export function writeHint(devices: readonly string[]): Bytes {
  const hint = v.safeParse(Hint, { v: 1, devices });
  assert(hint.success, 'a hint has at most 64 distinct device ids');
  return writeJson(hint.output);
}

/** The ids of a hint in its order, none for an empty one, or undefined for bytes that are no canonical hint. */
export function readHint(bytes: Uint8Array): readonly string[] | undefined {
  return readJson(Hint, bytes)?.devices;
}
