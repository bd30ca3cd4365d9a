// What a pure function answered, kept for the next time it is asked the same. The people of the flows roll
// the same dice in every test, so most handshakes and signatures of a run are those of a test before, to
// the byte. Only for functions that depend on their arguments alone: bytes, options of plain values.

type Bytes = Uint8Array<ArrayBuffer>;
type Answer = undefined | boolean | Bytes | { readonly [name: string]: Bytes };

/**
 * `compute`, which is asked once for each input. What it throws is
 * not kept; bytes are handed out as copies, for the caller to wipe.
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

// Of different inputs no two names are alike: each part begins with its kind and its length.
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
