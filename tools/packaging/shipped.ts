// The npm packages whose code is in a build: the bundler itself records them, so that the bill of materials names what
// is shipped and not what is in node_modules. A plugin for electron.vite.config.ts, and a reader of its records.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import * as v from 'valibot';
import type { Plugin } from 'vite';

// Relative to the working folder, which is the project folder in every build. A path relative to this file would be
// wrong, because the configuration of the bundler, with this file in it, is bundled and runs elsewhere.
const noted = path.join('out', 'shipped');

const Noted = v.record(v.string(), v.array(v.string()));

/**
 * Shipped outside the bundle on Windows and macOS: the native reader of policies with what it loads, and the foreign
 * function interface of the keyboard process (electron-builder.yml, `files`). The native part of the latter is a package
 * for one system and processor, which npm installs where the build runs.
 */
const besideOn = (platform: NodeJS.Platform): readonly string[] =>
  ['@vscode/policy-watcher', 'bindings', 'file-uri-to-path', 'koffi', `@koromix/koffi-${platform}-${process.arch}`].map(
    (name) => `node_modules/${name}`,
  );

/** An npm package with code in the build; `folder` is absolute. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/**
 * The folder of the package to which a module belongs, relative to the project; `undefined` for the project's own
 * modules and virtual ones.
 */
export function packageFolderOf(id: string): string | undefined {
  return /^.*?\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
}

// One record for each part. Each worker is a bundle of its own, but all workers are one part, so their records are
// merged.
const found = new Map<string, Record<string, readonly string[]>>();

/**
 * Records in out/shipped, for each file of `part` (main, preload, renderer, worker), the packages whose code the file
 * contains.
 */
export function noteShipped(part: string): Plugin {
  return {
    name: 'note-shipped',
    generateBundle(_options, bundle) {
      const chunks = Object.values(bundle).flatMap((one) => (one.type === 'chunk' ? [one] : []));
      const files = chunks.map(({ fileName, moduleIds }) => [
        fileName,
        [...new Set(moduleIds.flatMap((id) => packageFolderOf(id) ?? []))].toSorted(),
      ]);
      mkdirSync(noted, { recursive: true });
      const all = { ...found.get(part), ...Object.fromEntries(files) };
      found.set(part, all);
      const text = JSON.stringify(all, undefined, 2);
      writeFileSync(path.join(noted, `${part}.json`), `${text}\n`);
    },
  };
}

/**
 * For each file of `part`, the folders of the packages whose code it contains, relative to the project, as the last
 * build recorded them.
 */
export function notedOf(part: string): Readonly<Record<string, readonly string[]>> {
  return v.parse(Noted, JSON.parse(readFileSync(path.join(noted, `${part}.json`), 'utf8')));
}

/** The packages that the last build ships on `platform`, ordered by name; throws if there was no build. */
export function shippedPackages(platform: NodeJS.Platform): readonly ShippedPackage[] {
  const bundled = readdirSync(noted).flatMap((file) => Object.values(notedOf(path.basename(file, '.json'))).flat());
  return [...new Set([...bundled, ...(platform === 'linux' ? [] : besideOn(platform))])]
    .map((folder) => packageIn(path.resolve(folder)))
    .toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

function packageIn(folder: string): ShippedPackage {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'name' in manifest && 'version' in manifest) {
    return { name: String(manifest.name), version: String(manifest.version), folder };
  }
  throw new Error(`${folder} is not a package`);
}
