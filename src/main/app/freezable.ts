// A reader that a lock freezes: the last value stays available, and its source can be released.

/**
 * Returns the value of `read` until `freeze` is called, and from then on the last value. The source is then no longer
 * referenced.
 */
export function freezable<T>(read: () => T): { readonly read: () => T; readonly freeze: () => void } {
  let now: () => T = read;
  return {
    read: () => now(),
    freeze: () => {
      const last = now();
      now = () => last;
    },
  };
}
