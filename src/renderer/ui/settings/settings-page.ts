// The pages of the settings tab. The home screen stores which one is open, so that a notice can open one too.

/** A page of the tab; `all` is the settings themselves. */
export type SettingsPage = 'all' | 'policies' | 'check' | 'record';
