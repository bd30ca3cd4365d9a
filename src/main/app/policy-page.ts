// Opens what policy names as the organisation's pages, in the person's browser. The page of ours only says which one: no address
// ever comes from it, and nothing but https is opened. The one importer of Electron's shell.
import { shell } from 'electron';
import type { Input } from '../../contract/ipc.ts';
import { pageAddress } from './page-address.ts';
import type { PolicyInForce } from '../policy/policy-in-force.ts';

/** Opens a page; `no-link` where policy names none. */
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
      return 'internal'; // the system knows no browser
    }
  };
}
