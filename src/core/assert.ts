// The three general helpers of the project. An assertion is for a bug of ours, never for bad input.

/** Throws when `condition` is false: a bug of ours, not bad input. */
export function assert(condition: boolean, message: string): asserts condition {
  if (!condition) throw new Error(`assertion failed: ${message}`);
}

/** Closes an exhaustive switch: does not compile while a case is missing. */
export function unreachable(value: never): never {
  throw new Error(`unreachable: ${String(value)}`);
}

/** Returns `value`, which must not be undefined; `why` says what guarantees that. */
export function unwrap<T>(value: T | undefined, why: string): T {
  if (value === undefined) throw new Error(`assertion failed: ${why}`);
  return value;
}
