// One check: its name, its result by shape and word, one sentence, and the facts for experts who ask for them.
import { CircleAlert, CircleCheck, CircleDashed, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { DoctorCheck } from '../../../contract/managed.ts';
import { isFinding } from '../../state/self-check.ts';
import { classNames } from '../style/class-names.ts';
import styles from './pages.module.css';

const c = classNames(styles);
const icons = { good: CircleCheck, notice: TriangleAlert, bad: CircleAlert, 'not-checked': CircleDashed } as const;
const tones = { good: 'good', notice: 'notice', bad: 'bad', 'not-checked': 'unchecked' } as const;

interface Props {
  readonly check: DoctorCheck;
  readonly details: boolean; // shows the code of the finding and its facts, for experts
}

/** The row of `check`. */
export function CheckRow({ check, details }: Props): ReactNode {
  const { t } = useTranslation();
  const { id, outcome, finding } = check;
  const Icon = icons[outcome];
  const which = check.facts['server']; // the server: its position (`broker-1`) or the policy that sets it
  const name = which === undefined ? t(`check.ids.${id}`) : `${t(`check.ids.${id}`)} (${String(which)})`;
  const facts = Object.entries(check.facts).map(([key, value]) => ({ name: key, value: String(value) }));
  return (
    <li className={c('check', tones[outcome])}>
      <Icon size={20} aria-hidden />
      <div className={c('checkWords')}>
        <h2 className={c('checkTitle')}>
          {name}
          <span className={c('outcome')}>{t(`check.outcome.${outcome}`)}</span>
        </h2>
        <Sentence check={check} name={name} />
        {details && finding !== '' && (
          <dl className={c('expert')}>
            {[{ name: 'finding', value: finding }, ...facts].map(({ name: fact, value }) => (
              <div key={fact}>
                <dt>{fact}</dt>
                <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
    </li>
  );
}

// A check that is in order and has no sentence of its own shows none.
function Sentence({ check, name }: { readonly check: DoctorCheck; readonly name: string }): ReactNode {
  const { t } = useTranslation();
  const { outcome, finding } = check;
  if (isFinding(finding)) return <p className={c('sentence')}>{t(`finding.${finding}`)}</p>;
  if (outcome === 'good') return undefined;
  return <p className={c('sentence')}>{t(`check.unknown.${outcome}`, { check: name })}</p>;
}
