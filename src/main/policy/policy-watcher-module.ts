// The only importer of `@vscode/policy-watcher`, which reads the registry of Windows and the preferences that a
// configuration profile of macOS forces. This native module is optional and not used on Linux, so it is loaded only
// where needed. Nothing is judged here.

/** Every value may have any of these types, so that a value of the wrong type is seen and not taken for unset. */
type AnyType = { readonly type: readonly ['boolean', 'number', 'string'] };

/** The part of `@vscode/policy-watcher` that is used. */
export interface PolicyWatcherModule {
  /**
   * Calls back soon and after every change: each time with all names that have a value, or with an Error. `product` is
   * the domain of macOS. On Windows the module reads `registryPath`, first the machine's key and then the user's.
   */
  readonly createWatcher: (
    product: string,
    policies: Readonly<Record<string, AnyType>>,
    onChange: (update: unknown) => void,
    options?: { readonly registryPath?: string },
  ) => { readonly dispose: () => void };
}

function isModule(loaded: unknown): loaded is PolicyWatcherModule {
  return typeof loaded === 'object' && loaded !== null && 'createWatcher' in loaded;
}

/** The module. Undefined if it is not installed or does not exist for this system. */
export async function loadPolicyWatcher(): Promise<PolicyWatcherModule | undefined> {
  try {
    const loaded: unknown = await import('@vscode/policy-watcher');
    // A CommonJS module: its names are on it directly or below `default`, depending on the loader.
    const inner = typeof loaded === 'object' && loaded !== null && 'default' in loaded ? loaded.default : undefined;
    return [loaded, inner].find(isModule);
  } catch {
    return undefined;
  }
}
