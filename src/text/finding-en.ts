// English sentences of the self-check's findings, one per code. The page and the command line show the same sentences.
import type { FindingCode } from '../contract/finding.ts';

/** What was found, and what the person should do if anything. */
export const findingEn: Readonly<Record<FindingCode, string>> = {
  'system-good': 'Siegel runs on a supported version of Electron.',
  'runtime-old': 'The version of Electron is older than the one that Siegel ships with. Install the current version.',
  'key-store-good': 'The system’s key store protects the keys and opens them.',
  'key-store-passphrase': 'The keys are protected by a passphrase.',
  'key-store-none':
    'The system offers no protected key store. On Linux, unlock a keyring (GNOME Keyring, KWallet) and restart Siegel, or use a passphrase if your organisation allows it.',
  'key-store-round-trip':
    'The key store does not give back what Siegel stored in it. Log out and in again; if that does not help, repair the keyring.',
  'key-store-will-not-open':
    'The key store does not open the keys of this profile: it was reset, or belongs to another login. Restore the keyring from a backup, or start over in Siegel.',
  'key-store-changed':
    'The keys were protected by a different key store from the one in use now. Log in with the desktop that was used before.',
  'key-store-foreign':
    'The keys of this profile were not protected by the key store of this system: somebody may have made the files elsewhere. Find out who could write the folder, and restore it from a backup, or start over in Siegel.',
  'key-file-version':
    'The key file was written by another version of Siegel, and this one does not read its format. Use that version, or start over in Siegel.',
  'key-file-unreadable': 'The key file cannot be read. Restore it from a backup, or start over in Siegel.',
  'key-store-below-policy':
    'Your organisation requires the system’s key store, but a passphrase protects the keys of this profile. Let KeyStoreMinimum allow the passphrase until the key has been moved under “Settings”, “Your key”, or start over with the key store.',
  'state-good': 'All stored data can be opened.',
  'state-none': 'Nothing is stored yet.',
  'state-locked': 'The stored data is locked. Unlock Siegel and check again.',
  'state-damaged':
    'Stored data cannot be opened: it was changed or damaged. It was not overwritten. Restore the folder from a backup, or start over in Siegel.',
  'state-kept-aside': 'Damaged files were set aside beside the stored data. Siegel continued without them.',
  'state-not-writable': 'Siegel may not write into its own folder. Check its owner and rights.',
  'state-disk-full': 'The disk is full. Make room: calls work, but nothing is kept.',
  'state-open-to-others':
    'Other people on this machine can read Siegel’s folder. What is stored there is sealed all the same.',
  'policy-none': 'No policy is set on this device.',
  'policy-good': 'All policies are read and in force.',
  'policy-misplaced':
    'A policy file is in a folder that Siegel does not read, so it has no effect. See the page “Policies”.',
  'policy-entries':
    'Some entries of the policies are wrong: instead of a binding value that is wrong, the strict value is in force; other wrong entries have no effect. See the page “Policies”.',
  'policy-unreadable':
    'A source of policies cannot be read or must not be trusted. Until that is repaired, what it said last is in force; if it could not be read since Siegel was started, the strict values are.',
  'broker-good': 'The server is reachable, trusted, and accepts this device.',
  'broker-reached':
    'The server is reachable and trusted. Only the running program knows whether it accepts this device.',
  'broker-clear': 'The connection to the server is not encrypted. Calls are sealed all the same; use mqtts: or wss:.',
  'broker-fallback': 'Only a fallback server can be reached.',
  'broker-none': 'No server is set. Enter one in the settings, or set the policy BrokerUrl.',
  'broker-unallowed':
    'The connection to the server would not be encrypted, and you have not agreed to that. Enter an address with mqtts: or wss:.',
  'broker-locked': 'The server of this profile is known only once Siegel is unlocked.',
  'broker-refused':
    'The server refuses the connection. Check address and port, and whether the MQTT service runs there.',
  'broker-unreachable': 'The server cannot be reached. Check the network, the name of the server and the firewall.',
  'broker-tls':
    'The server’s certificate is not trusted. Check the name and expiry date of the certificate, TlsRoots, BrokerCertificatePins and this machine’s clock.',
  'broker-no-certificate':
    'The server admits only devices with a certificate, and this one has none. Request the certificate of the organisation.',
  'broker-timeout': 'The server does not answer in time. Check the network and the firewall.',
  'broker-not-authorised':
    'The server does not accept this device. Check user name, password or certificate, and the server’s access list.',
  'broker-taken-over': 'Another program uses this device’s name on the server. Look for a copied profile.',
  'broker-protocol':
    'The server sends this device packets that are too large or that MQTT does not allow. Check what runs at this address.',
  'broker-proxy':
    'The server cannot be reached through the proxy, or the proxy asks for a login. Check ProxyMode and ProxyUrl.',
  'server-good': 'This server is reachable and answers.',
  'server-mute':
    'The connection opens, but no MQTT service answers there. Check address, port and the systems in front of it (load balancer, reverse proxy).',
  'server-name':
    'The name of this server cannot be found. Check its spelling, and the name server (DNS) of this network.',
  'server-refused': 'This server refuses the connection. Check address and port, and whether it runs.',
  'server-unreachable': 'This server cannot be reached. Check the network and the firewall.',
  'server-timeout': 'This server does not answer in time. Check the network and the firewall.',
  'server-tls': 'This server’s certificate is not trusted. Check its name and expiry date, and this machine’s clock.',
  'server-opened':
    'The TLS connection is intercepted on the way (TLS inspection), or the server’s root is unknown here: neither policy nor the system has the issuer or the key of its certificate. Exempt the server from inspection, or put its root into TlsRoots.',
  'server-proxy': 'This server cannot be reached through the proxy. The finding on the proxy says why.',
  'proxy-none': 'No server is reached through a proxy.',
  'proxy-good': 'The proxy is reachable, and through it the servers are too.',
  'proxy-unreachable':
    'The proxy cannot be reached, or no proxy runs at this address. Check ProxyMode and ProxyUrl, and the system’s proxy settings.',
  'proxy-refuses': 'The proxy is reachable but refuses. Allow CONNECT to the name and port of each server.',
  'proxy-login':
    'The proxy wants a login. Enter name and password in the settings (Basic only), or better: allow CONNECT to the servers without a login.',
  'clock-good': 'The clock agrees with a server’s.',
  'clock-plausible': 'The clock is within the validity of the server’s certificate. No server gives the exact time.',
  'clock-off': 'The clock is more than a minute off. Switch on time synchronisation.',
  'clock-wrong': 'The clock is wrong. Calls are refused because of it: switch on time synchronisation.',
  'clock-not-checked': 'None of your servers gives the time.',
  'relay-good': 'All relays can be used.',
  'relay-none': 'No relay is set.',
  'relay-partly': 'Some relays cannot be used.',
  'relay-missing': 'A policy or a setting requires a relay, and none is set. No call is possible: set TurnServers.',
  'relay-no-account': 'Relays are set, but their user name or password is missing: set TurnUsername and TurnPassword.',
  'relay-unreachable': 'No relay answers. Check names, ports and the firewall (UDP and TCP 3478, TLS 5349 or 443).',
  'relay-tls': 'The relay’s certificate is not trusted. Check its name and expiry date, and the system’s roots.',
  'relay-not-authorised': 'The relay does not accept the user name and password.',
  'relay-account-fallback':
    'The server that issues relay accounts (TurnCredentialsUrl) issues none. The relays set by policy are used instead.',
  'relay-account-unreachable':
    'The server that issues relay accounts does not answer. Check TurnCredentialsUrl, the firewall and the proxy.',
  'relay-account-tls':
    'The server that issues relay accounts is not trusted, or does not accept this device’s certificate. Check its certificate, TlsRoots and enrolment.',
  'relay-account-refused':
    'The server that issues relay accounts turns this device away. Check TurnCredentialsUrl and the server’s log.',
  'relay-account-unusable':
    'What the server issues is not a relay account. Its answer must contain username, password, ttl (60 s or more) and uris, in JSON.',
  'relay-refused': 'The relay answers but assigns no address (TURN allocation). Check its quota and its log.',
  'path-good': 'This relay can be used.',
  'path-unreachable': 'This relay does not answer over this transport. Check its name and port, and the firewall.',
  'path-tls':
    'This relay’s certificate is not trusted. Check its name and expiry date, the system’s roots, and whether the TLS connection is intercepted on the way.',
  'path-not-authorised': 'This relay does not accept the user name and password.',
  'path-refused':
    'This relay answers over this transport but assigns no address (TURN allocation). Check its quota and its log.',
  'trial-call-good': 'A trial call through the relay works: a sealed tone and picture came back.',
  'trial-call-lost':
    'The relay provides a path, but a trial call through it does not come back. Check which ports the relay uses for media, and whether it may send to itself.',
  'trial-call-not-now':
    'No trial call was made: a call, another trial call, a lock or a change of policy came first. Check again.',
  'udp-good': 'UDP leaves this network.',
  'udp-blocked':
    'No UDP gets through: relays answer over TCP or TLS only. Calls work over these, with gaps on bad networks. Open UDP 3478 to the relay.',
  'udp-not-checked':
    'It is not known whether UDP leaves this network: no relay was asked over UDP, or none answers at all.',
  'organisation-off': 'No certificate of an organisation is requested.',
  'organisation-enrolled': 'This device is confirmed by the organisation.',
  'organisation-ends-soon': 'This device’s certificate expires soon and could not be renewed yet.',
  'organisation-waiting':
    'This device is not confirmed yet: the one-time token, the answer of the enrolment server, or the certificate that your IT department provides is missing.',
  'organisation-lists':
    'A root certificate or revocation list in the policies cannot be used, has expired, or is older than one seen before. Put the newest one into the policies.',
  'organisation-failed':
    'This device has no valid certificate, or could not renew the one it has. Check the enrolment server, the token, and the root certificates in the policies.',
  'organisation-unknown': 'This device’s certificate is known only to the running program once it is unlocked.',
  'devices-in-window':
    'For a test, microphone and camera are opened only with --check-devices on the command line, or in the test window of the program.',
  'devices-not-now':
    'Microphone and camera were not opened, or gave no answer: the screen was locked or a policy changed first, or the system is asking about them. Answer it, and check again.',
  'microphone-good': 'The microphone opened when it was tried.',
  'microphone-none': 'No microphone was found when it was tried. Connect one.',
  'microphone-busy':
    'The microphone did not start when it was tried. Another program may be using it: close that program and try again.',
  'microphone-refused':
    'The system does not let Siegel use the microphone. Allow it in the system’s settings for privacy, and try again.',
  'camera-good': 'The camera opened when it was tried.',
  'camera-none': 'No camera was found when it was tried. Voice calls need none.',
  'camera-busy':
    'The camera did not start when it was tried. Another program may be using it: close that program and try again.',
  'camera-refused':
    'The system does not let Siegel use the camera. Allow it in the system’s settings for privacy, and try again.',
  'sandbox-on': 'The windows run in the sandbox.',
  'sandbox-off': 'The windows run without the sandbox. Start Siegel as an ordinary user and without --no-sandbox.',
  'sandbox-unknown': 'Without a window it is not known whether the sandbox works.',
  'record-intact': 'The security record is intact.',
  'record-empty': 'The security record has no entry yet.',
  'record-began-late':
    'The security record begins after the identity was made: an older version made the identity, or the record was removed.',
  'record-broken': 'The security record is broken. Do not delete anything; save the record and find out what happened.',
  'record-unreadable': 'The security record cannot be read.',
  'record-locked': 'The security record is locked. Unlock Siegel and check again.',
  'update-none': 'No newer version is known.',
  'update-off': 'Siegel does not look for newer versions here. Your administrator installs them.',
  'update-available': 'A newer version is available.',
  'update-ready': 'A newer version is ready: restart Siegel.',
  'update-failed':
    'Looking for a newer version failed, or it could not be saved or put in place. Check UpdateFeedUrl and UpdateKeys, and whether the disk is full.',
};
