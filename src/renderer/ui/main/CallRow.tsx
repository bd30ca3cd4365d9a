// One past call in a list: its direction, the person, how it ended, when.
import { PhoneIncoming, PhoneMissed, PhoneOutgoing } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { HistoryEntry } from '../../../contract/view.ts';
import { formatDuration, formatWhen } from '../../i18n/format.ts';
import { historyOutcome, historyRelation, talked } from '../../state/history-outcome.ts';
import { endedOn } from '../../state/other-device.ts';
import { useLanguage, useMain } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './rows.module.css';

const c = classNames(styles);

interface Props {
  readonly entry: HistoryEntry;
  readonly title: string;
  readonly nowMs: number;
}

/** The content of a row. `title` is the person, or the direction if the person is obvious. */
export function CallRow({ entry, title, nowMs }: Props): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const outcome = historyOutcome(entry);
  const isUsual = outcome === 'hung-up' || outcome === 'peer-hung-up'; // who hung up is shown once this call is chosen
  const device = endedOn(entry, useMain('devices').devices.list);
  const Icon = outcome === 'missed' ? PhoneMissed : entry.direction === 'in' ? PhoneIncoming : PhoneOutgoing;
  const detail = [
    t(entry.media === 'video' ? 'calls.video' : 'calls.voice'),
    ...(talked(entry) ? [formatDuration(entry.durationMs)] : []),
    t(`calls.${historyRelation(entry)}`),
    ...(device === undefined
      ? isUsual
        ? []
        : [t(`reason.${outcome}.title`)]
      : [t(outcome === 'answered-elsewhere' ? 'calls.answeredOn' : 'calls.declinedOn', { device })]),
  ].join(' · ');
  return (
    <>
      <span className={c('direction', outcome === 'missed' && 'missed')}>
        <Icon size={16} role="img" aria-label={t(entry.direction === 'in' ? 'calls.incoming' : 'calls.outgoing')} />
      </span>
      <span className={c('words', 'call')}>
        <span className={c('title')}>{title}</span>
        <span className={c('detail')}>{detail}</span>
      </span>
      <time className={c('when')} dateTime={new Date(entry.at).toISOString()}>
        {formatWhen(language, entry.at, nowMs)}
      </time>
    </>
  );
}
