// The closed lists of codes that cross a wall: why a command was refused, why a call ended. Codes only; the texts are
// in the page's catalogues, one per language.
import * as v from 'valibot';

/** Why a command was refused at the wall or in main. */
export const RefusalCode = v.picklist([
  // This page, or its HTML frame, origin or window, may not do this. Of a key to talk: its release would go unnoticed.
  'not-allowed',
  'bad-input', // the input does not have the shape in the table of commands
  'internal', // a bug of ours; logged in main
  'no-key-store', // the system offers no protected key store, or the key store is locked now
  'vault-locked', // a passphrase is needed first
  'wrong-passphrase',
  'vault-damaged', // sealed state that cannot be opened was kept aside; see the key store view
  'no-identity',
  'identity-exists',
  'bad-address',
  'bad-name',
  'own-address',
  'contact-exists',
  'unknown-contact',
  'unknown-side', // the sides of a dispute are no longer those that were shown, or there is no removal to object to
  'person-verified', // a verified person is forgotten only with the contact, and replaced only by a compared code
  // Nobody with this id was found at the address now. Of a call to compare: nobody else is verified there.
  'unknown-person',
  'unknown-call',
  'unknown-entry', // no such call in the history, or its removal can no longer be undone
  // To place: there is a call with this person already. To answer: another call is not held, and nothing was chosen for
  // it. To dismiss: the call has not ended. To lock, or to take over a call: there is a call.
  'call-exists',
  'two-calls', // there are two calls already
  'cannot-hold', // the running call is still being set up and cannot be held yet
  'moving', // the call is already being moved to another device
  'key-changed', // a dispute of the address must be decided first, or another person was pinned there meanwhile
  'unconfirmed', // the directory has not settled the peer, so the code cannot be accepted yet
  'code-mismatch',
  'not-connected',
  'broker-in-use', // the port is taken
  'bad-broker',
  'bad-relay', // not the URL of a relay
  'relay-account', // a relay needs a user name and a password
  'no-proxy', // this proxy has not asked for a name and a password
  'proxy-account', // a missing name or password, or one that cannot be sent to a proxy
  'no-relay', // there is no relay: nothing to test, and relay-only calls would not connect
  // State or a file could not be written. Nothing was changed, but clearing the history may have removed some calls.
  'disk',
  'too-many-calls', // ten within a minute to a person who is not verified here
  'locked', // set by the organisation
  'app-locked', // unlock first
  'peer-not-allowed', // policy allows no calls with this address
  'peer-not-verified', // policy demands that this peer is verified first
  'video-not-allowed',
  'sharing-not-allowed', // policy forbids sharing a screen, or a whole one
  'call-held',
  'unknown-source', // the screen or window to share is not among those offered any more
  'passphrase-not-allowed', // policy demands the system's key store
  'export-not-allowed',
  'cancelled', // the person said no or closed the dialog, or the question was withdrawn
  'call-first', // a call rings or is on, and uses microphone and camera
  'asked-lately', // the person has just said no, or closed what was opened, several times; or asked for it too often
  'not-enrolling', // policy names no usable root or no enrolment server; for a request file: no source of a certificate
  'bad-token',
  'ca-unreachable',
  'ca-refused',
  'no-update',
  'no-link', // policy names no such page
  'bad-code', // the link code of another device is mistyped
  'linking', // a linking is under way, or it does not wait for this command
  'devices-full', // the person has the maximum number of devices
  'chain-full', // devices were added and removed so often that there is no room for another change
  'device-unfinished', // this device was linked and is not in the list yet
  'devices-disputed', // the person's devices contradict each other
  'device-removed', // another device or the recovery code has removed this one
  'unknown-device',
  'wrong-group', // not the last group of the recovery code that is shown
  'recovery-gone', // no recovery code is shown any more, or its page has read it already
  'recovery-changed', // another device has just made a recovery code, which the new code would replace
  'no-recovery-code', // there is no recovery code to take back
  'not-printed', // the system could not print
  // a set-up stops because it is unknown who is under the address
  'no-server', // no server is set
  'server-silent', // the server cannot be reached, or does not keep to MQTT
  'server-proxy', // the proxy does not let the connection through
  'proxy-login', // the proxy demands a name and a password first
  'server-refused', // the server does not let this device in, or shows a certificate that is not trusted
  'server-in-clear', // the server is reached without TLS, and the person has not agreed
  'directory-silent', // the server does not answer, or not completely
  // a set-up that continues only if the person decides how
  'address-used', // a person is under this address
  'address-used-by-several',
  // about a recovery code
  'recovery-unfinished', // too short
  'recovery-mistyped', // its check characters are wrong
  'recovery-unknown', // it belongs to nobody under this address
  'recovery-replaced', // it was used, replaced or taken back
  'recovery-several', // it belongs to more than one person
  'recovery-full', // the chain has no room for a recovery, not even behind an earlier link
]);
export type RefusalCode = v.InferOutput<typeof RefusalCode>;

/** Why a call ended, as a person is told. */
export const EndReason = v.picklist([
  'hung-up', // by us
  'peer-hung-up',
  'declined',
  'busy',
  'cancelled', // the caller gave up
  'answered-elsewhere',
  'declined-elsewhere',
  'transferred', // it continues on another device of the same person
  'offer-over', // the call offered to this device has ended, or stays where it is
  'glare', // both called: the other call survives
  'no-answer', // it rang until its time was up
  'unreachable', // no device reported that it rings, or none was asked
  'unknown-address', // nobody has published devices for this address
  'too-many-claims', // nobody was found, and more persons claim the address than are read
  'several-persons', // nobody is pinned, and more than one person claims the address
  'not-connected', // no broker connection, so nothing could be sent
  'key-changed', // a dispute of the address must be decided first, or the person meant is not the one found there
  // Nothing shows that the caller's device belongs to the person named in INVITE, another person is pinned there, or
  // the caller uses a lower version than both have.
  'directory-conflict',
  'device-removed', // the device that rings, calls or has answered no longer belongs to its person
  'version', // no device of the callee can be called in our version of the protocol
  'secure-setup-failed', // it ended between ANSWER and READY: a failed secure call
  'tampered', // wrong opening of the commitment
  'fingerprint', // DTLS certificate is not the authenticated one
  'media-keys', // ten seconds without a frame that opens
  'worker-lost', // the sealing worker has failed, for example because it no longer answers
  'page-lost', // the call window's page was lost too often: it crashed, closed itself or was reloaded
  'no-transform', // this engine cannot seal frames: no call is made
  'no-device', // no usable microphone
  'code-mismatch', // a person typed a code that is not this call's
  'connection-lost', // 30 s of reconnecting did not help
  'connect-timeout', // 30 s without a connection
  'timeout', // the peer reports a timeout
  'error', // one side received content that cannot be used, or our page failed
  'app-closed',
  'app-locked', // Siegel locked itself by policy
  'not-allowed', // policy allows no calls with this person
  'verification-required', // policy demands that this person is verified
  'relay-required', // policy demands a relay, and none can be used
]);
export type EndReason = v.InferOutput<typeof EndReason>;
