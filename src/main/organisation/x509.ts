// The one door to the X.509 library: it wants reflect-metadata first and is told which WebCrypto to use.
// It reads structures and writes requests. No signature is ever checked by it: what decides is checked in signed-bytes.ts.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

/** The library, ready for use. Its readers throw on what they cannot read. */
export { x509 };
