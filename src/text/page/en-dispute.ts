// English texts for devices of one person that contradict each other: a known person's, or one's own.

/** English texts of a dispute and of its decision. */
export const enDispute = {
  title: 'The devices of {{name}} disagree',
  text: 'Devices of this person have removed each other. Siegel cannot decide which of them still belong to the person, and calls nobody there until you decide.',
  seen: 'Noticed on {{date}}.',
  verifiedBefore: 'You last verified this person on {{date}}. That no longer counts.',
  neverVerified: 'You had not verified this person before.',
  reasonsTitle: 'Usual reasons',
  reasonDevice: 'The person removed devices on two devices at the same time, or did not want one to be removed.',
  reasonAttack: 'Rare, but serious: somebody else has one of their devices or its key.',
  isNot: 'The server cannot fake this: each removal is signed with the key of one of their devices.',
  next: 'Ask the person, face to face or in some other way, which device is in their hands. Have them read out its whole device ID: Siegel shows it there under “Settings”, “This device”. Choose the side that has exactly this device ID; if none has it, do not decide.',
  one: 'The server now shows only this side. What it no longer shows can still be true: decide only if this side has the device whose ID the person read out to you.',
  reading: 'Siegel is reading what the devices say …',
  list: 'The sides',
  side: 'Side {{number}}',
  followed: 'This device has followed this side so far.',
  firstSeen: '{{device}}, first seen by this device on {{date}}',
  revoked: '(Its certificate was revoked by your organisation: ask your IT department which device is meant.)',
  noDevices: 'All devices of this side are also on the other sides.',
  choose: 'Choose this side',
  chosen:
    'Your decision about the devices of {{name}} is saved. Compare the security code in the next call: nobody is verified yet.',
  more_one: 'One more side is not shown here. So many are no accident: please tell your IT department.',
  more_other: '{{count}} more sides are not shown here. So many are no accident: please tell your IT department.',
  none: 'If you do not know, do not decide: then nobody is called there. A decision cannot be undone; if it was wrong, “Get to know again” starts from scratch.',
  nobody:
    'There is no device left under this address, so there is nothing to decide. The dispute stays noted. Once there are devices again, Siegel shows them here; or you get to know again whoever comes then.',
  several:
    'Several people claim this address, and none of them is known here yet: Siegel cannot tell whose devices these are. Please ask your IT department, or get to know again who is there: Siegel then asks you which of them it is.',
  unread: 'The server did not answer in full, so Siegel cannot show the sides.',
  again: 'Try again',
  removedBy: 'It was removed by {{name}}.',
  removedByCode: 'Somebody used your recovery code on another device. That removed this device.',
  removedByUnknown: 'Which of them removed it is not known here.',
  learnt: 'This device learnt of it on {{date}}.',
  objectText:
    'If somebody else did that in your name, you can object: this device then removes whoever removed it, and is one of yours again. People who have already read the removal still accept nothing from it; all others see that your devices disagree, and decide.',
  objectDo: 'Object …',
  ownTitle: 'Your devices disagree',
  ownText:
    'Some of your devices have removed each other. Until you decide, this device keeps to what it knew before, and people who read both sides do not call you.',
  ownNotice: 'Some of your devices have removed each other. See under “Your devices” which ones, and decide.',
  objectionTitle: 'A removed device objects',
  objectionText:
    'People who do not know your devices yet see both sides and have to decide. This device stays with its own side. Choose the other side only if you did not remove the device. If you did, there is nothing to do here, and your IT department can delete the removed device’s entry from the server.',
  ownNext:
    'Each of your devices decides for itself, and so do your contacts: tell them in some other way which devices are yours.',
  ownChosen: 'This device now follows that side. Choose the same on your other devices.',
};
