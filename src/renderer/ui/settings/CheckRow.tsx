// One check: its name, how it came out by shape and word, one sentence, and folded away the facts for experts.
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { isFinding } from '../../state/self-check.ts';
import { Fold } from '../parts/Fold.tsx';
import { classNames } from '../style/class-names.ts';
import { Facts } from './Section.tsx';
import styles from './pages.module.css';

const c = classNames(styles);
const icons = { good: CircleCheck, notice: TriangleAlert, bad: CircleAlert, 'not-checked': CircleDashed } as const;
const tones = { good: 'good', notice: 'notice', bad: 'bad', 'not-checked': 'unchecked' } as const;

/** The row of `check`. */
export function CheckRow({ check }: { readonly check: DoctorCheck }): ReactNode {
  const { t } = useTranslation();
  const { id, outcome, finding } = check;
  const Icon = icons[outcome];
  const name = t(`check.ids.${id}`);
  const facts = Object.entries(check.facts).map(([key, value]) => ({
    name: key,
    value: <span className={c('mono')}>{String(value)}</span>,
  }));
  return (
    <li className={c('check', tones[outcome])}>
      <Icon size={20} aria-hidden />
      <div className={c('checkWords')}>
        <h2 className={c('checkTitle')}>
          {name}
          <span className={c('outcome')}>{t(`check.outcome.${outcome}`)}</span>
        </h2>
        <p className={c('sentence')}>
          {isFinding(finding) ? t(`finding.${finding}`) : t(`check.unknown.${outcome}`, { check: name })}
        </p>
        {(facts.length > 0 || (finding !== '' && !isFinding(finding))) && (
          <Fold title={t('check.details')} quiet>
            <Facts facts={[{ name: 'finding', value: <span className={c('mono')}>{finding}</span> }, ...facts]} />
          </Fold>
        )}
      </div>
    </li>
  );
}
