// What an administrator is told when something cannot be done. The authority throws nothing else on purpose.

/** A refusal with a sentence for the person at the keyboard. */
export class CaError extends Error {
  override readonly name = 'CaError';
}
