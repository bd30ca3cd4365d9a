// The self-check: what is in order, what is not, and what to do; and the diagnosis for support.
import { Headphones, RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorReport } from '../../../contract/managed.ts';
import { formatTime } from '../../i18n/format.ts';
import { byUrgency, deviceCheck, sumOf, withDevices } from '../../state/self-check.ts';
import { useLanguage, usePage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { useDevices } from '../parts/use-devices.ts';
import { classNames } from '../style/class-names.ts';
import { CheckRow } from './CheckRow.tsx';
import { DiagnosisSection } from './DiagnosisSection.tsx';
import { Answered, SubPage } from './SubPage.tsx';
import styles from './pages.module.css';

const c = classNames(styles);

/** The page. It starts the self-check as soon as it opens. */
export function CheckPage({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  const [answer, again] = useAnswer('doctor.run');
  return (
    <SubPage title={t('check.title')} lead={t('check.lead')} onBack={onBack}>
      <Answered answer={answer} asking={t('check.running')} onAgain={again}>
        {(report, isRenewing) => <Result report={report} isRenewing={isRenewing} onAgain={again} />}
      </Answered>
      <DiagnosisSection />
    </SubPage>
  );
}

interface Props {
  readonly report: DoctorReport;
  readonly isRenewing: boolean;
  readonly onAgain: () => void;
}

function Result({ report, isRenewing, onAgain }: Props): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const [details, setDetails] = useState(false);
  const { ask } = usePage();
  const devices = useDevices();
  // Opens the window for trying devices. When that window has closed, the self-check runs again with the results.
  const tryDevices = async (): Promise<void> => {
    if (await ask.send('doctor.tryDevices', {})) onAgain();
  };
  const checks = devices === undefined ? report.checks : withDevices(report.checks, deviceCheck(devices));
  const sum = sumOf(checks).map(({ key, count }) => t(`check.${key}`, { count }));
  return (
    <>
      <div className={c('tools')}>
        <p className={c('summary')} role="status">
          {isRenewing ? (
            t('check.running')
          ) : (
            <>
              <strong>{sum.join(' ')}</strong>{' '}
              <span className={c('note')}>{t('check.at', { time: formatTime(language, report.at) })}</span>
            </>
          )}
        </p>
        <Button icon={RotateCw} onPress={onAgain}>
          {t('check.again')}
        </Button>
        <Button icon={Headphones} onPress={() => void tryDevices()}>
          {t('tryout.open')}
        </Button>
      </div>
      <Toggle label={t('check.details')} on={details} onChange={setDetails} />
      <ul className={c('checks')} aria-label={t('check.list')}>
        {byUrgency(checks).map((check) => (
          <CheckRow key={`${check.id} ${String(check.facts['server'])}`} check={check} details={details} />
        ))}
      </ul>
    </>
  );
}
