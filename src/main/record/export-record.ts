// Writes the record out for somebody else to check: every entry in the clear with its hash, signed by the device.
// Everything from the first entry that the head names is included and nothing is repaired: damage shows in the file
// too. Only an incomplete entry behind the last one is left out.
import { toB64u } from '../../core/bytes.ts';
import type { SigningKey } from '../../core/keys/identity.ts';
import { errorCode } from '../vault/files.ts';
import { type FirstLine, type LastLine, lineHash, signedBytes } from './export-format.ts';
import { readHead } from './head.ts';
import { beginningOf, walkRecord } from './record-check.ts';
import type { RecordPlace } from './record-place.ts';

/** The text of the file. Undefined if no head says how far the record goes, or the system refuses to read. */
export async function exportRecord(
  place: RecordPlace,
  key: Pick<SigningKey, 'publicKey' | 'sign'>,
  nowMs: number,
): Promise<string | undefined> {
  try {
    const start = readHead(place.files, place.directory, place.headBox);
    if (typeof start === 'string') return undefined;
    const { firstSeq, prev } = beginningOf(start);
    const lines: string[] = [];
    const before = lineHash();
    const add = (line: object): void => {
      const text = `${JSON.stringify(line)}\n`;
      before.update(text);
      lines.push(text);
    };
    const first: FirstLine = {
      siegel: 'record',
      v: 1,
      record: start.record,
      firstSeq,
      ...(prev !== undefined && { prev }),
      exportedAt: nowMs,
    };
    add(first);
    let entries = 0;
    const head = await walkRecord(place, (read) => {
      if (read === 'unreadable') return add({ unreadable: true });
      entries++;
      const { seq, atMs, prev: last, event } = read.entry;
      return add({ seq, atMs, prev: last, event, hash: read.hash });
    });
    if (typeof head === 'string') return undefined;
    const bare = { entries, lastSeq: head.lastSeq, lastHash: head.lastHash, key: toB64u(key.publicKey) };
    const last: LastLine = { ...bare, signature: toB64u(key.sign(signedBytes(before, bare))) };
    return `${lines.join('')}${JSON.stringify(last)}\n`;
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return undefined;
  }
}
