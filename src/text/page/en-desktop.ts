// English texts of the settings of the program on the desktop: appearance, status, notifications.
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
  look: {
    title: 'Appearance',
    appearance: 'Light or dark',
    system: 'Like the system',
    light: 'Light',
    dark: 'Dark',
    textSize: 'Size of text and controls',
    textSizeText: 'In all windows. Also by Ctrl and +, − or 0 (⌘ on a Mac).',
    moreContrast: 'More contrast',
    moreContrastText: 'Stronger lines and text. What your system asks for holds without this switch.',
    lessMotion: 'Less motion',
    lessMotionText: 'Nothing slides or pulses. What your system asks for holds without this switch.',
  },
  ownStatus: {
    title: 'Your status',
    away: 'Away when you are inactive or the screen is locked',
    awayText: 'Your contacts see it, and so does whoever may read statuses on your server. Calls go on ringing.',
    quiet: 'Quiet hours',
    quietText:
      'During these hours your status is “Do not disturb” every day. What you choose yourself meanwhile holds until they end.',
    from: 'From',
    until: 'Until',
  },
} as const;
