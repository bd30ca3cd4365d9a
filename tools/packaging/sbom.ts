// The bill of materials of a package (CycloneDX 1.5): npm's own, reduced to the packages whose code is in the build,
// with Electron added. The same build gives the same text: the serial number comes from its contents, the time from the
// source.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import type { ShippedPackage } from './shipped.ts';

const Component = v.looseObject({ 'bom-ref': v.string(), name: v.string(), version: v.string() });
const Dependency = v.looseObject({ ref: v.string(), dependsOn: v.optional(v.array(v.string()), []) });
const Bom = v.looseObject({
  specVersion: v.string(),
  metadata: v.looseObject({ component: Component }),
  components: v.array(Component),
  dependencies: v.array(Dependency),
});

/** The Electron in the package. */
export interface Engine {
  readonly electron: string;
  /** The versions of its components by name: `chrome`, `node`, `v8`, `openssl` and so on. */
  readonly versions: Readonly<Record<string, string>>;
}

const carried: Readonly<Record<string, string>> = { chrome: 'Chromium', node: 'Node.js', v8: 'V8' };

function engineComponent({ electron, versions }: Engine): Readonly<Record<string, unknown>> {
  const parts = Object.entries(carried).flatMap(([key, name]) => {
    const version = versions[key];
    return version === undefined ? [] : [{ type: 'library', 'bom-ref': `${name}@${version}`, name, version }];
  });
  return {
    type: 'framework',
    'bom-ref': `electron@${electron}`,
    name: 'electron',
    version: electron,
    scope: 'required',
    purl: `pkg:npm/electron@${electron}`,
    licenses: [{ license: { id: 'MIT' } }],
    externalReferences: [{ type: 'website', url: 'https://www.electronjs.org' }],
    components: parts,
  };
}

function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex'); // RFC 9562 §5.8: version 8
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** npm's list of everything in the lock file of `project`, as npm prints it. */
export function lockedBom(project: string): unknown {
  const shell = process.platform === 'win32';
  const text = execFileSync('npm', ['sbom', '--package-lock-only', '--sbom-format', 'cyclonedx'], {
    cwd: project,
    maxBuffer: 1 << 26,
    shell,
  });
  return JSON.parse(text.toString());
}

/**
 * The bill of materials of the program `built`: the packages of `installed` that are `shipped`, and the engine. Throws
 * if a shipped package is missing from `installed`.
 */
export function billOfMaterials(
  installed: unknown,
  shipped: readonly ShippedPackage[],
  engine: Engine,
  built: { readonly version: string; readonly atMs: number },
): string {
  const all = v.parse(Bom, installed);
  const refs = new Set(shipped.map(({ name, version }) => `${name}@${version}`));
  const components = all.components.filter((component) => refs.has(component['bom-ref']));
  const missing = [...refs].filter((ref) => !components.some((component) => component['bom-ref'] === ref));
  if (missing.length > 0) throw new Error(`not in npm’s list: ${missing.join(', ')}`);
  const self = `siegel@${built.version}`;
  const electron = engineComponent(engine);
  const dependencies = all.dependencies
    .filter(({ ref }) => refs.has(ref))
    .map(({ ref, dependsOn }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.has(other)).toSorted() }));
  const contents = [electron, ...components];
  return `${JSON.stringify(
    {
      $schema: 'http://cyclonedx.org/schema/bom-1.5.schema.json',
      bomFormat: 'CycloneDX',
      specVersion: all.specVersion,
      serialNumber: `urn:uuid:${uuidOf(JSON.stringify([self, contents]))}`,
      version: 1,
      metadata: {
        timestamp: new Date(built.atMs).toISOString(),
        component: {
          ...all.metadata.component,
          type: 'application',
          'bom-ref': self,
          name: 'siegel',
          version: built.version,
          purl: `pkg:npm/${self}`,
        },
      },
      components: contents,
      dependencies: [
        { ref: self, dependsOn: [String(electron['bom-ref']), ...[...refs].toSorted()] },
        { ref: String(electron['bom-ref']), dependsOn: [] },
        ...dependencies,
      ],
    },
    undefined,
    2,
  )}\n`;
}
