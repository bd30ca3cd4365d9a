// What an authority remembers of devices: the address to which each id was issued, and which devices were removed. Both
// outlive the certificates: an id never gets a second address, and a removed device gets no certificate until it is
// restored. This file also reads device ids that an administrator has written.
import * as v from 'valibot';
import { authorityTag } from '../../src/core/organisation/device-names.ts';
import { CaError } from './ca-error.ts';
import type { CaFolder } from './ca-folder.ts';

const KeptDevice = v.strictObject({ address: v.string() });
const DEVICE = /^[a-z2-7]{26}$/;

/** Whether a text has the form of a device id (protocol §2). */
export function isDeviceId(text: string): boolean {
  return DEVICE.test(text);
}

/**
 * Binds a device id to this address for good, unless something forbids that. Returns why this authority gives the
 * device no certificate, or undefined if it may have one. If requests for two addresses name one id at the same time,
 * even in two processes, one address gets it. Throws a CaError if the file that binds the id is damaged.
 */
export function admitDevice(folder: CaFolder, device: string, address: string): string | undefined {
  if (device === authorityTag(folder.root.key.spki)) return `${device} is the name of this authority, and of no device`;
  const since = removedSince(folder, device);
  if (since !== undefined) return removedSentence(device, since);
  const isFree = folder.read(fileOf(device)) === undefined;
  const isNew = isFree && folder.create(fileOf(device), `${JSON.stringify({ address })}\n`);
  const holder = isNew ? address : addressOf(folder, device);
  return holder === address ? undefined : `device ${device} was issued to ${holder}, not to ${address}`;
}

/** When a device was removed; undefined if it was not, and an invalid Date if its file is damaged. */
export function removedSince(folder: CaFolder, device: string): Date | undefined {
  const text = folder.read(`removed/${device}`);
  return text === undefined ? undefined : new Date(text.trim());
}

/** The sentence for somebody who asks in the name of a removed device. */
export function removedSentence(device: string, since: Date): string {
  const when = Number.isNaN(since.getTime()) ? '' : ` on ${since.toISOString().slice(0, 10)}`;
  return `device ${device} was removed${when}`;
}

/** Marks a device as removed: from now on it gets no certificate. If it is marked already, the first date stays. */
export function markRemoved(folder: CaFolder, device: string, nowMs: number): void {
  folder.create(`removed/${device}`, `${new Date(nowMs).toISOString()}\n`);
}

/** Removes the mark; false if there was none. */
export function unmarkRemoved(folder: CaFolder, device: string): boolean {
  return folder.erase(`removed/${device}`);
}

/**
 * The device ids in a text, one a line; blank lines and everything after `#` are ignored. Throws a CaError
 * that names the first wrong line, or if there is no id.
 */
export function readDeviceIds(text: string, file: string): readonly string[] {
  const lines = text.split(/\r?\n/).map((line, index) => ({ id: line.replace(/#.*/, '').trim(), at: index + 1 }));
  const ids = lines.filter(({ id }) => id !== '');
  const wrong = ids.find(({ id }) => !isDeviceId(id));
  if (wrong !== undefined) throw new CaError(`${file}, line ${String(wrong.at)}: ${wrong.id} is no device id`);
  if (ids.length === 0) throw new CaError(`${file} names no device`);
  return ids.map(({ id }) => id);
}

// A damaged file must not free an id. A client gets only status 500; the administrator reads which file is damaged.
function addressOf(folder: CaFolder, device: string): string {
  const read = v.safeParse(v.pipe(v.string(), v.parseJson(), KeptDevice), folder.read(fileOf(device)));
  if (read.success) return read.output.address;
  throw new CaError(`${folder.path}/${fileOf(device)} is damaged: put it back from a copy of the folder`);
}

function fileOf(device: string): string {
  return `devices/${device}.json`;
}
