// English texts of one's own recovery code: the part in the settings, the line on the home page, the page that shows it, the paper.

/** English texts of one's own recovery code. */
export const enRecovery = {
  title: 'Recovery code',
  text: 'A code on paper with which you keep your identity if you lose all your devices. Your contacts then do not have to verify you anew.',
  none: 'You have no recovery code. If you lose all your devices, your contacts have to get to know and verify you anew.',
  thereHere:
    'There is a recovery code. The last one was made on this device; for whoever has read that, only that one counts.',
  there:
    'There is a recovery code. The last one was made on “{{name}}”; for whoever has read that, only that one counts. If that was not you, take it back and remove that device.',
  takenBackHere:
    'There is no recovery code. You took back the last one on this device; to whoever has read that, the paper is worth nothing.',
  takenBack:
    'There is no recovery code. The last one was taken back on “{{name}}”; to whoever has read that, the paper is worth nothing. If that was not you, remove that device.',
  takenBackElsewhere:
    'There is no recovery code. The last one was taken back on another of your devices; to whoever has read that, the paper is worth nothing.',
  used: 'The recovery code was used: a device was set up with it, and all devices before it were removed. The code counts no more. If that was not you, somebody else has your identity: tell your contacts and your IT.',
  usedHere:
    'There is no recovery code. Your identity was recovered with the last one, which counts no more. Make a new one.',
  lost: 'If the paper is lost, or somebody else may have seen it: make a new code. For whoever has read that, the old one then counts no more.',
  forbidden: 'Your organisation does not allow new recovery codes on this device.',
  forbiddenThere:
    'Your organisation does not allow new recovery codes on this device. Take this one back, unless your IT says otherwise.',
  make: 'Make a recovery code …',
  replace: 'Replace by a new code …',
  takeBack: 'Take back …',
  takenBackDone: 'The recovery code is taken back: for whoever has read that, it counts no more. Destroy the paper.',
  isShown: 'The code is in its own window.',
  offer: 'All devices lost? With a recovery code on paper you keep your identity.',
  require:
    'Your organisation requires a recovery code on paper, with which you keep your identity if you lose all your devices.',
  offerDo: 'Make a recovery code …',
  notNow: 'Not now',
  window: 'Recovery code',
  showTitle: 'Write down your recovery code, or print it',
  showLead:
    'It is shown this once only. It counts when you have confirmed it in the next step; if you close this window before, it is gone without a trace.',
  replaces: 'For whoever has read that, the recovery code that you have now then counts no more.',
  label: 'Recovery code',
  keep: 'Keep it where nobody else gets to it, and not with your devices. Whoever has it can take over your identity. Do not photograph it and do not save it in a file.',
  printText: 'Print on a printer that you trust: printers and print servers may keep what they print.',
  print: 'Print …',
  next: 'I have it on paper',
  askTitle: 'Type the last group',
  askLead: 'Look at your paper and type the last group of the code, the one with two characters.',
  group: 'Last group',
  groupMissing: 'Type the two characters of the last group.',
  back: 'Show it again',
  confirm: 'Confirm',
  saving: 'Being saved and published …',
  madeTitle: 'Your recovery code is made',
  madeText:
    'It counts for whoever has read that. Keep the paper safe. If you lose it, make a new code under “Settings”, “Recovery code”.',
  goneTitle: 'The code is not shown any more',
  goneText: 'It counts for nothing, and nothing of it was kept. Make a new one.',
  close: 'Close',
  paper: {
    title: 'Siegel recovery code',
    name: 'Name',
    address: 'Address',
    fingerprint: 'Fingerprint',
    date: 'Made on',
    useTitle: 'What it is for',
    use: 'If you have lost all your devices: set up Siegel on a new one with the address above, and choose to recover with a recovery code. You stay the same person for your contacts; they read a notice and do not have to verify you anew. All devices before it are removed, and this code counts no more.',
    finderTitle: 'What whoever finds it can do',
    finder:
      'Take over your identity: call and be called in your name, and remove all your devices. It opens no calls of the past and holds no contacts.',
    lostTitle: 'If it is lost, or somebody has seen it',
    lost: 'In Siegel, open “Settings”, “Recovery code”, and make a new one. This paper is then worth nothing to whoever has read that. Replaced sheets belong into the shredder.',
    keep: 'Keep it locked away, not with your devices. No IT support ever needs this code.',
  },
} as const;
