// The languages as a person chooses among them.

/** Each in its own words, in any language. */
export const languages = [
  { id: 'de', text: 'Deutsch' },
  { id: 'en', text: 'English' },
] as const;
