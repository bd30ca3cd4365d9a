// The pages of the settings tab. The home screen stores which page is open, so that a notice can open a page too.

/** A page of the tab; `all` is the settings themselves. */
export type SettingsPage = 'all' | 'policies' | 'check' | 'record';
