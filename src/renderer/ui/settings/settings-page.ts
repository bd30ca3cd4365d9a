// The pages of the settings tab; kept by the home screen, so that a notice can open one.

export type SettingsPage = 'all' | 'policies' | 'check' | 'record';
