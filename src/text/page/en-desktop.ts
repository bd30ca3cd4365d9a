// English texts of the settings on what a telephone does on the desk: notifications.
// Short sentences, no jargon on the surface; every key exists in de-desktop.ts too.

/** English texts of these settings. */
export const enDesktop = {
  notified: {
    title: 'Notifications',
    label: 'For calls, missed calls and changed identities',
    hint: 'On a locked screen they name nobody, unless you choose so. The card of an incoming call appears without them as well.',
    hintNameless: 'Your organisation excludes names in notifications.',
    'named-always': 'With names, also on a locked screen',
    named: 'With names',
    nameless: 'Without names',
    none: 'None',
  },
} as const;
