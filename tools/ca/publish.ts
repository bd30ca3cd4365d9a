// Publishes the revocation list where devices look for it at the broker: under the authority's own name. Only the
// authority may write there, because its client certificate has that name (protocol §3, §12).
import { readFileSync } from 'node:fs';
import { authorityTag } from '../../src/core/organisation/device-names.ts';
import { systemClock, systemRandom } from '../../src/main/time/system-clock.ts';
import { createLog } from '../../src/main/log.ts';
import { readPem, writePem } from '../../src/main/organisation/pem.ts';
import { createBrokerConnection } from '../../src/main/signalling/broker-connection.ts';
import { CaError } from './ca-error.ts';
import type { CaFolder } from './ca-folder.ts';
import { currentList } from './revoking.ts';
import { openSigner } from './signer.ts';

/** The most bytes of one retained message under an authority's name (protocol §3). */
const MOST_BYTES = 8192;
const TIMEOUT_MS = 20_000;

/**
 * Publishes the current list at this broker. The broker must have a certificate under a root in `rootsFile` (PEM) or,
 * without a file, under the authority's own root. Returns the authority's name. Throws a CaError if the list is
 * missing or too long, if `url` is no broker's address, or if the broker cannot be reached or does not take the list.
 */
export async function publishList(folder: CaFolder, url: string, rootsFile: string | undefined): Promise<string> {
  const signer = await openSigner(folder);
  const [list] = readPem(await currentList(folder, signer, Date.now()), 'X509 CRL') ?? [];
  if (list === undefined) throw new CaError('there is no list');
  if (list.length > MOST_BYTES) {
    throw new CaError(
      `the list has ${String(list.length)} bytes, over the limit of ${String(MOST_BYTES)}: distribute it by policy`,
    );
  }
  const device = authorityTag(folder.root.key.spki);
  const { pem, keyPem } = await signer.machine(device, 'client', Date.now());
  const roots = [rootsFile === undefined ? writePem(folder.root.der, 'CERTIFICATE') : readFileSync(rootsFile, 'utf8')];
  const connection = createBrokerConnection({ clock: systemClock, random: systemRandom, log: createLog('error') });
  connection.onMessage(() => undefined);
  const online = new Promise<string>((resolve) => {
    connection.onView((view) => {
      if (view.kind === 'online') resolve('online');
      if (view.kind === 'waiting') resolve(view.cause);
    });
    setTimeout(() => resolve('timeout'), TIMEOUT_MS).unref();
  });
  const tls = { roots, clientCertificate: () => ({ certPem: pem, keyPem }) };
  if (connection.open({ device, url, tls }) === 'bad-broker') throw new CaError(`${url} is no broker's address`);
  const outcome = await online;
  const sent = outcome === 'online' ? await connection.publishCredential(list) : outcome;
  await connection.close();
  if (sent !== 'sent') throw new CaError(`the broker did not take the list: ${sent}`);
  return device;
}
