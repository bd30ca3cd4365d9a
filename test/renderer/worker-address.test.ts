// The Trusted Types policy of a page's workers. The engine's factory of policies is faked.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';

interface Rules {
  readonly createScriptURL: (url: string) => string;
}

const made: { readonly name: string; readonly rules: Rules }[] = [];
const names = () => made.map(({ name }) => name);

beforeEach(() => {
  vi.resetModules();
  made.length = 0;
  const createPolicy = (name: string, rules: Rules): Rules => {
    made.push({ name, rules });
    return rules;
  };
  vi.stubGlobal('trustedTypes', { createPolicy });
});

afterEach(() => void vi.unstubAllGlobals());

it('the Trusted Types policy siegel-worker is made when the module is loaded, before any worker starts', async () => {
  await import('../../src/renderer/worker-address.ts');
  expect(names()).toEqual(['siegel-worker']);
});

it('one Trusted Types policy serves all workers, and returns each registered address unchanged', async () => {
  const { workerAt } = await import('../../src/renderer/worker-address.ts');
  const [seal, noise] = [workerAt('/assets/seal.worker-a.js'), workerAt('/assets/noise.worker-b.js')];
  expect([seal(), noise(), seal()]).toEqual([
    '/assets/seal.worker-a.js',
    '/assets/noise.worker-b.js',
    '/assets/seal.worker-a.js',
  ]);
  expect(names()).toEqual(['siegel-worker']);
});

it('the Trusted Types policy refuses an address that no module has registered', async () => {
  const { workerAt } = await import('../../src/renderer/worker-address.ts');
  workerAt('/assets/seal.worker-a.js');
  expect(() => made[0]?.rules.createScriptURL('/assets/index-c.js')).toThrow('no worker of this program');
});
