// What an administrator is told when something cannot be done. Nothing else is thrown on purpose here.

/** A refusal with a sentence for the person at the keyboard. */
export class CaError extends Error {
  override readonly name = 'CaError';
}
