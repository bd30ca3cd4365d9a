// The languages as a person chooses among them.

/** Each language under its own name, whatever language is shown. */
export const languages = [
  { id: 'de', text: 'Deutsch' },
  { id: 'en', text: 'English' },
] as const;
