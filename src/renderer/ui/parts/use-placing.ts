// Whether a person can be called now, and the text beside the button.
import { useTranslation } from 'react-i18next';
import { isOn, whyNotBeside } from '../../../contract/running.ts';
import { personName } from '../../state/person-name.ts';
import { useMain } from '../page.tsx';

/** Whether a call can be placed now. */
export interface Placing {
  readonly isPossible: boolean;
  /** This device was removed and calls nobody, so there must be no button. */
  readonly isNever: boolean;
  /** Why no call can be placed, or what happens to the current call; '' if there is nothing to say. */
  readonly note: string;
}

/** Whether a call to `address` can be placed. */
export function usePlacing(address: string): Placing {
  const { t } = useTranslation();
  const { calls, devices, link } = useMain('calls', 'devices', 'link');
  const not = { isPossible: false, isNever: false };
  if (devices.isRemoved) return { ...not, isNever: true, note: t('refusal.device-removed') };
  if (devices.isUnfinished) return { ...not, note: t('refusal.device-unfinished') };
  const objection = whyNotBeside(calls, address);
  if (objection === 'call-exists') return { ...not, note: t('person.busy') };
  if (objection !== undefined) return { ...not, note: t(`refusal.${objection}`) };
  if (link.kind !== 'online') return { ...not, note: t('person.offline') };
  const heard = calls.find((call) => isOn(call) && !call.local.hold);
  const note = heard === undefined ? '' : t('person.besides', { name: personName(heard) });
  return { isPossible: true, isNever: false, note };
}
