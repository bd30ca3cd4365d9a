// Checks an exported record without the device that made it: the form of every line, the chain, the end, the signature.
// The check cannot know whether the owner of the keys wrote the whole record anew (docs/decisions/0011).
import type * as v from 'valibot';
import type { RecordState } from '../../contract/managed.ts';
import { type Bytes, fromB64u, utf8 } from '../../core/bytes.ts';
import { verifySignature } from '../../core/keys/identity.ts';
import { readJson } from '../../core/signal/json.ts';
import { followChain } from './chain.ts';
import { FirstLine, LastLine, lineHash, MiddleLine, signedBytes } from './export-format.ts';
import { entryBytes, entryHash } from './record-entry.ts';

/** What a file contains. `line` counts from 1. */
export type ExportVerdict =
  | { readonly kind: 'not-a-record' }
  | { readonly kind: 'not-one-text'; readonly line: number } // changed by hand: no line that Siegel writes
  | { readonly kind: 'no-end' } // the signed last line is missing or damaged
  | { readonly kind: 'checked'; readonly state: RecordState; readonly isSignatureGood: boolean; readonly key: Bytes };

/** The verdict on the text of a file. */
export function verifyExport(bytes: Uint8Array): ExportVerdict {
  const text = textOf(bytes);
  const lines = text?.split('\n') ?? [];
  const first = read(FirstLine, lines[0] ?? '');
  if (first === undefined) return { kind: 'not-a-record' };
  const rest = lines.pop(); // '' behind the last line's end
  const lastText = lines.pop() ?? '';
  const last = read(LastLine, lastText);
  const key = last && fromB64u(last.key);
  const signature = last && fromB64u(last.signature);
  const chain = followChain(first.firstSeq, first.prev);
  const before = lineHash();
  let entries = 0;
  for (const [index, line] of lines.entries()) {
    before.update(`${line}\n`);
    if (index === 0) continue;
    const parsed = read(MiddleLine, line);
    if (parsed === undefined) return { kind: 'not-one-text', line: index + 1 };
    if ('unreadable' in parsed) {
      chain.unreadable();
      continue;
    }
    const { hash, ...entry } = parsed;
    if (entryHash(entryBytes(entry)) === hash) chain.entry(entry, hash);
    else chain.unreadable();
    entries++;
  }
  if (rest !== '' || last === undefined || key === undefined || signature === undefined) return { kind: 'no-end' };
  const state = chain.end({ seq: last.lastSeq, hash: last.lastHash });
  const isSignatureGood = entries === last.entries && verifySignature(signature, signedBytes(before, last), key);
  return { kind: 'checked', state, isSignatureGood, key };
}

// Decodes strictly: with replacement characters, different bytes would give the same text, and a change among them
// would not show.
function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true, fatal: true }).decode(bytes);
  } catch {
    return undefined; // no UTF-8: nothing that Siegel writes
  }
}

function read<S extends v.GenericSchema>(schema: S, line: string): v.InferOutput<S> | undefined {
  return readJson(schema, utf8(line));
}
