// English texts where devices of one person contradict each other: of somebody known, and of one's own.

/** English texts of a dispute and of its decision. */
export const enDispute = {
  title: 'The devices of {{name}} contradict each other',
  text: 'Devices of this person have removed each other. Siegel cannot decide which of them still belong to the person, and calls nobody there until you have decided.',
  seen: 'Noticed on {{date}}.',
  verifiedBefore: 'You last verified this person on {{date}}. That no longer counts.',
  neverVerified: 'You had not verified this person before.',
  reasonsTitle: 'Usual reasons',
  reasonDevice: 'The person removed devices on two devices at the same time, or did not want the removal of one.',
  reasonAttack: 'Rare, but serious: somebody else has one of their devices or its key.',
  isNot: 'The server cannot fake this: each removal is signed with the key of one of their devices.',
  next: 'Ask the person, face to face or by another way, which device is in their hands. Let them read out its whole identifier: Siegel shows it there under “Settings”, “This device”. Decide for the side on which exactly this identifier is; if it is on none, do not decide.',
  one: 'The server shows this side alone by now. What it does not show any more can be true all the same: decide only if the device that the person has read out to you is on this side.',
  reading: 'Siegel is reading what the devices say …',
  list: 'The sides',
  side: 'Side {{number}}',
  followed: 'This device has followed this side so far.',
  firstSeen: '{{device}}, first seen by this device on {{date}}',
  revoked: '(Its certificate was revoked by your organisation: ask your IT department which device is meant.)',
  noDevices: 'No device that the other sides have not as well.',
  choose: 'Decide for this side',
  chosen: 'The decision for {{name}} is made. Compare the security code in the next call: nobody is verified yet.',
  more_one: 'One more side is not shown here. So many are no accident: please tell your IT department.',
  more_other: '{{count}} more sides are not shown here. So many are no accident: please tell your IT department.',
  none: 'If you do not know, do not decide: then nobody is called there. A decision cannot be taken back; if it was wrong, “Get to know anew” begins from the start.',
  nobody:
    'There is no device under this address any more, and so nothing to decide between. The dispute stays noted. Siegel shows the devices again once there are any, or you get to know anew whoever comes.',
  several:
    'Several persons claim this address, and nobody here is known yet: Siegel cannot say whose devices this is about. Please ask your IT department, or get to know anew who is there: you are then asked which of them it is.',
  unread: 'The server has not answered in full, so that Siegel cannot show the sides.',
  again: 'Try again',
  removedBy: 'It was removed by {{name}}.',
  removedByCode: 'It was removed with your recovery code, by whoever used it on another device.',
  removedByUnknown: 'By which of them is not known here.',
  learnt: 'This device learnt of it on {{date}}.',
  objectText:
    'If somebody else did that in your name, you can object: this device then removes who removed it, and is one of yours again. Whoever has read the removal already takes nothing of it all the same; all others see that your devices contradict each other, and decide.',
  objectDo: 'Object …',
  ownTitle: 'Your devices contradict each other',
  ownText:
    'Devices of yours have removed each other. Until you have decided, this device stays with what it knew before, and whoever reads both sides does not call you.',
  ownNotice: 'Devices of yours have removed each other. Look under “Your devices” which ones, and decide.',
  objectionTitle: 'A device that was removed contradicts',
  objectionText:
    'Who does not know your devices yet meets both sides and has to decide. This device stays with its own. Decide for the other side only if the removal was not your doing; if it was, there is nothing to do here, and your IT department can clear the entry of the removed device from the server.',
  ownNext:
    'Each of your devices decides for itself, and so do your contacts: tell them by another way which devices are yours.',
  ownChosen: 'This device now goes by that side. Decide the same on your other devices.',
};
