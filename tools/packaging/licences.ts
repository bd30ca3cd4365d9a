// The licences of what is shipped, with their texts, in one file in every package. An npm package without a licence
// text stops the build, so that a person looks at it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { ShippedPackage } from './shipped.ts';

const LINE = '='.repeat(100);
const isText = (name: string): boolean => /^(licen[cs]e|copying|notice)(\.|-|$)/i.test(name);

function licenceName(folder: string): string {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  const named =
    typeof manifest === 'object' && manifest !== null && 'license' in manifest ? manifest.license : undefined;
  return typeof named === 'string' ? named : 'see text';
}

/** Packages that contain others' work without its licence text; the texts are in `notices` next to this file. */
const carried: Readonly<Record<string, string>> = {
  '@sapphi-red/web-noise-suppressor': 'rnnoise',
  '@twilio/video-processors': 'tensorflow-lite',
};

// The packages with koffi's native parts bring no licence text. It is in koffi, with that of node-addon-api, which is
// compiled into each of them.
const koffi = path.resolve('node_modules', 'koffi');
const foldersOf = ({ name, folder }: ShippedPackage): readonly string[] =>
  name.startsWith('@koromix/koffi-') ? [koffi, path.join(koffi, 'vendor', 'node-addon-api')] : [folder];

function licenceText(shipped: ShippedPackage): string {
  const { name } = shipped;
  const own = foldersOf(shipped).flatMap((folder) =>
    readdirSync(folder)
      .filter(isText)
      .toSorted()
      .map((file) => readFileSync(path.join(folder, file), 'utf8').trim()),
  );
  if (own.length === 0) throw new Error(`${name} is shipped and brings no licence text`);
  const inside = carried[name];
  const notice = (about: string): string =>
    readFileSync(path.join(import.meta.dirname, 'notices', `${about}.txt`), 'utf8').trim();
  const texts = inside === undefined ? own : [...own, `It contains ${inside}:`, notice(inside)];
  return texts.join('\n\n').replaceAll('\r\n', '\n');
}

/**
 * Electron's own licence, from its folder. The official builds and the one from the npm registry name the file
 * differently.
 */
function electronText(engine: string): string {
  const own = path.join(engine, 'LICENSE.electron.txt');
  return readFileSync(existsSync(own) ? own : path.join(engine, 'LICENSE'), 'utf8').trim();
}

/**
 * The file's text: Electron's own licence from its folder `engine`, then that of every package in `shipped`. Throws if
 * a package has no licence text.
 */
export function licenceList(shipped: readonly ShippedPackage[], engine: string): string {
  const parts: readonly (readonly [string, string])[] = [
    ['Electron (MIT)', electronText(engine)],
    ...shipped.map((one) => [`${one.name} ${one.version} (${licenceName(one.folder)})`, licenceText(one)] as const),
  ];
  return [
    'Siegel contains these programs and libraries. Chromium, which is in Electron, has its own list: LICENSES.chromium.html.',
    ...parts.flatMap(([title, text]) => ['', LINE, title, LINE, '', text]),
    '',
  ].join('\n');
}
