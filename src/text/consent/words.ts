// The text of one question in main's own dialog.

/** The text of one question: what is asked, its consequences, and the label of the button that confirms. */
export interface ConsentWords {
  readonly message: string;
  readonly detail: string;
  readonly yes: string;
}
