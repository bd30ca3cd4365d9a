// English: why a call ended, for every EndReason: what happened (title), why (why) and the one next step (next). The
// code that shows these texts does not compile while an EndReason has none.

/** English texts of every end of a call. */
export const enReason = {
  'hung-up': { title: 'Call ended', why: 'You hung up.', next: 'You can close this window.' },
  'given-up': {
    title: 'Call cancelled',
    why: 'You hung up before the conversation began.',
    next: 'You can close this window.',
  },
  'peer-hung-up': { title: 'Call ended', why: 'The other person hung up.', next: 'You can close this window.' },
  declined: { title: 'Declined', why: 'The call was declined.', next: 'Try again later.' },
  busy: { title: 'Busy', why: 'The other person is in another call.', next: 'Try again in a few minutes.' },
  cancelled: { title: 'Cancelled', why: 'The caller hung up before the call was answered.', next: 'Call back.' },
  'answered-elsewhere': {
    title: 'Answered on another device',
    why: 'The call was answered on another of your devices.',
    next: 'Continue the call there.',
  },
  'declined-elsewhere': {
    title: 'Declined on another device',
    why: 'The call was declined on another device.',
    next: 'Call back if that was a mistake.',
  },
  transferred: {
    title: 'Call moved',
    why: 'The call continues on another device.',
    next: 'You can close this window.',
  },
  'offer-over': {
    title: 'No call left to take over',
    why: 'The call you wanted to continue here has ended, or stays on the other device.',
    next: 'Call from the main window if you want to talk.',
  },
  glare: {
    title: 'Both called at once',
    why: 'The other person called you at the same moment. That call continues.',
    next: 'Answer the other call.',
  },
  'no-answer': { title: 'No answer', why: 'It rang, but nobody answered.', next: 'Try again later.' },
  unreachable: {
    title: 'Not reachable',
    why: 'No device of this person reported that it rings.',
    next: 'Try again later, or use another way to reach them.',
  },
  'unknown-address': {
    title: 'Address unknown',
    why: 'Nobody has set up Siegel under this address on your server.',
    next: 'Check the spelling of the address.',
  },
  'too-many-claims': {
    title: 'Too many people claim this address',
    why: 'So many people claim this address on your server that Siegel could not find the person. Nobody was called.',
    next: 'Tell your IT department.',
  },
  'several-persons': {
    title: 'Several people claim this address',
    why: 'Your server has more than one person under this address, and Siegel knows none of them yet. Nobody was called.',
    next: 'Open the address in the main window and choose whom you mean.',
  },
  'not-connected': {
    title: 'No connection to the server',
    why: 'Without this connection no call can be set up.',
    next: 'Check your network and call again.',
  },
  'key-changed': {
    title: 'Something has to be cleared up first',
    why: 'The devices of this person contradict each other, or somebody else was found under the address. No conversation took place.',
    next: 'Open the person in the main window, and read what it says there.',
  },
  'directory-conflict': {
    title: 'Contradictory details',
    why: 'What the caller says about themselves does not match what the server says. The call was refused.',
    next: 'Tell your IT department.',
  },
  'device-removed': {
    title: 'Device was removed',
    why: 'One of the two devices no longer belongs to its person. They can no longer call each other.',
    next: 'You can still call from and to the remaining devices.',
  },
  version: {
    title: 'Versions are not compatible',
    why: 'The two versions of Siegel have no secure method in common, or somebody tried to weaken the encryption.',
    next: 'Update Siegel on both sides.',
  },
  'secure-setup-failed': {
    title: 'The call could not be secured',
    why: 'The call was answered, but the keys could not be proven. Nothing was sent.',
    next: 'Call again. If this keeps happening, tell your IT department.',
  },
  tampered: {
    title: 'Interference detected',
    why: 'The key agreement was changed on the way. Nothing was sent.',
    next: 'Tell your IT department before you call again.',
  },
  fingerprint: {
    title: 'Wrong device',
    why: 'The connection leads to a different device from the one whose key was proven.',
    next: 'Tell your IT department before you call again.',
  },
  'media-keys': {
    title: 'Sound and picture could not be opened',
    why: 'For ten seconds nothing arrived that this device could decrypt.',
    next: 'Call again.',
  },
  'worker-lost': {
    title: 'Encryption stopped',
    why: 'The part of Siegel that encrypts has failed. Nothing was sent after that.',
    next: 'Call again. If this keeps happening, restart Siegel.',
  },
  'page-lost': {
    title: 'The call window crashed',
    why: 'It could not be replaced, because it kept crashing.',
    next: 'Call again. If this keeps happening, restart Siegel.',
  },
  'no-transform': {
    title: 'Encryption is not available',
    why: 'This installation cannot encrypt sound and picture, so no call is made.',
    next: 'Tell your IT department: Siegel has to be updated.',
  },
  'no-device': {
    title: 'No microphone',
    why: 'No microphone can be used.',
    next: 'Connect one, or allow access in the system settings, and call again.',
  },
  'code-mismatch': {
    title: 'The code did not match',
    why: 'It was misheard, or somebody was between you.',
    next: 'Call again over a different network and tell your IT department.',
  },
  'connection-lost': {
    title: 'Connection lost',
    why: 'For thirty seconds no path to the other person was found.',
    next: 'Check your network and call again.',
  },
  'connect-timeout': {
    title: 'No connection was made',
    why: 'The call was answered, but the two devices did not reach each other. A firewall is the usual cause.',
    next: 'Call again, or use another network.',
  },
  timeout: { title: 'Timed out', why: 'The other side stopped waiting.', next: 'Call again.' },
  error: {
    title: 'Ended by an error',
    why: 'Something failed on one side, or one side received data that it could not use.',
    next: 'Call again. If this keeps happening, update Siegel on both sides.',
  },
  'app-locked': {
    title: 'Siegel was locked',
    why: 'Siegel locked itself and wiped the keys from memory, as it is set to do.',
    next: 'Unlock Siegel and call again.',
  },
  'not-allowed': {
    title: 'Not allowed',
    why: 'Your organisation does not allow calls with this address.',
    next: 'Ask your IT department if you have to reach this person.',
  },
  'verification-required': {
    title: 'Person not verified yet',
    why: 'Your organisation requires this person to be verified, and that has not been done yet.',
    next: 'If your organisation allows a call to verify them, compare the security code in it. Otherwise ask your IT department.',
  },
  'relay-required': {
    title: 'No relay',
    why: 'Calls on this device may only go through a relay: none is set up or reachable, or this call ran without one.',
    next: 'Ask your IT department about the relay (TURN).',
  },
  'app-closed': { title: 'Siegel was closed', why: 'The program was quit during the call.', next: 'Call again.' },
  missed: { title: 'Missed call' },
} as const;
