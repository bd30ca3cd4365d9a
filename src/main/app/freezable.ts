// A reading that a lock stops: what was read last goes on, and whoever was asked can be let go.

/** What `read` says, until it is frozen: from then on what it said last, without a hold on whoever says it. */
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
