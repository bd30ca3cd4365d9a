// Compares the text of the protocol with the code. docs/protocol.md must say what is on the wire, what is hashed and
// how long things take, so that the protocol can be implemented from it alone. Every section that a comment cites must
// exist.
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { LOOK_ALIKES } from '../../src/core/keys/look-alikes.ts';
import { notePrologue } from '../../src/core/keys/sealed-note.ts';
import { readEnvelope } from '../../src/core/signal/envelope.ts';
import { readLinkEnvelope } from '../../src/core/signal/link.ts';

const root = path.resolve(import.meta.dirname, '../..');
const text = readFileSync(path.join(root, 'docs/protocol.md'), 'utf8');
const files = globSync('src/core/{keys,signal,frame,organisation,call}/*.ts', { cwd: root }).toSorted();
const source = new Map(files.map((file) => [file, readFileSync(path.join(root, file), 'utf8')]));
const all = [...source.values()];

const matches = (pattern: RegExp, within: readonly string[] = all): readonly string[] => [
  ...new Set(within.flatMap((each) => [...each.matchAll(pattern)].map(([whole, first]) => first ?? whole))),
];
const stringsIn = (code: string): readonly string[] => matches(/'([^'\n]+)'/gu, [code]);
const escaped = (word: string): string => word.replaceAll(/[.*+?^${}()|[\]\\]/gu, String.raw`\$&`);

/** The text between the bracket at `open` and the one that closes it. */
function inside(code: string, open: number): string {
  let depth = 0;
  for (let at = open; at < code.length; at++) {
    if (code[at] === '(' || code[at] === '{' || code[at] === '[') depth++;
    if (code[at] === ')' || code[at] === '}' || code[at] === ']') depth--;
    if (depth === 0) return code.slice(open + 1, at);
  }
  return code.slice(open + 1);
}

/** The text in the brackets of each call of `v.name`, without comments, and with the objects spread into it. */
function callsOf(name: string): readonly string[] {
  return all.flatMap((commented) => {
    const code = commented.replaceAll(/\/\/.*$|\/\*[\s\S]*?\*\//gmu, '');
    return [...code.matchAll(new RegExp(`\\bv\\.${name}\\(`, 'gu'))].flatMap((call) => {
      const body = inside(code, call.index + call[0].length - 1);
      const spread = [...body.matchAll(/\.\.\.(\w+)/gu)].flatMap(([, object = '']) => {
        const at = code.search(new RegExp(`const ${object} = \\{`, 'u'));
        return at < 0 ? [] : [inside(code, code.indexOf('{', at))];
      });
      return [body, ...spread];
    });
  });
}

// --- what the code has ---

const literals = matches(/['`]((?:Siegel[ -]|SFrame 1\.0 )[^'`]*)['`]/gu);
const templates = literals.filter((each) => each.includes('${'));
const derived = matches(/\bderive\(\w+, '([^']+)'/gu);
const noteLabels = Array.from({ length: 256 }, (_, type) => envelopeOf(type)).flatMap((envelope) => {
  if (envelope === undefined || !('noise' in envelope) || envelope.kind === 'invite' || envelope.kind === 'answer')
    return [];
  const { callId, issuedAtMs, kind } = envelope;
  const [label = ''] =
    /^Siegel-[a-z-]+-1/u.exec(new TextDecoder().decode(notePrologue({ callId, issuedAtMs, kind }, 'a', 'b'))) ?? [];
  return [label];
});
const labels = [...literals.filter((each) => !each.includes('${')), ...derived, ...noteLabels];
const names = matches(/['`](Noise_[^'`]+|urn:siegel:[a-z]+:|2\.25\.\d+|sgl\/1\/[a-z]+\/)/gu);
const fields = matches(/(?:^|[{,(\s])([a-z]\w*):/gu, callsOf('strictObject'));
const lists = matches(/^const [A-Z]+ = (\['[^\]]+\]) as const;$/gmu);
const values = [...['literal', 'picklist'].flatMap(callsOf), ...lists].flatMap(stringsIn);

function envelopeOf(type: number): ReturnType<typeof readEnvelope> {
  const message = new Uint8Array(100).fill(1); // its ttl of 257 s would be invalid, and is set below
  message.set([1, type]);
  message.set([0, 1], 26);
  return readEnvelope(message);
}

/** The numbers that the code exports under a name in capitals, in milliseconds, in bytes or as a count. */
const constants = await Promise.all(
  files.map(async (file) => Object.entries((await import(path.join(root, file))) as Record<string, unknown>)),
).then((modules) =>
  modules.flat().flatMap(([name, value]) => {
    if (typeof value !== 'number' || !/^[A-Z][A-Z_]+$/u.test(name)) return [];
    if (name.endsWith('_SECONDS')) return [`${String(value * 1000)} ms`];
    return [`${String(value)}${name.endsWith('_MS') ? ' ms' : name.endsWith('_BYTES') ? ' bytes' : ''}`];
  }),
);

// --- what the text has ---

const code = (of: string): string => matches(/^```[\s\S]*?^```|`[^`\n]+`/gmu, [of]).join('\n');

/** The value of each row of the appendix, times in milliseconds. */
function rowsOf(of: string): readonly string[] {
  const [, appendix = ''] = of.split('\n## Appendix A.');
  const inMs: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000 };
  return [...appendix.matchAll(/^\| ([\d,]+)(?: (\w+))? \|/gmu)].map(([, digits = '', unit = '']) => {
    const value = Number(digits.replaceAll(',', ''));
    const factor = inMs[unit];
    if (factor !== undefined) return `${String(value * factor)} ms`;
    return unit === '' ? String(value) : `${String(value)} ${unit}`;
  });
}

/**
 * What the code has and this text of the protocol does not. If constants share a value, the appendix needs as
 * many rows with that value.
 */
function missingIn(of: string): readonly string[] {
  const inCode = code(of);
  const hasWord = (word: string): boolean => new RegExp(`(?<![\\w-])${escaped(word)}(?![\\w-])`, 'u').test(inCode);
  const rows = rowsOf(of);
  const count = (list: readonly string[], value: string): number => list.filter((each) => each === value).length;
  return [
    ...labels.filter((label) => !inCode.includes(`"${label}"`)),
    ...names.filter((name) => !inCode.includes(name)),
    ...[...fields, ...values].filter((word) => !hasWord(word)),
    ...[...new Set(constants)].filter((value) => count(rows, value) < count(constants, value)),
  ];
}

describe('docs/protocol.md', () => {
  test('docs/protocol.md has every label, name, field, value and constant of the code', () => {
    expect(missingIn(text)).toEqual([]);
    // The search of the code found each kind.
    expect(templates.toSorted()).toEqual(['Siegel 1 ${label}', 'Siegel-${kind}-1']);
    expect([derived.length, noteLabels.length]).toEqual([4, 5]);
    expect([labels.length, names.length, fields.length, values.length, constants.length].map((n) => n > 10)).toEqual(
      Array.from({ length: 5 }, () => true),
    );
  });

  test('the check of docs/protocol.md detects a missing label, field, value or constant', () => {
    const without = (word: string): string =>
      text.replaceAll(new RegExp(`(?<![\\w-])${escaped(word)}(?![\\w-])`, 'gu'), '');
    for (const label of labels) expect(missingIn(text.replaceAll(`"${label}"`, ''))).toContain(label);
    for (const word of ['commit', 'rekeyed', 'answered-elsewhere', 'fingerprint']) {
      expect(missingIn(without(word))).toContain(word);
    }
    expect(missingIn(text.replace('| 75 s |', '| 76 s |'))).toEqual(['75000 ms']);
  });

  test('docs/protocol.md draws every type of envelope and every step of linking', () => {
    const types = Array.from({ length: 256 }, (_, type) => envelopeOf(type)?.kind).flatMap((kind, type) =>
      kind === undefined ? [] : [` ${hex(type)}    ${kind.toUpperCase()} `],
    );
    const steps = Array.from({ length: 256 }, (_, step) => step).filter((step) => {
      const message = new Uint8Array(step === 5 ? 20 : 60);
      message.set([1, 5]);
      message[18] = step;
      return readLinkEnvelope(message) !== undefined;
    });
    expect(types.filter((type) => !text.includes(type))).toEqual([]);
    expect(text).toContain(` ${hex(5)}    LINK `);
    expect(steps.filter((step) => !text.includes(` step ${hex(step)} `))).toEqual([]);
    expect([types.length, steps.length]).toEqual([9, 5]);
  });

  test('docs/protocol.md lists the code’s look-alikes, and the codecs, header extensions, feedback and free format parameters that the code allows in an SDP', () => {
    const [, points = ''] = /^```\n((?:[0-9A-F]{4}\s)+)```/mu.exec(text) ?? [];
    expect(points.trim().split(/\s+/u).toSorted()).toEqual(
      [...LOOK_ALIKES]
        .map((each) =>
          hex(each.codePointAt(0) ?? 0)
            .toUpperCase()
            .padStart(4, '0'),
        )
        .toSorted(),
    );
    const section = source.get('src/core/signal/sdp-section.ts') ?? '';
    const quoted = stringsIn(section).filter((each) => /^(?:urn:|http:|[a-z0-9]+\/[0-9]+)/u.test(each));
    const patterns = [/const FEEDBACK = .*\(\?:(.*)\)\$/u, /\(\?:\(\?:(apt[^)]*)\)=/u].flatMap((pattern) =>
      (pattern.exec(section)?.[1] ?? '').split('|'),
    );
    expect([...quoted, ...patterns].filter((each) => !code(text).toLowerCase().includes(each))).toEqual([]);
    expect([quoted.length, patterns.length]).toEqual([11, 15]);
  });

  test('docs/protocol.md has every section and rule that a comment cites', () => {
    const commented = globSync('{src,test,tools}/**/*.{ts,tsx}', { cwd: root });
    const cited = commented.flatMap((file) =>
      [
        ...readFileSync(path.join(root, file), 'utf8').matchAll(
          /protocol(?:\.md)?,? §(\d+(?:\.[\dA-H]+)*)(?:,? rules? (\d+(?:(?:, | and |, and )\d+)*))?/gu,
        ),
      ].flatMap(([, section = '', rules = '']) =>
        rules === '' ? [section] : rules.split(/\D+/u).map((rule) => `${section}.${rule}`),
      ),
    );
    const isThere = (place: string): boolean =>
      new RegExp(`^(?:#+ ${escaped(place)}\\.? |- \\*\\*${escaped(place)}(?: [^*]*)?\\*\\* )`, 'mu').test(text);
    expect([...new Set(cited)].filter((place) => !isThere(place))).toEqual([]);
    expect(cited.length).toBeGreaterThan(300);
  });

  test('docs/protocol.md has every rule that it cites itself', () => {
    const rules = new Set(
      [...text.matchAll(/^(?:#+ |- \*\*)(\d+(?:\.[\dA-H]+)*)/gmu)].map(([, number = '']) => number),
    );
    const prose = text.replaceAll(/RFC \d+[^).,;]*§[\d.]+|\b(?:UTS|UAX|FIPS|ITU-T|TLS|Unicode|SFrame) [\d.]+/gu, '');
    const cited = [
      ...prose.matchAll(/(?<![\d.^/:=`-])\b(\d{1,2}\.(?:[A-H]|\d{1,2})(?:\.\d{1,2})?)\b(?![\d.]*[\d/]| s\b)/gu),
    ];
    expect([...new Set(cited.map(([, number = '']) => number))].filter((number) => !rules.has(number))).toEqual([]);
  });
});

function hex(type: number): string {
  return type.toString(16).padStart(2, '0');
}
