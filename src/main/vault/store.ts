// A piece of state that is read once and written as a whole: sealed on disk in the app, in memory in whole-call tests.

/** One named piece of state. `write` is atomic and durable when it returns `written`. On `disk` nothing has changed. */
export interface Store<T> {
  readonly read: () => T | undefined;
  readonly write: (value: T) => 'written' | 'disk';
}
