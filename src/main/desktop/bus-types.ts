// The types of D-Bus (specification 0.43, "Type System"): how a signature splits into types, how each is aligned, and
// which values of this language stand for it.

/** The basic types, by their alignment in bytes. */
const BASIC = { y: 1, g: 1, n: 2, q: 2, b: 4, i: 4, u: 4, h: 4, s: 4, o: 4, x: 8, t: 8, d: 8 } as const;

/**
 * A value that was read: a number (64-bit integers above 2^53 are rounded), a boolean, a text, an array or a struct as
 * a list, or a dictionary as a map.
 */
export type BusValue = number | boolean | string | readonly BusValue[] | BusDictionary;
/** A dictionary that was read. A variant in it is its value. */
export type BusDictionary = ReadonlyMap<BusValue, BusValue>;

/** An argument of a method call: a value of a basic type, an array or a struct as a list, or `a{sv}` by name. */
export type BusArgument =
  | number
  | boolean
  | string
  | readonly BusArgument[]
  | { readonly [name: string]: readonly [signature: string, value: number | boolean | string] };

// The position after the one complete type that begins at `at`.
function endOfType(signature: string, at: number): number {
  const code = signature[at] ?? '';
  if (code === 'a') return endOfType(signature, at + 1);
  if (code === 'v' || code in BASIC) return at + 1;
  if (code !== '(' && code !== '{') throw new RangeError('not a type');
  const close = code === '(' ? ')' : '}';
  let end = endOfType(signature, at + 1); // an empty struct is not a type
  while (signature[end] !== close) end = endOfType(signature, end);
  return end + 1;
}

/** The types of a signature, one each: `sa{sv}` is `s` and `a{sv}`. Throws a RangeError if a part of it is no type. */
export function typesOf(signature: string): readonly string[] {
  const types: string[] = [];
  for (let at = 0; at < signature.length; at += types.at(-1)?.length ?? 0)
    types.push(signature.slice(at, endOfType(signature, at)));
  return types;
}

/** The types inside a struct or a dictionary entry: `(sa{sv})` is `s` and `a{sv}`. */
export function membersOf(type: string): readonly string[] {
  return typesOf(type.slice(1, -1));
}

/** The alignment of a type, in bytes. */
export function alignmentOf(type: string): number {
  const code = type[0] ?? '';
  if (code === 'v') return 1;
  if (code === 'a') return 4;
  return code in BASIC ? BASIC[code as keyof typeof BASIC] : 8;
}
