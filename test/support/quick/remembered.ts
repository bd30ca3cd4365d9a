// The answers of a pure function, remembered for the next call with the same input. The people of the flows draw the
// same random bytes in every test, so most handshakes and signatures of a run are, to the byte, those of an earlier
// test. Only for functions whose result depends on their arguments alone. The arguments are bytes, and options of plain
// values.

type Bytes = Uint8Array<ArrayBuffer>;
type Answer = undefined | boolean | Bytes | { readonly [name: string]: Bytes };

/**
 * Wraps `compute`, so that it is called once for each input. Its errors are not remembered. Bytes are returned as
 * copies, for the caller to wipe.
 */
export function remembered<A extends readonly unknown[], R extends Answer>(
  compute: (...input: A) => R,
): (...input: A) => R {
  const known = new Map<string, R>();
  return (...input) => {
    const name = input.map(nameOf).join('');
    if (!known.has(name)) known.set(name, copyOf(compute(...input)));
    return copyOf(known.get(name) as R);
  };
}

// Different inputs never have the same name, because each part begins with its kind and its length.
function nameOf(part: unknown): string {
  if (part instanceof Uint8Array) {
    return `b${String(part.length)}:${Buffer.from(part.buffer, part.byteOffset, part.length).toString('latin1')}`;
  }
  const text = JSON.stringify(part) ?? '';
  return `j${String(text.length)}:${text}`;
}

function copyOf<R extends Answer>(answer: R): R;
function copyOf(answer: Answer): Answer {
  if (answer === undefined || typeof answer === 'boolean') return answer;
  if (answer instanceof Uint8Array) return answer.slice();
  return Object.fromEntries(Object.entries(answer).map(([name, bytes]) => [name, bytes.slice()]));
}
