// English texts for a verified person who has set up Siegel anew:
// who else claims the address, and the call that compares the code.

/** English texts of the replacement of a verified person. */
export const enAnew = {
  text: 'You verified this person on {{date}}. If they have set up Siegel again without their recovery code, Siegel takes them for somebody else. Call them here and compare the security code: only then do they take the place of the person you know. Until then nothing changes.',
  reading: 'Asking the server who else claims this address …',
  list: 'Who else claims this address',
  recognise:
    'Anybody can claim an address. The code shows that nobody is between you; only you can recognise that it is the right person. If you do not recognise them, hang up. The digits are the fingerprint that Siegel shows the person under “Settings”.',
  call: 'Call to compare the code',
  more_one: 'One more person is not shown here. So many are no accident: please tell your IT department.',
  more_other: '{{count}} more people are not shown here. So many are no accident: please tell your IT department.',
  nobody:
    'Nobody else claims this address at the moment. Ask the person to finish setting up Siegel under this address and to stay connected, then look again.',
  unread: 'The server did not answer in time. Check your connection, then look again.',
  again: 'Look again',
  disputed: 'First decide above between the devices of this person, whom you verified on {{date}}.',
  remove: 'Remove and forget …',
  removeText:
    'If you no longer want Siegel to know this person, you can remove the contact with everything that Siegel knows about them, including the verification.',
} as const;
