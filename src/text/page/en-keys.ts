// English texts of the keyboard keys: what each does, in the list of keys and beside the buttons.

/** English texts of the keyboard keys. */
export const enKeys = {
  keys: {
    title: 'Keys',
    tip: '{{words}} ({{keys}})',
    chord: 'Ctrl+Shift+{{letter}}',
    inCall: 'In a call',
    ringing: 'When somebody calls',
    always: 'Always',
    mute: 'Mute, or unmute',
    talk: 'Push to talk: hold to be heard while muted',
    talkKeys: 'Ctrl+Space',
    camera: 'Turn the camera on or off',
    share: 'Share a screen, or stop',
    hold: 'Hold, or resume',
    text: 'Text',
    security: 'Security: the code',
    hangUp: 'Hang up',
    full: 'Full screen on or off',
    answer: 'Answer with voice only',
    answerHint: 'A call in progress is put on hold. In its window, the key first shows who is calling.',
    answerVideo: 'Answer with video',
    decline: 'Decline',
    list: 'This list',
    zoom: 'Larger, smaller, normal size',
    zoomKeys: 'Ctrl + plus, minus, 0',
    escape: 'Close what is open',
    escapeKeys: 'Esc',
    show: 'All keys',
    global: 'While another program is in front',
    globalHint: {
      system:
        'These keys work in every program. While they are set, no other program gets them. Use at least two of Ctrl, Alt, Shift and Super, and a letter, a digit or a function key.',
      desktop:
        'These keys work in every program. Siegel proposes the key that you set to your desktop, which asks you and may give another one. Use at least two of Ctrl, Alt, Shift and Super, and a letter, a digit or a function key.',
      nobody: 'Not possible here: this desktop gives no keys to programs that are not in front.',
    },
    globalAct: {
      mute: 'Mute, or unmute',
      talk: 'Push to talk: hold to be heard',
      answer: 'Answer with voice only',
      hangUp: 'Hang up',
    },
    release: {
      'by-display':
        'Works in a call in which you are muted. While you hold one of these keys, Siegel asks the display server which keys are down, to notice the release.',
      'by-system':
        'Works in a call in which you are muted. While you hold one of these keys, Siegel asks the system whether they are still down. It asks about no other key.',
      'not-allowed':
        'Not possible yet. macOS does not tell Siegel whether you still hold this key. Allow it in the system settings under Privacy & Security, Input Monitoring. Then quit Siegel and start it again.',
      never:
        'Not possible here. The part of Siegel that would notice the release of a key does not run on this computer. In the window of a call, hold Ctrl+Space.',
      announced:
        'Works in a call in which you are muted. Your desktop announces to Siegel when you press and release this key, and no other keys. Release its letter first: otherwise some desktops announce nothing, and you may be heard for longer.',
      'no-display':
        'Not possible now. The display server does not let Siegel ask which keys are down, so nobody would notice the release. In the window of a call, hold Ctrl+Space.',
    },
    desktop: {
      asked: 'Your desktop has not answered yet. It may be asking you.',
      given: 'Your desktop gives this key. Change it in the desktop’s own settings.',
      nameless: 'Your desktop does not say which key this is. Its own settings show it.',
      refused:
        'Your desktop has not given this key. Choose one in the desktop’s own settings, or remove it here and set it again.',
    },
    none: 'No key',
    set: 'Set',
    setFor: 'Set the key: {{act}}',
    press: 'Press the keys …',
    remove: 'Remove the key: {{act}}',
    bad: 'Other programs use {{keys}}. Choose at least two of Ctrl, Alt, Shift and Super.',
    taken: 'Another program, or another line here, already uses this key. Choose another one.',
    ctrl: 'Ctrl',
    shift: 'Shift',
  },
};
