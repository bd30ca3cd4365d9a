// The languages among which a person can choose.

/** Each language under its own name, whatever language is shown. */
export const languages = [
  { id: 'de', text: 'Deutsch' },
  { id: 'en', text: 'English' },
] as const;
