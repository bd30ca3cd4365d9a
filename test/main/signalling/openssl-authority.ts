// An authority for the brokers of tests, made with openssl: its certificate, one for the server, and one per device,
// made when that device first needs it. The device's name is the subject CN, as at a site.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TlsOptions } from '../../../src/main/signalling/stream.ts';

const SERVER_NAMES = 'subjectAltName=IP:127.0.0.1,DNS:localhost';

/** A folder with `authority.pem`, `server.pem` and `server.key`, and functions that issue more. */
export interface Authority {
  readonly folder: string;
  readonly root: string;
  /** Trust in this authority, and the certificate of this device. */
  readonly tlsOf: (device: string) => TlsOptions;
  /** Issues a certificate with these extensions; `more` are options of `openssl x509 -req`. */
  readonly issue: (file: string, name: string, extensions: string, more?: readonly string[]) => void;
  /** Writes the revocation list `revoked.pem` anew, with the certificates of these files on it. */
  readonly revoke: (...files: readonly string[]) => void;
  readonly openssl: (...args: readonly string[]) => string;
}

/** Makes an authority in a folder of its own, which the caller removes. */
export function issueAuthority(): Authority {
  const folder = mkdtempSync(join(tmpdir(), 'siegel-authority-'));
  const openssl = (...args: readonly string[]): string =>
    execFileSync('openssl', [...args], { cwd: folder, stdio: 'pipe', encoding: 'utf8' });
  const key = (file: string): string[] =>
    `-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout ${file}.key`.split(' ');
  const issue: Authority['issue'] = (file, name, extensions, more = ['-days', '2']) => {
    writeFileSync(join(folder, `${file}.ext`), extensions);
    openssl('req', ...key(file), '-subj', `/CN=${name}`, '-out', `${file}.csr`);
    const signed = `x509 -req -in ${file}.csr -CA authority.pem -CAkey authority.key -CAcreateserial`.split(' ');
    openssl(...signed, '-extfile', `${file}.ext`, '-out', `${file}.pem`, ...more);
  };
  openssl('req', '-x509', ...key('authority'), '-days', '2', '-subj', '/CN=Test authority', '-out', 'authority.pem');
  issue('server', 'localhost', SERVER_NAMES);
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  return {
    folder,
    root: read('authority.pem'),
    issue,
    openssl,
    revoke: (...files) => {
      writeFileSync(join(folder, 'ca.conf'), '[ca]\ndefault_ca=own\n[own]\ndatabase=revoked.txt\ndefault_md=sha256\n');
      writeFileSync(join(folder, 'revoked.txt'), '');
      const ca = 'ca -config ca.conf -keyfile authority.key -cert authority.pem'.split(' ');
      for (const file of files) openssl(...ca, '-revoke', `${file}.pem`);
      openssl(...ca, '-gencrl', '-crldays', '2', '-out', 'revoked.pem');
    },
    tlsOf: (device) => {
      if (!existsSync(join(folder, `${device}.pem`))) issue(device, device, 'extendedKeyUsage=clientAuth');
      const own = { certPem: read(`${device}.pem`), keyPem: read(`${device}.key`) };
      return { roots: [read('authority.pem')], clientCertificate: () => own };
    },
  };
}
