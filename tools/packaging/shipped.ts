// Which npm packages a build took code from: noted by the bundler itself, so that the bill of materials says what is shipped
// and not what lies in node_modules. A plugin for electron.vite.config.ts, and the reader of what it noted.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';

// From the working folder, which is the project's in every build: the bundler's configuration is itself bundled and elsewhere.
const noted = path.join('out', 'shipped');

/** Beside the bundle on Windows and macOS: the native reader of policies and what it loads (electron-builder.yml, `files`). */
const beside = ['@vscode/policy-watcher', 'bindings', 'file-uri-to-path'].map((name) => `node_modules/${name}`);

/** An npm package with code in the build; `folder` is absolute. */
export interface ShippedPackage {
  readonly name: string;
  readonly version: string;
  readonly folder: string;
}

/** The folder of the package a module belongs to, from the project; `undefined` for the project's own and virtual ones. */
export function packageFolderOf(id: string): string | undefined {
  return /^.*?\/(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(id.replaceAll('\\', '/'))?.[1];
}

/** Notes the packages that `part` of the program (main, preload, renderer, worker) has code of, in out/shipped. */
export function noteShipped(part: string): Plugin {
  return {
    name: 'note-shipped',
    generateBundle(_options, bundle) {
      const ids = Object.values(bundle).flatMap((chunk) => (chunk.type === 'chunk' ? chunk.moduleIds : []));
      const folders = [...new Set(ids.flatMap((id) => packageFolderOf(id) ?? []))].toSorted();
      mkdirSync(noted, { recursive: true });
      writeFileSync(path.join(noted, `${part}.json`), `${JSON.stringify(folders, undefined, 2)}\n`);
    },
  };
}

/** The packages of the last build for `platform`, by name; throws where there was none. */
export function shippedPackages(platform: NodeJS.Platform): readonly ShippedPackage[] {
  const bundled = readdirSync(noted).flatMap((file) => {
    const read: unknown = JSON.parse(readFileSync(path.join(noted, file), 'utf8'));
    return Array.isArray(read) ? read.map(String) : [];
  });
  return [...new Set([...bundled, ...(platform === 'linux' ? [] : beside)])]
    .map((folder) => packageIn(path.resolve(folder)))
    .toSorted((a, b) => (`${a.name}@${a.version}` < `${b.name}@${b.version}` ? -1 : 1));
}

function packageIn(folder: string): ShippedPackage {
  const manifest: unknown = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'name' in manifest && 'version' in manifest) {
    return { name: String(manifest.name), version: String(manifest.version), folder };
  }
  throw new Error(`${folder} is no package`);
}
