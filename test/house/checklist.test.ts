// The security checklist is true: each file it names exists and contains what it quotes. This test also checks what no
// single line shows.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FuseV1Options } from '@electron/fuses';
import { fuses } from '../../tools/packaging/fuses.ts';

const root = resolve(import.meta.dirname, '../..');
const text = readFileSync(join(root, 'docs/security-checklist.md'), 'utf8');
const items = text
  .split(/^### /m)
  .slice(1)
  .map((section) => section.split(/^## /m)[0] ?? '');

/** The entries of an item that begin with this label, as one line. */
const behind = (item: string, label: string): string =>
  item
    .split(/^- /m)
    .filter((entry) => entry.startsWith(`${label}: `))
    .join(' ')
    .replaceAll(/\s+/g, ' ');

/** The files named in a text, each with the texts quoted after it. */
function quotesIn(entry: string): readonly { readonly file: string; readonly quotes: readonly string[] }[] {
  const found: { file: string; quotes: string[] }[] = [];
  for (const [, code = ''] of entry.matchAll(/`([^`]+)`/g)) {
    if (/^(?:src|test|tools)\/|^[a-z.]+\.(?:json|ts)$/.test(code)) found.push({ file: code, quotes: [] });
    else found.at(-1)?.quotes.push(code);
  }
  return found;
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(root, folder, name), 'utf8'));
}

describe('the security checklist', () => {
  it('the checklist has Electron’s twenty items, in order', () => {
    const numbers = items.flatMap((item) => /^(\d+)\. /.exec(item)?.[1] ?? []);
    expect(numbers).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
  });

  it.each(items.map((item) => [item.slice(0, item.indexOf('\n')).slice(0, 60), item]))(
    'an item of the checklist names existing lines and tests: %s',
    (_name, item) => {
      const [keeps, notices] = [behind(item, 'Kept by'), behind(item, 'Noticed by')];
      expect(keeps, 'the item names no file behind “Kept by”').not.toBe('');
      expect(quotesIn(notices).length, 'the item names no test behind “Noticed by”').toBeGreaterThan(0);
      for (const { file, quotes } of [...quotesIn(keeps), ...quotesIn(notices)]) {
        const content = readFileSync(join(root, file), 'utf8');
        for (const quote of quotes.filter((each) => !each.startsWith('app://'))) {
          expect(content.includes(quote), `${file} has no “${quote}”`).toBe(true);
        }
      }
    },
  );
});

describe('properties that no single line shows', () => {
  it('no experimental feature is switched on in main or preload, apart from one Blink feature', () => {
    const all = [...sources('src/main'), ...sources('src/preload')].join('\n');
    expect(all).not.toMatch(/experimentalFeatures\s*:\s*true|appendSwitch\(\s*'enable-/);
    // Switching a feature off can open a door, too. Switching off the feature below closes one (docs/decisions/0098).
    expect(all.match(/appendSwitch\(\s*'disable-[^)]*/g)).toEqual([
      `appendSwitch('disable-features', ADDS_NO_OWN_SOUND`,
    ]);
    expect(all.match(/enableBlinkFeatures/g)).toHaveLength(1);
  });

  it('every npm dependency is pinned exactly, and Electron is 45 or newer', () => {
    const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly dependencies: Readonly<Record<string, string>>;
      readonly devDependencies: Readonly<Record<string, string>>;
    };
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    const exact = /^(?:npm:[a-z0-9@/-]+@)?\d+\.\d+\.\d+(?:-[a-z0-9.]+)?$/; // an alias begins with its package
    expect(versions.filter(([, version]) => !exact.test(version))).toEqual([]);
    expect(Number(manifest.devDependencies['electron']?.split('.')[0])).toBeGreaterThanOrEqual(45);
  });

  it('every fuse known to the library has a state and a reason, and those that open the program to others are off', () => {
    const known = Object.values(FuseV1Options).filter((value) => typeof value === 'number');
    expect(known.length).toBeGreaterThan(8);
    expect(fuses.map(({ option }) => option).toSorted((a, b) => a - b)).toEqual(known);
    const on = fuses.flatMap((fuse) => (fuse.on ? [FuseV1Options[fuse.option]] : []));
    expect(on.toSorted()).toEqual([
      'EnableCookieEncryption',
      'EnableEmbeddedAsarIntegrityValidation',
      'OnlyLoadAppFromAsar',
      'WasmTrapHandlers',
    ]);
    expect(fuses.filter(({ because }) => because === '')).toEqual([]);
  });

  it('no source names a crash reporter or gives loadURL a literal address other than app:', () => {
    const all = sources('src').join('\n');
    expect(all).not.toMatch(/crashReporter/);
    expect(all).not.toMatch(/loadURL\(['"`](?!app:)/);
  });
});
