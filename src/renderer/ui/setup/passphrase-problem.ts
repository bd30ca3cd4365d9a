// The rules for a new passphrase. Main accepts any passphrase. These rules keep people from weak or mistyped ones.

const SHORTEST = 12; // characters

/** What is wrong with a new passphrase, or undefined. */
export function passphraseProblem(passphrase: string, repeat: string): 'short' | 'differs' | undefined {
  if (Array.from(passphrase).length < SHORTEST) return 'short';
  return passphrase === repeat ? undefined : 'differs';
}
