// English texts where several people claim one address: who they are, and what to choose by.

/** English texts of the choice among several people. */
export const enClaims = {
  title: 'Several people claim this address',
  text: 'Your server has {{count}} different people under {{address}}, and cannot prove whose address it is. Siegel calls nobody there until you have chosen.',
  next: 'Ask the person, face to face or in some other way, to read out the fingerprint that Siegel shows them under “Settings”. Choose only the person whose digits all match.',
  list: 'Who claims the address',
  firstSeen: 'First seen on this device on {{date}}.',
  computing: 'Calculating the fingerprint …',
  choose: 'Choose this person',
  chosen: 'Calls to {{name}} now go to this person, who is not verified yet.',
  more_one: 'One more person is not shown here. So many are no accident: please tell your IT department.',
  more_other: '{{count}} more people are not shown here. So many are no accident: please tell your IT department.',
  none: 'If none of them fits, choose nobody: then nobody is called. Your IT department can remove the false entries.',
  mark: 'Several people claim the address',
};
