// English texts of the settings of the program on the desktop: appearance, status, notifications.
// Short sentences, no jargon; every key exists in de-desktop.ts too.

/** English texts of these settings. */
export const enDesktop = {
  notified: {
    title: 'Notifications',
    label: 'For calls, missed calls and changed identities',
    hint: 'On a locked screen, notifications name nobody unless you choose that. The card of an incoming call appears even without notifications.',
    hintNameless: 'Your organisation does not allow names in notifications.',
    'named-always': 'With names, even on a locked screen',
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
    textSizeText: 'In all windows. Also with Ctrl and +, − or 0 (⌘ on a Mac).',
    moreContrast: 'More contrast',
    moreContrastText: 'Stronger lines and text. Your system’s own setting applies even without this switch.',
    lessMotion: 'Less motion',
    lessMotionText: 'Nothing slides or pulses. Your system’s own setting applies even without this switch.',
  },
  ownStatus: {
    title: 'Your status',
    away: 'Away when you are inactive or the screen is locked',
    awayText: 'Your contacts see this, and so does anyone who may read statuses on your server. Calls still ring.',
    quiet: 'Quiet hours',
    quietText:
      'During these hours your status is “Do not disturb” every day. A status you choose during these hours applies instead.',
    from: 'From',
    until: 'Until',
    system: 'Follow “Do not disturb” of your computer',
    systemText:
      'While it is on there, your status here is “Do not disturb” as well. A status you choose meanwhile applies instead.',
  },
} as const;
