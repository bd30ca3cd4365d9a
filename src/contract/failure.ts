// The closed lists of codes that cross a wall: why a command was refused, why a call ended.
// Codes only. The words for a person live in the page's catalogues, one per language.
import * as v from 'valibot';

/** Why a command was refused at the wall or in main. */
export const RefusalCode = v.picklist([
  'not-allowed', // sender, frame, origin or window is not the one that may do this
  'bad-input', // the shape is not the table's
  'internal', // a bug of ours; logged in main
  'no-key-store', // the system offers no protected key store
  'vault-locked', // a passphrase is needed first
  'wrong-passphrase',
  'vault-damaged', // sealed state that will not open: kept aside, see the key store view
  'no-identity',
  'identity-exists',
  'bad-address',
  'bad-name',
  'own-address',
  'contact-exists',
  'unknown-contact',
  'unknown-side', // the sides of a dispute are no longer what was shown
  'person-verified', // somebody who was verified is forgotten only with the contact, and replaced only by a compared code
  'unknown-person', // nobody of this id claims the address any more
  'unknown-call',
  'unknown-entry', // no such call in the history, or its removal can no longer be undone
  'call-exists', // there is a call already: with this person, or one that is not held and nobody said what becomes of it
  'two-calls', // there are two calls already
  'cannot-hold', // the other call is only being set up, so it cannot be held for this one yet
  'moving', // it is being moved to another device already
  'key-changed', // the person must look at the changed key first
  'unconfirmed', // the caller's list has not been read: the code cannot be confirmed yet
  'code-mismatch',
  'not-connected',
  'broker-in-use', // the port is taken
  'bad-broker',
  'bad-relay', // no address of a relay
  'relay-account', // a relay without a user name or a password is none
  'no-proxy', // this proxy has not asked for a login
  'proxy-account', // a name or password that no proxy can be told, or none
  'no-relay', // there is none: nothing to test, and calls by relay only would not connect
  'disk', // state could not be written; nothing was changed
  'too-many-calls', // ten within a minute to a person who is not verified here
  'locked', // set by the organisation
  'app-locked', // unlock first
  'peer-not-allowed', // policy allows no calls with this address
  'peer-not-verified', // policy wants this peer verified first
  'video-not-allowed',
  'sharing-not-allowed', // policy allows no screen, or no whole one, to be shared
  'call-held',
  'unknown-source', // the window to share is not there any more
  'passphrase-not-allowed', // policy wants the system's key store
  'export-not-allowed',
  'cancelled', // the person closed the dialog
  'call-first', // a call rings or is on, and has microphone and camera
  'asked-lately', // the person was asked just now, more than once, and said no
  'not-enrolling', // policy names no place to enrol
  'bad-token',
  'ca-unreachable',
  'ca-refused',
  'no-update',
  'no-link', // policy names no such page
  'bad-code', // the link code of another device is mistyped
  'linking', // a linking is under way, or this is not what it asks for
  'devices-full', // the person has as many devices as one may have
  'chain-full', // devices were added and removed so often that no other one has room
  'device-unfinished', // this device was linked and is not among the devices yet
  'devices-disputed', // the person's devices contradict each other
  'device-removed', // another device has removed this one
  'unknown-device',
  'wrong-group', // not the last group of the recovery code that is shown
  'recovery-gone', // no recovery code is shown any more
  'recovery-changed', // another device has made a recovery code meanwhile, which this one would replace
  'no-recovery-code', // there is none to take back
  'not-printed', // the system could not print
  // before a set-up nobody knows who is under the address
  'no-server', // none is set
  'server-silent', // it is not reached
  'server-proxy', // the proxy does not let through to it
  'proxy-login', // the proxy wants a name and a password first
  'server-refused', // it does not let this device in, or shows a certificate that does not count
  'server-in-clear', // it is reached without TLS, and the person has not said yes to that
  'directory-silent', // it does not answer, or not with everything
  // a set-up that goes on only when the person says how
  'address-used', // a person is under this address
  'address-used-by-several',
  // of a recovery code
  'recovery-unfinished', // too short
  'recovery-mistyped', // its check characters do not fit
  'recovery-unknown', // it is of nobody under this address
  'recovery-replaced', // it was used, or another one took its place
  'recovery-several', // it is of more than one person
  'recovery-full', // no link of the chain leaves room
]);
export type RefusalCode = v.InferOutput<typeof RefusalCode>;

/** Why a call ended, as a person is told it. */
export const EndReason = v.picklist([
  'hung-up', // by us
  'peer-hung-up',
  'declined',
  'busy',
  'cancelled', // the caller gave up
  'answered-elsewhere',
  'declined-elsewhere',
  'transferred', // it goes on on another device of the same person
  'offer-over', // what was to be gone on with here has ended, or stays where it is
  'glare', // both called: the other call goes on
  'no-answer', // it rang until its time was up
  'unreachable', // no device ever said it rings
  'unknown-address', // nobody has published devices for this address
  'too-many-claims', // nobody was found, and more claim the address than are read
  'several-persons', // nobody is pinned, and more than one person claims the address
  'not-connected', // no link to the broker, so nothing could be sent
  'key-changed', // something about this person has changed, and was not read yet
  'directory-conflict', // nothing shows that the caller's device is of the person whom INVITE names
  'device-removed', // the device that rings, calls or has answered is one of its person's no more
  'version', // no protocol version in common, or a downgrade
  'secure-setup-failed', // ended between ANSWER and READY: a failed secure call
  'tampered', // wrong opening of the commitment
  'fingerprint', // DTLS certificate is not the authenticated one
  'media-keys', // ten seconds without a frame that opens
  'worker-lost', // the sealing worker died: silence, then the end
  'page-lost', // the call window's page crashed again and again
  'no-transform', // this engine cannot seal frames: no call is made
  'no-device', // no microphone can be used
  'code-mismatch', // a person typed a code that is not this call's
  'connection-lost', // 30 s of reconnecting did not help
  'connect-timeout', // 30 s without a connection
  'timeout', // the peer says so
  'error', // the peer or we met content that cannot be used
  'app-closed',
  'app-locked', // Siegel locked itself by policy
  'not-allowed', // policy allows no calls with this person
  'verification-required', // policy wants this person verified
  'relay-required', // policy wants a relay, and none can be used
]);
export type EndReason = v.InferOutput<typeof EndReason>;
