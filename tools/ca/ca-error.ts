// The error that tells an administrator why something cannot be done. Any other error is unexpected.

/** A refusal with a sentence for the person at the keyboard. */
export class CaError extends Error {
  override readonly name = 'CaError';
}
