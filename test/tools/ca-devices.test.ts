// What an authority remembers about device ids: the address of each id, and which devices were removed. It remembers
// both across restarts, while other processes work in its folder, and if files are damaged or a step was interrupted.
import { execFile } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { authorityTag } from '../../src/core/organisation/device-names.ts';
import { writePem } from '../../src/main/organisation/pem.ts';
import { makeKey, makeRequest } from '../../src/main/organisation/request.ts';
import { systemFiles } from '../../src/main/vault/files.ts';
import { type CaFolder, openCaFolder } from '../../tools/ca/ca-folder.ts';
import { init, list, sign, token } from '../../tools/ca/commands.ts';
import { readDeviceRequest } from '../../tools/ca/device-request.ts';
import { admitDevice, markRemoved, readDeviceIds } from '../../tools/ca/devices.ts';
import { issueDevice } from '../../tools/ca/issuing.ts';
import { removeDevices, restoreDevice } from '../../tools/ca/removing.ts';
import { isRevoked, issuedCertificates } from '../../tools/ca/revoking.ts';
import { openSigner, type Signer } from '../../tools/ca/signer.ts';
import { makeToken, readToken } from '../../tools/ca/tokens.ts';
import { deviceOf } from '../main/organisation/authority.ts';

const HOUR_MS = 3_600_000;
const nowMs = Date.UTC(2026, 4, 3, 12);
const anna = deviceOf('anna@klinik.example', 1);
const [a, b, c] = [1, 2, 3].map((seed) => deviceOf('anna@klinik.example', seed).device) as [string, string, string];

let place = '';
let folder: CaFolder;
beforeEach(async () => {
  place = path.join(mkdtempSync(path.join(tmpdir(), 'siegel-ca-')), 'ca');
  await init(place, { name: 'Klinik', algorithm: 'p256', lifeMs: HOUR_MS, crlDays: 7 }, nowMs);
  folder = openCaFolder(place);
});
afterEach(() => rmSync(path.dirname(place), { recursive: true }));

const requestFile = (device: typeof anna, name = 'request.pem'): string => {
  const file = path.join(place, '..', name);
  writeFileSync(file, writePem(makeRequest(makeKey(), device), 'CERTIFICATE REQUEST'));
  return file;
};
const certify = (device: typeof anna): Promise<string> =>
  sign(folder, requestFile(device), device.address, HOUR_MS, nowMs);
const marked = (): readonly string[] => readdirSync(path.join(place, 'removed'));

describe('device ids at an authority', () => {
  it('a device id keeps one address for good, even in an authority that has restarted', () => {
    expect(admitDevice(folder, a, 'anna@klinik.example')).toBeUndefined();
    expect(admitDevice(openCaFolder(place), a, 'anna@klinik.example')).toBeUndefined();
    const other = admitDevice(openCaFolder(place), a, 'bob@klinik.example');
    expect(other).toBe(`device ${a} was issued to anna@klinik.example, not to bob@klinik.example`);
    expect(admitDevice(folder, b, 'bob@klinik.example')).toBeUndefined();
  });

  it('if two processes sign one device id for two addresses at the same time, only one address gets it', async () => {
    const tool = path.resolve(import.meta.dirname, '../../tools/ca.ts');
    const signing = ['one@klinik.example', 'two@klinik.example'].map((address, index) => {
      const file = requestFile({ ...anna, address }, `${String(index)}.pem`);
      return promisify(execFile)(process.execPath, [tool, '--folder', place, 'sign', file, address]).then(
        () => 'signed',
        (error: { readonly stderr: string }) => error.stderr.trim(),
      );
    });
    const [one, two] = (await Promise.all(signing)).toSorted();
    expect(one).toMatch(/^device [a-z2-7]{26} was issued to (?:one|two)@klinik\.example, not to (?:one|two)@/);
    expect(two).toBe('signed');
    expect(issuedCertificates(folder)).toHaveLength(1);
  });

  it('moving a token to the used ones writes both folders to the disk before it reports success', () => {
    folder.write('tokens/x.json', '{}');
    const synced = vi.spyOn(systemFiles, 'syncDirectory');
    expect(folder.move('tokens/x.json', 'used-tokens/x.json')).toBe(true);
    expect(synced.mock.calls).toEqual([[path.join(place, 'used-tokens')], [path.join(place, 'tokens')]]);
    synced.mockRestore();
    expect(folder.move('tokens/x.json', 'used-tokens/x.json')).toBe(false);
  });

  it('the first file written for a device id is kept, whoever writes it again', () => {
    expect(folder.create('devices/x.json', 'first')).toBe(true);
    expect(openCaFolder(place).create('devices/x.json', 'second')).toBe(false);
    expect(folder.read('devices/x.json')).toBe('first');
    expect(readdirSync(path.join(place, 'devices'))).toEqual(['x.json']);
  });

  it('a device id whose file is damaged is issued to nobody, and the file is named and left unchanged', async () => {
    await certify(anna);
    const file = path.join(place, 'devices', `${anna.device}.json`);
    for (const damage of ['', '{"address":', '{}', 'null']) {
      writeFileSync(file, damage);
      expect(() => admitDevice(folder, anna.device, anna.address)).toThrow(`devices/${anna.device}.json is damaged`);
      await expect(certify(anna)).rejects.toThrow('is damaged');
      expect(readFileSync(file, 'utf8')).toBe(damage);
    }
    expect(admitDevice(folder, b, 'bob@klinik.example')).toBeUndefined();
  });

  it('an interrupted write binds no device id to an address', () => {
    writeFileSync(path.join(place, 'devices', `${a}.json.4711.new`), '{"addr');
    expect(folder.list('devices')).toEqual([]);
    expect(admitDevice(folder, a, 'anna@klinik.example')).toBeUndefined();
    expect(folder.list('devices')).toEqual([`${a}.json`]);
  });

  it('the authority’s own name is not admitted as a device id', () => {
    const tag = authorityTag(folder.root.key.spki);
    expect(admitDevice(folder, tag, 'anna@klinik.example')).toBe(
      `${tag} is the name of this authority, and of no device`,
    );
    expect(folder.list('devices')).toEqual([]);
  });

  it('an authority with a folder of an older version records the device ids that it issues', async () => {
    for (const name of ['devices', 'removed']) rmSync(path.join(place, name), { recursive: true });
    folder = openCaFolder(place);
    expect(await certify(anna)).toContain('BEGIN CERTIFICATE');
    expect(admitDevice(folder, anna.device, 'bob@klinik.example')).toContain('was issued to');
  });
});

describe('removing devices', () => {
  it('removal revokes a device’s valid certificates, withdraws its own tokens and shows in the output of “list”', async () => {
    await certify(anna);
    await certify(deviceOf('anna@klinik.example', 2));
    const [bound, open] = [
      makeToken(folder, { address: anna.address, device: anna.device, untilMs: nowMs + HOUR_MS }),
      makeToken(folder, { address: anna.address, untilMs: nowMs + HOUR_MS }),
    ];
    expect(await removeDevices(folder, [anna.device, c, anna.device], nowMs)).toEqual([
      `removed ${anna.device}, certificates revoked: 1`,
      `removed ${c}, certificates revoked: 0`,
    ]);
    expect([readToken(folder, bound, nowMs) === undefined, readToken(folder, open, nowMs) === undefined]).toEqual([
      true,
      false,
    ]);
    const lines = list(folder, nowMs);
    expect(lines.filter((line) => line.includes('removed'))).toEqual(
      lines.filter((line) => line.includes(anna.device)),
    );
    expect(lines).toHaveLength(2);
    expect(admitDevice(folder, anna.device, anna.address)).toBe(`device ${anna.device} was removed on 2026-05-03`);
    expect(() => token(folder, anna.address, c, 1, nowMs)).toThrow(`device ${c} was removed on 2026-05-03`);
  });

  it('a repeated removal completes an interrupted removal and keeps its date', async () => {
    await certify(anna);
    markRemoved(folder, anna.device, nowMs); // and then the power failed
    const [line] = await removeDevices(folder, [anna.device], nowMs + HOUR_MS / 2);
    expect(line).toBe(`removed ${anna.device}, certificates revoked: 1`);
    await removeDevices(folder, [anna.device], nowMs + 48 * HOUR_MS);
    expect(issuedCertificates(folder).map(({ serial }) => isRevoked(folder, serial))).toEqual([true]);
    expect(admitDevice(folder, anna.device, anna.address)).toContain('2026-05-03');
  });

  it('removal refuses a list with an invalid line, names the line and removes nobody', async () => {
    const text = `# laptops\n${a}\n\n  ${b}  # the blue one\r\nanna@klinik.example\n`;
    expect(() => readDeviceIds(text, 'gone.txt')).toThrow('gone.txt, line 5: anna@klinik.example is no device id');
    expect(() => readDeviceIds('# nobody\n', 'gone.txt')).toThrow('gone.txt names no device');
    expect(readDeviceIds(text.replace('anna@klinik.example', ''), 'gone.txt')).toEqual([a, b]);
    await expect(removeDevices(folder, [a, 'anna@klinik.example'], nowMs)).rejects.toThrow('is no device id');
    expect(marked()).toEqual([]);
  });

  it('removal revokes even a certificate that is being signed at the time', async () => {
    const signer = await openSigner(folder);
    const slow: Signer = {
      ...signer,
      device: async (...asked) => {
        const der = await signer.device(...asked);
        await removeDevices(folder, [anna.device], nowMs);
        return der;
      },
    };
    const request = readDeviceRequest(makeRequest(makeKey(), anna));
    if (typeof request === 'string') throw new Error(request);
    expect(await issueDevice(folder, slow, request, nowMs, HOUR_MS)).toBe(
      `device ${anna.device} was removed on 2026-05-03`,
    );
    expect(issuedCertificates(folder).map(({ serial }) => isRevoked(folder, serial))).toEqual([true]);
  });

  it('removal is undone by restoring, which refuses a device that was not removed and a text that is no device id', async () => {
    await removeDevices(folder, [a], nowMs);
    expect(restoreDevice(folder, a)).toBe(`restored ${a}: it may enrol again, with a new token or request`);
    expect(admitDevice(folder, a, anna.address)).toBeUndefined();
    expect(() => restoreDevice(folder, a)).toThrow(`${a} was not removed`);
    expect(() => restoreDevice(folder, '../root.key')).toThrow('../root.key is no device id');
    expect(readdirSync(place)).toContain('root.key');
  });

  it('removal holds even if the date in its file is unreadable', () => {
    writeFileSync(path.join(place, 'removed', a), '');
    expect(admitDevice(folder, a, anna.address)).toBe(`device ${a} was removed`);
  });
});
