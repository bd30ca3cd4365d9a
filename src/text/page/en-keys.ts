// English texts of the keys: what each does, in the list of keys and beside the buttons.

/** English texts of the keys. */
export const enKeys = {
  keys: {
    title: 'Keys',
    hint: 'In every window of Siegel, ? shows this list.',
    tip: '{{words}} ({{keys}})',
    chord: 'Ctrl+Shift+{{letter}}',
    inCall: 'In a call',
    ringing: 'When somebody calls',
    always: 'Always',
    mute: 'Mute, or unmute',
    camera: 'Turn the camera on or off',
    hold: 'Hold, or resume',
    text: 'Text',
    security: 'Security: the code',
    hangUp: 'Hang up',
    answer: 'Answer by voice',
    answerHint: 'A call that is on is put on hold. In its window, the key first shows who is calling.',
    answerVideo: 'Answer with video',
    decline: 'Decline',
    list: 'This list',
    zoom: 'Larger, smaller, normal size',
    zoomKeys: 'Ctrl + plus, minus, 0',
    escape: 'Close what is open',
    escapeKeys: 'Esc',
  },
};
