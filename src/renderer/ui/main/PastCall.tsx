// One past call in full, beside its person: its kind, how and why it ended, and what can be done now.
import { Phone, Trash2, Video } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../../contract/view.ts';
import { formatDateTime, formatDuration } from '../../i18n/format.ts';
import { historyOutcome, historyRelation, talked, whyOf } from '../../state/history-outcome.ts';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { usePlacing } from '../parts/use-placing.ts';
import { classNames } from '../style/class-names.ts';
import { useRemoveCall } from './use-remove-call.ts';
import styles from './person.module.css';

const c = classNames(styles);

interface Props {
  readonly entry: HistoryEntry;
  /** True if no call can be placed until the user has decided a dispute or chosen among several claimants. */
  readonly isClosed: boolean;
}

/** The call that was chosen in the list. */
export function PastCall({ entry, isClosed }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const remove = useRemoveCall();
  const { managed, settings } = useMain('managed', 'settings');
  const { isNever, isPossible } = usePlacing(entry.address);
  const media = managed.allowVideo ? entry.media : 'audio';
  const outcome = historyOutcome(entry);
  const facts = [
    t(entry.direction === 'in' ? 'calls.incoming' : 'calls.outgoing'),
    t(entry.media === 'video' ? 'calls.video' : 'calls.voice'),
    ...(talked(entry) ? [formatDuration(entry.durationMs)] : []),
    t(`calls.${historyRelation(entry)}`),
  ];
  return (
    <section className={c('section')} aria-labelledby="past-call">
      <h3 className={c('heading')} id="past-call">
        {t('calls.chosen', { date: formatDateTime(settings.language, entry.at) })}
      </h3>
      <p>{facts.join(' · ')}</p>
      <p className={c('note')}>
        {outcome === 'missed' && `${t('reason.missed.title')}. `}
        {t(whyOf(entry))}
      </p>
      <div className={c('actions')}>
        {!isClosed && !isNever && (
          <Button
            icon={media === 'video' ? Video : Phone}
            isDisabled={!isPossible}
            onPress={() => void ask.send('call.place', { address: entry.address, media })}
          >
            {t(entry.direction === 'in' ? 'calls.callBack' : 'calls.callAgain')}
          </Button>
        )}
        <Button tone="quiet" icon={Trash2} onPress={() => void remove(entry)}>
          {t('calls.remove')}
        </Button>
      </div>
    </section>
  );
}
