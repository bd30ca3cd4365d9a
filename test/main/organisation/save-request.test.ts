// Saving the request for a certificate: what the file contains, and for which reasons nothing is saved.
import { createPublicKey } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { readPem } from '../../../src/main/organisation/pem.ts';
import { saveRequest } from '../../../src/main/organisation/save-request.ts';
import { x509 } from '../../../src/main/organisation/x509.ts';
import { readDeviceRequest } from '../../../tools/ca/device-request.ts';
import { Authority } from './authority.ts';
import { EnrolmentBench } from './enrolment-bench.ts';

let root: Authority;
let folder = '';
beforeAll(async () => {
  root = await Authority.create();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'siegel-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const saving = (bench: EnrolmentBench, place: string | undefined) =>
  saveRequest({
    account: () => ({ enrolment: bench.enrolment, device: bench.own.device }),
    language: () => 'de',
    ask: ({ name, title }) => {
      expect([name, title]).toEqual([`siegel-${bench.own.device}.csr`, 'Zertifikatsanforderung speichern']);
      return Promise.resolve(place);
    },
  });

it('the saved PKCS #10 request names address, device and bundle, and proves the device’s keys', async () => {
  const bench = new EnrolmentBench(root);
  const place = join(folder, 'siegel.csr');
  expect(await saving(bench, place)).toBe('done');
  const [der] = readPem(readFileSync(place, 'utf8'), 'CERTIFICATE REQUEST') ?? [];
  const request = new x509.Pkcs10CertificateRequest(der!);
  expect(await request.verify()).toBe(true);
  const key = createPublicKey({ key: Buffer.from(request.publicKey.rawData), format: 'der', type: 'spki' });
  expect(key.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  const names = request.extensions.find((each) => each instanceof x509.SubjectAlternativeNameExtension)?.names.items;
  expect(names?.map(({ value }) => value.replace(/(bundle:).*/, '$1'))).toEqual([
    bench.own.address,
    `urn:siegel:device:${bench.own.device}`,
    'urn:siegel:bundle:',
  ]);
  expect(readDeviceRequest(der!)).toMatchObject({ address: bench.own.address, device: bench.own.device });
});

it('saving a request reports why nothing was saved', async () => {
  const bench = new EnrolmentBench(root);
  expect(await saving(bench, undefined)).toBe('cancelled');
  expect(await saving(bench, join(folder, 'not', 'there'))).toBe('disk');
  expect(await saving(new EnrolmentBench(root, { OrganisationRoots: [] }), folder)).toBe('not-enrolling');
  const ask = (): Promise<undefined> => Promise.resolve(undefined);
  expect(await saveRequest({ account: () => undefined, language: () => 'en', ask })).toBe('no-identity');
});
