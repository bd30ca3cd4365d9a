// Whether a person can be called now, and what is to be said of it beside the button.
import { useTranslation } from 'react-i18next';
import { isOn, whyNotBeside } from '../../../contract/running.ts';
import { personName } from '../../state/person-name.ts';
import { useMain } from '../page.tsx';

/** Whether a call to `address` can be placed; `note` says why not, or what becomes of the call that is on, '' where there is nothing to say. */
export function usePlacing(address: string): { readonly isPossible: boolean; readonly note: string } {
  const { t } = useTranslation();
  const { calls, link } = useMain('calls', 'link');
  const objection = whyNotBeside(calls, address);
  if (objection === 'call-exists') return { isPossible: false, note: t('person.busy') };
  if (objection !== undefined) return { isPossible: false, note: t(`refusal.${objection}`) };
  if (link.kind !== 'online') return { isPossible: false, note: t('person.offline') };
  const heard = calls.find((call) => isOn(call) && !call.local.hold);
  return { isPossible: true, note: heard === undefined ? '' : t('person.besides', { name: personName(heard) }) };
}
