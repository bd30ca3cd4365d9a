// The latest calls with one person.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { historyKey } from '../../state/history-outcome.ts';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import { CallRow } from './CallRow.tsx';
import { usePersonCalls } from './use-calls.ts';
import styles from './person.module.css';

const c = classNames(styles);
const SHOWN = 5;

/** At most five calls with `address`, latest first. */
export function RecentCalls({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(60_000);
  const entries = usePersonCalls(address, SHOWN);
  return (
    <section className={c('section')}>
      <h3 className={c('heading')}>{t('person.lastCalls')}</h3>
      {entries.length === 0 ? (
        <p className={c('note')}>{t('person.noCalls')}</p>
      ) : (
        <ul>
          {entries.map((entry) => (
            <li key={historyKey(entry)} className={c('call')}>
              <CallRow
                entry={entry}
                title={t(entry.direction === 'in' ? 'calls.incoming' : 'calls.outgoing')}
                nowMs={nowMs}
              />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
