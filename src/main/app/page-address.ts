// The address of the organisation's page that policy names. Pure.
import type { PolicyValues } from '../../core/policy/table.ts';

/**
 * The https address of this page. Undefined if policy names no address, or an address that is not https or contains a
 * login.
 */
export function pageAddress(
  { PrivacyUrl, ImprintUrl }: Pick<PolicyValues, 'PrivacyUrl' | 'ImprintUrl'>,
  page: 'privacy' | 'imprint',
): string | undefined {
  const text = page === 'privacy' ? PrivacyUrl : ImprintUrl;
  // The table demands this form already. It is checked again here, because the address is handed to the system.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}
