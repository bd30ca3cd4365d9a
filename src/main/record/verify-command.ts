// `--verify-record=<file>`: prints whether an exported record is complete and unchanged. It needs no profile, no key
// and no window, so that anybody can run it on any machine.
import { readFileSync, statSync } from 'node:fs';
import type { Language } from '../../contract/view.ts';
import { toB64u } from '../../core/bytes.ts';
import { errorCode } from '../vault/files.ts';
import { type ExportVerdict, verifyExport } from './verify-export.ts';
import type { Printed } from '../printed.ts';
import { verifyTexts } from '../../text/verify-record.ts';

const MOST_BYTES = 256 * 1024 * 1024;

/** Exit codes: 0 whole, 1 changed or incomplete, 2 nothing that could be examined. */
export function verifyRecordFile(path: string, language: Language): Printed {
  const texts = verifyTexts[language];
  let bytes: Uint8Array;
  try {
    if (statSync(path).size > MOST_BYTES) return { text: texts.tooLarge, code: 2 };
    bytes = readFileSync(path);
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return { text: texts.noFile(code), code: 2 };
  }
  return printed(verifyExport(bytes), language);
}

function printed(verdict: ExportVerdict, language: Language): Printed {
  const texts = verifyTexts[language];
  switch (verdict.kind) {
    case 'not-a-record':
      return { text: texts.notARecord, code: 2 };
    case 'not-one-text':
      return { text: texts.line(verdict.line), code: 1 };
    case 'no-end':
      return { text: texts.noEnd, code: 1 };
    case 'checked': {
      const { state, isSignatureGood } = verdict;
      const time = (ms: number | undefined): string => (ms === undefined ? '-' : new Date(ms).toISOString());
      const lines = [
        texts.entries(state.entries, time(state.firstAt), time(state.lastAt)),
        state.chain.kind === 'intact' ? texts.chain : texts.broken(state.chain.at, texts.cause[state.chain.cause]),
        isSignatureGood ? texts.signature(toB64u(verdict.key)) : texts.badSignature,
      ];
      return { text: lines.join('\n'), code: state.chain.kind === 'intact' && isSignatureGood ? 0 : 1 };
    }
    default:
      return verdict satisfies never;
  }
}
