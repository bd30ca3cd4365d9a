// Real-time text in a `text` message (protocol §5 rule 13): the number of a line, a mark, and the whole current line. A
// lost, repeated or overtaken message does no harm, because the newest message of a line has the whole line.
import { utf8 } from '../bytes.ts';

/**
 * The longest line, in UTF-16 units. Even with the longest number in front, such a line fits into the 4,000 bytes that
 * a message may have.
 */
export const MOST_UNITS = 1000;

/** One line of one side. */
export interface TextLine {
  /** The number of the line among those of its side, from 0. */
  readonly line: number;
  readonly text: string;
  /** Nothing more will be typed into it. */
  readonly isDone: boolean;
}

const FORM = /^(0|[1-9]\d{0,5})([:=])(.*)$/su;

/** The line as it is sent. */
export function writeTextLine({ line, text, isDone }: TextLine): string {
  return `${String(line)}${isDone ? '=' : ':'}${text}`;
}

/**
 * The line in a message, or undefined if it is not one. Characters that move text or break lines become spaces, because
 * they could forge another line.
 */
export function readTextLine(message: string): TextLine | undefined {
  const [, line = '', mark, text = ''] = FORM.exec(message) ?? [];
  if (mark === undefined || text.length > MOST_UNITS || utf8(text).length > 4000) return undefined;
  return {
    line: Number(line),
    text: text.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, ' '),
    isDone: mark === '=',
  };
}
