// The memory of another process, read from outside as root, and how often some bytes are in it. The search covers what
// a core dump, a swapped page or a memory image would contain: every readable mapping, except files mapped read-only
// and the pages of the kernel.
import { closeSync, openSync, readFileSync, readSync } from 'node:fs';

const CHUNK_BYTES = 16 * 1024 * 1024;

/**
 * The forms in which the 32 bytes of a key are searched for. Each leaves out at least the first and the last byte,
 * because clamping an X25519 key changes bits in these two (RFC 7748 §5).
 */
export function formsOf(key: Uint8Array): Readonly<Record<string, Buffer>> {
  const whole = Buffer.from(key);
  const inner = whole.subarray(1, 31);
  const reversed = Buffer.from(inner.toReversed());
  // Bytes 3 to 29, so that the base64 text begins at a group of three bytes and leaves out the last group, which is
  // incomplete.
  const text = whole.subarray(3, 30);
  return {
    raw: inner,
    'raw, reversed': reversed,
    hex: Buffer.from(inner.toString('hex')),
    'hex, reversed': Buffer.from(reversed.toString('hex')),
    base64: Buffer.from(text.toString('base64')),
    base64url: Buffer.from(text.toString('base64url')),
    'hex, two bytes a character': Buffer.from(inner.toString('hex'), 'utf16le'),
    'base64url, two bytes a character': Buffer.from(text.toString('base64url'), 'utf16le'),
  };
}

/**
 * How often each of `needles` is in the memory of process `pid`; names with no match are left out. Throws if less than
 * 16 MiB could be read.
 */
export function findInMemory(pid: number, needles: Readonly<Record<string, Buffer>>): Readonly<Record<string, number>> {
  const longest = Math.max(...Object.values(needles).map(({ length }) => length));
  const counts = new Map<string, number>();
  const memory = openSync(`/proc/${pid}/mem`, 'r');
  const chunk = Buffer.alloc(CHUNK_BYTES + longest);
  let searched = 0;
  try {
    for (const line of readFileSync(`/proc/${pid}/maps`, 'utf8').split('\n')) {
      const [, from = '', to = '', isWritten, inode] =
        /^([0-9a-f]+)-([0-9a-f]+) r([w-])\S+ [0-9a-f]+ \S+ ([0-9]+)/.exec(line) ?? [];
      const isFile = isWritten === '-' && inode !== '0';
      if (from === '' || isFile || /\[v(?:var|syscall|dso)/.test(line)) continue;
      const end = Number.parseInt(to, 16);
      for (let at = Number.parseInt(from, 16); at < end; at += CHUNK_BYTES) {
        // The overlap finds matches across two chunks. A match is counted where it begins, so never twice.
        const length = readAt(memory, chunk, Math.min(end - at, CHUNK_BYTES + longest - 1), at);
        searched += length;
        for (const [name, needle] of Object.entries(needles)) {
          const found = count(chunk.subarray(0, length), needle, CHUNK_BYTES);
          if (found > 0) counts.set(name, (counts.get(name) ?? 0) + found);
        }
      }
    }
  } finally {
    chunk.fill(0);
    closeSync(memory);
  }
  if (searched < CHUNK_BYTES) throw new Error(`the memory of ${pid} could not be read`);
  return Object.fromEntries(counts);
}

function count(bytes: Buffer, needle: Buffer, before: number): number {
  let found = 0;
  for (let at = bytes.indexOf(needle); at >= 0 && at < before; at = bytes.indexOf(needle, at + 1)) found++;
  return found;
}

function readAt(memory: number, into: Buffer, length: number, at: number): number {
  try {
    return readSync(memory, into, 0, length, at);
  } catch {
    return 0; // device memory and guard pages are mapped and cannot be read
  }
}
