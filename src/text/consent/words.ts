// A question of main's own dialog in words, whichever it is.

/** One question in words: what is asked, what follows from it, and the button that does it. */
export interface ConsentWords {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}
