// English texts of one's own recovery code: in the settings, on the home page, on the page that shows the code, and on
// the paper.

/** English texts of one's own recovery code. */
export const enRecovery = {
  title: 'Recovery code',
  text: 'A code on paper with which you keep your identity if you lose all your devices. Your contacts then usually do not have to verify you again.',
  none: 'You have no recovery code. If you lose all your devices, your contacts have to get to know you and verify you again.',
  thereHere:
    'There is a recovery code. The last one was made on this device. Only this one is valid once your contacts’ devices have learnt of it.',
  there:
    'There is a recovery code. The last one was made on “{{name}}”. Only this one is valid once your contacts’ devices have learnt of it. If that was not you, take it back and remove that device.',
  takenBackHere:
    'There is no recovery code. You took back the last one on this device. The paper is worthless once your contacts’ devices have learnt of it.',
  takenBack:
    'There is no recovery code. The last one was taken back on “{{name}}”. The paper is worthless once your contacts’ devices have learnt of it. If that was not you, remove that device.',
  takenBackElsewhere:
    'There is no recovery code. The last one was taken back on another of your devices. The paper is worthless once your contacts’ devices have learnt of it.',
  used: 'The recovery code was used: a device was set up with it, and all earlier devices were removed. The code is no longer valid. If that was not you, somebody else has your identity: tell your contacts and your IT department.',
  usedHere:
    'There is no recovery code. Your identity was recovered with the last one, which is no longer valid. Make a new one.',
  lost: 'If the paper is lost, or somebody else may have seen it, make a new code. The old one is no longer valid once your contacts’ devices have learnt of it.',
  forbidden: 'Your organisation does not allow new recovery codes on this device.',
  forbiddenThere:
    'Your organisation does not allow new recovery codes on this device. Take this one back, unless your IT department says otherwise.',
  make: 'Make a recovery code …',
  replace: 'Replace with a new code …',
  takeBack: 'Take back …',
  takenBackDone:
    'The recovery code is taken back. It is no longer valid once your contacts’ devices have learnt of it. Destroy the paper.',
  isShown: 'The code is shown in its own window.',
  offer: 'All devices lost? With a recovery code on paper you keep your identity.',
  require:
    'Your organisation requires a recovery code on paper, with which you keep your identity if you lose all your devices.',
  offerDo: 'Make a recovery code …',
  notNow: 'Not now',
  window: 'Recovery code',
  showTitle: 'Write down your recovery code, or print it',
  showLead:
    'It is shown only this once. It is not valid before you have confirmed it in the next step; if you close this window before that, it is gone without a trace.',
  replaces:
    'It replaces the recovery code that you have now, which is no longer valid once your contacts’ devices have learnt of the new one.',
  label: 'Recovery code',
  keep: 'Keep it where nobody else can get at it, and not with your devices. Whoever has it can take over your identity. Do not photograph it and do not save it in a file.',
  printText: 'Print on a printer that you trust: printers and print servers may keep what they print.',
  print: 'Print …',
  next: 'I have it on paper',
  askTitle: 'Type the last group',
  askLead: 'Look at your paper and type the last group of the code, the one with two characters.',
  group: 'Last group',
  groupMissing: 'Type the two characters of the last group.',
  back: 'Show it again',
  confirm: 'Confirm',
  saving: 'Saving and publishing …',
  madeTitle: 'Your recovery code is ready',
  madeText:
    'It is valid once your contacts’ devices have learnt of it. Keep the paper safe. If you lose it, make a new code under “Settings”, “Recovery code”.',
  goneTitle: 'The code is no longer shown',
  goneText: 'It is not valid, and nothing of it was kept. Make a new one.',
  close: 'Close',
  paper: {
    title: 'Siegel recovery code',
    name: 'Name',
    address: 'Address',
    fingerprint: 'Fingerprint',
    date: 'Made on',
    useTitle: 'What it is for',
    use: 'If you have lost all your devices: set up Siegel on a new one with the address above, and choose to recover with a recovery code. You stay the same person for your contacts; they read a notice and usually do not have to verify you again. All earlier devices are removed, and this code is no longer valid.',
    finderTitle: 'What a finder can do',
    finder:
      'Take over your identity: call and be called in your name, and remove all your devices. It opens no past calls and contains no contacts.',
    lostTitle: 'If it is lost, or somebody has seen it',
    lost: 'In Siegel, open “Settings”, “Recovery code”, and make a new one. This paper is worthless once your contacts’ devices have learnt of it. Replaced papers belong in the shredder.',
    keep: 'Keep it locked away, not with your devices. Nobody at a support desk ever needs this code.',
  },
} as const;
