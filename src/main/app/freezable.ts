// A reader that a lock freezes: the last value stays available, and its source can be released.

/** The value of `read`, until frozen. From then on the last value, without a reference to its source. */
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
