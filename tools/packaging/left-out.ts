// Modules that libraries bring along and this program never runs: the bundle gets a stand-in
// for each, which throws if it is ever used. A plugin for electron.vite.config.ts. Stand-ins
// are not npm packages, so the bill of materials and the licences leave these modules out, too.
import type { Plugin } from 'vite';

/** A module that is left out; `from` must be part of its importer's path, `names` are its imported names. */
interface LeftOut {
  readonly source: string;
  readonly from: string;
  readonly names: readonly string[];
  readonly because: string;
}

/** What is left out of the main bundle. */
export const leftOut: readonly LeftOut[] = [
  {
    source: './lib/connect',
    from: 'node_modules/mqtt/build/',
    names: ['connect', 'connectAsync'],
    because:
      'src/main/signalling/stream.ts makes every connection itself; this module brings SOCKS, and an environment variable that turns SOCKS on',
  },
  {
    source: 'worker-timers',
    from: 'node_modules/mqtt/build/',
    names: ['setInterval', 'clearInterval'],
    because: 'timers for web pages; outside a page, mqtt uses Node’s own',
  },
  {
    source: 'abort-controller',
    from: 'node_modules/',
    names: ['AbortController', 'AbortSignal'],
    because: 'for engines without an AbortController of their own',
  },
];

/** The npm packages that are therefore missing from the main bundle. */
export const leftOutPackages: readonly string[] = [
  'socks',
  'smart-buffer',
  'ip-address',
  'worker-timers',
  'worker-timers-broker',
  'broker-factory',
  'fast-unique-numbers',
  'abort-controller',
  'event-target-shim',
];

/**
 * What is left out of the workers of pages. In Node, TensorFlow Lite reads its WebAssembly from a file with `fs` and
 * `path`; here the bytes are passed to it. Without a stand-in Vite would use an empty module and warn about that.
 */
export const leftOutOfWorkers: readonly LeftOut[] = ['fs', 'path'].map((source) => ({
  source,
  from: 'node_modules/@twilio/video-processors/dist/build/tflite-simd-',
  names: [],
  because: 'modules of Node, which no page has',
}));

const MARK = '\0left-out:';

function standIn({ source, names }: LeftOut): string {
  const named = ['default', ...names].map((name) => `absent as ${name}`).join(', ');
  return `const absent = function () { throw new Error(${JSON.stringify(`${source} is left out of this program`)}); };
export { ${named} };\n`;
}

/**
 * Puts the stand-ins in place of what is left out. With `'every'` the build fails if a row of the table matches
 * nothing. With `'some'` it does not: each worker is a bundle of its own, and only some import these modules.
 */
export function leaveOut(rows: readonly LeftOut[], metIn: 'every' | 'some'): Plugin {
  const met = new Set<LeftOut>();
  return {
    name: 'leave-out',
    enforce: 'pre',
    resolveId(source, importer) {
      const found = rows.find(
        (each) => each.source === source && importer?.replaceAll('\\', '/').includes(each.from) === true,
      );
      if (found === undefined) return undefined;
      met.add(found);
      return `${MARK}${found.source}`;
    },
    load(id) {
      const found = rows.find(({ source }) => id === `${MARK}${source}`);
      return found === undefined ? undefined : standIn(found);
    },
    buildEnd(error) {
      const idle = metIn === 'every' ? rows.filter((each) => !met.has(each)) : [];
      if (error === undefined && idle.length > 0) {
        throw new Error(`nothing imports what is left out: ${idle.map(({ source }) => source).join(', ')}`);
      }
    },
  };
}
