// A piece of state that is read and written as a whole: sealed on disk in the app, in memory in whole-call tests.

/**
 * One named piece of state. `write` is atomic and durable when it returns `written`. On `disk` the old state is still
 * there, or the new one if only flushing its name failed.
 */
export interface Store<T> {
  readonly read: () => T | undefined;
  readonly write: (value: T) => 'written' | 'disk';
}
