// The address of a page of the organisation as policy names it. Pure.
import type { PolicyValues } from '../../core/policy/table.ts';

/** The https address of that page; undefined where policy names none. */
export function pageAddress(
  { PrivacyUrl, ImprintUrl }: Pick<PolicyValues, 'PrivacyUrl' | 'ImprintUrl'>,
  page: 'privacy' | 'imprint',
): string | undefined {
  const text = page === 'privacy' ? PrivacyUrl : ImprintUrl;
  // The table asks for the form already; what is handed to the system is looked at again where it is handed over.
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url?.protocol === 'https:' && url.username === '' && url.password === '' ? url.href : undefined;
}
