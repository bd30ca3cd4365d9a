// The only importer of the X.509 library, which needs reflect-metadata first and is told which WebCrypto to use. The
// library reads structures and writes parts of requests. It never checks a signature: signed-bytes.ts does.
import 'reflect-metadata';
import { webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto);

/** The library, ready for use. Its readers throw if they cannot read something. */
export { x509 };
