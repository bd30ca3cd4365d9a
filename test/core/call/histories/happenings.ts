// What histories count: each kind of trouble, and cases to which a property applies. So trouble that never occurs, and
// a property that never applies, are noticed.

/** The policy changes of a person's organisation. */
export const POLICIES = [
  'forbids-video',
  'allows-video',
  'relays-only',
  'high-confidentiality',
  'wants-verified',
  'refuses-unverified',
  'persons-only',
  'confirms',
  'revokes',
  'blocks',
  'loosens',
] as const;

const TROUBLES = [
  'a message is lost',
  'a message comes twice',
  'a message is late',
  'a message waits at the broker',
  'a broker is away',
  'an address is lost',
  'an address is found',
  'a page dies',
  'a worker dies',
  'all paths are lost',
  'both call each other',
  'somebody hears that we are busy',
  'a stranger gives way',
  'a note of a missed call is left',
  'a stranger is refused',
  'a stranger rings without sound',
  'a call rings under do not disturb',
  'a second call is placed',
  'a second call rings',
  'a second call is taken',
  'two calls are swapped',
  'a call is moved',
  'a move is taken back',
  'a screen is shared',
  'an announcement comes after its call',
  'the device of a peer was removed, or the peer is somebody else',
  'nothing is read of a peer',
] as const;

const PRECONDITIONS = [
  'ended before',
  'ended securing',
  'ended secured',
  'something happens after the end',
  'both sides have time to reconnect when all trouble ends',
  'a path is looked for anew',
  'an answer to another offer was set',
  'a call is opened anew',
  'a rekey',
  'a second or later worker gets keys',
  'an older key is due to be withdrawn',
  'a call is held',
  'a line that was typed leaves',
  'two calls are secured on one device',
  'a peer is verified',
  'a right code is typed',
  'a wrong code is typed',
  'somebody is verified',
  'pictures are forbidden',
  'candidates leave where only relays may be used',
  'media pass where only relays may be used',
  'candidates leave before READY to somebody who is not verified',
  'an address is lost at which a path may begin',
  'an address is lost at which no path begins',
  'a description with a constant rate leaves',
  'the clock of a verification runs',
  'a verification comes too late',
  'a moved call is followed',
  'a call was taken over',
  'a call has moved',
] as const;

/** Something that is counted. */
export type Happening =
  | (typeof TROUBLES)[number]
  | (typeof PRECONDITIONS)[number]
  | `policy: ${(typeof POLICIES)[number]}`;

/** Everything that is counted. */
export const HAPPENINGS: readonly Happening[] = [
  ...TROUBLES,
  ...POLICIES.map((policy) => `policy: ${policy}` as const),
  ...PRECONDITIONS,
];
