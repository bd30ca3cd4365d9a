// Where the display server of this desktop is, and the cookie that lets this program in. DISPLAY names the server. The
// cookie is in the file that XAUTHORITY names, in the format of libXau (Xau(3)). Neither the variable nor the file is
// trusted to be well formed.
import { isIPv4 } from 'node:net';
import { COOKIE_BYTES, COOKIE_NAME } from './x11-messages.ts';

/** Where a display server listens, and the number of the display. */
export type DisplayPlace =
  | { readonly kind: 'local'; readonly path: string; readonly number: string }
  | { readonly kind: 'remote'; readonly host: string; readonly port: number; readonly number: string };

/**
 * The folder of all display servers' sockets. X11 fixes this path on every system, even where temporary files are
 * elsewhere.
 */
export const SOCKETS = '/tmp/.X11-unix';
const FIRST_PORT = 6000;
const MOST_DISPLAY = 65_535 - FIRST_PORT;
const DISPLAY = /^(?<host>[A-Za-z0-9.-]{0,253}):(?<digits>\d{1,5})(?:\.\d{1,3})?$/u;

/** The place that DISPLAY names, as `:0`, `unix:0` or `host:10.0`. Undefined if it names none. */
export function placeOfDisplay(display: string | undefined): DisplayPlace | undefined {
  const { host, digits } = DISPLAY.exec(display ?? '')?.groups ?? {};
  if (host === undefined || digits === undefined || Number(digits) > MOST_DISPLAY) return undefined;
  const number = String(Number(digits));
  if (host === '' || host === 'unix') return { kind: 'local', path: `${SOCKETS}/X${number}`, number };
  return { kind: 'remote', host, port: FIRST_PORT + Number(number), number };
}

/** The other end of a connection: this machine by its host name, or another one by the bytes of its address. */
export type DisplayPeer =
  | { readonly kind: 'here'; readonly hostname: string }
  | { readonly kind: 'there'; readonly address: Uint8Array };

/**
 * The peer of a connection to this address (undefined for a local socket). Returns undefined for an IPv6 address that
 * is neither `::1` nor IPv4-mapped: no cookie is looked up for it.
 */
export function displayPeer(address: string | undefined, hostname: string): DisplayPeer | undefined {
  if (address === undefined || address === '::1') return { kind: 'here', hostname };
  const v4 = address.replace(/^::ffff:/iu, '');
  if (!isIPv4(v4)) return undefined;
  return v4.startsWith('127.')
    ? { kind: 'here', hostname }
    : { kind: 'there', address: Uint8Array.from(v4.split('.'), Number) };
}

const FAMILY = { internet: 0, local: 256, any: 65_535 } as const;

/**
 * The cookie for this display in the bytes of an Xauthority file. Undefined if there is none, or if the file is
 * malformed before it. A server on this machine gets a cookie for this machine or for any. A server elsewhere gets only
 * a cookie for its own address, so that it never learns the cookie of another server.
 *
 *     family (2), then address, number, name and data, each after its length (2), all big endian
 */
export function cookieFor(file: Uint8Array, number: string, peer: DisplayPeer): Uint8Array | undefined {
  const view = new DataView(file.buffer, file.byteOffset, file.length);
  let at = 0;
  const field = (): Uint8Array | undefined => {
    if (at + 2 > file.length) return undefined;
    const [begin, end] = [at + 2, at + 2 + view.getUint16(at)];
    if (end > file.length) return undefined;
    at = end;
    return file.subarray(begin, end);
  };
  while (at + 2 <= file.length) {
    const family = view.getUint16(at);
    at += 2;
    const [address, ofDisplay, name, data] = [field(), field(), field(), field()];
    if (address === undefined || ofDisplay === undefined || name === undefined || data === undefined) return undefined;
    const isOfDisplay = ofDisplay.length === 0 || textOf(ofDisplay) === number;
    const isCookie = textOf(name) === COOKIE_NAME && data.length === COOKIE_BYTES;
    if (isOfDisplay && isCookie && isOf(family, address, peer)) return data.slice();
  }
  return undefined;
}

function isOf(family: number, address: Uint8Array, peer: DisplayPeer): boolean {
  if (peer.kind === 'here') {
    return family === FAMILY.any || (family === FAMILY.local && textOf(address) === peer.hostname);
  }
  const isSame = address.length === peer.address.length && address.every((byte, place) => byte === peer.address[place]);
  return family === FAMILY.internet && isSame;
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}
