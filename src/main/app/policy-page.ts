// Opens the organisation's pages, as policy names them, in the person's browser. Our page only says which of them it
// wants. It never sends an address, and only https is opened. This file is the only importer of Electron's shell.
import { shell } from 'electron';
import type { Input } from '../../contract/ipc.ts';
import { pageAddress } from './page-address.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';

/** Opens a page. `no-link`: policy names none that may be opened. `internal`: the system could not open it. */
export function policyPages(
  policy: Pick<PolicyInForce, 'values'>,
): (page: Input<'link.open'>['page']) => Promise<'done' | 'no-link' | 'internal'> {
  return async (page) => {
    const address = pageAddress(policy.values(), page);
    if (address === undefined) return 'no-link';
    try {
      await shell.openExternal(address);
      return 'done';
    } catch {
      return 'internal'; // such as on a system without a browser
    }
  };
}
