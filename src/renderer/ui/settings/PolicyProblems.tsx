// The problems of the policies, as text, and the places where Siegel looked for policies.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyProblem, PolicyReport } from '../../../contract/managed.ts';
import { Banner } from '../parts/Banner.tsx';
import { Fold } from '../parts/Fold.tsx';
import { Path } from '../parts/Path.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './pages.module.css';

const c = classNames(styles);

/** The problems of `report`, if any, and the sources that were examined, found or not. */
export function PolicyProblems({ report }: { readonly report: PolicyReport }): ReactNode {
  const { t } = useTranslation();
  const { problems, sources } = report;
  return (
    <>
      {problems.length > 0 && (
        <Banner tone="bad" title={t('policies.problemsTitle', { count: problems.length })}>
          <ul className={c('problems')}>
            {problems.map((problem, at) => (
              <li key={at}>
                <Problem problem={problem} />
              </li>
            ))}
          </ul>
          <p>{t('managed.problemsText')}</p>
        </Banner>
      )}
      <Fold title={t('policies.sources')} level={2} quiet>
        {sources.length === 0 ? (
          <p className={c('note')}>{t('policies.noSources')}</p>
        ) : (
          <ul className={c('sources')}>
            {sources.map((source) => (
              <li key={source}>
                <Path text={source} />
              </li>
            ))}
          </ul>
        )}
      </Fold>
    </>
  );
}

function Problem({ problem }: { readonly problem: PolicyProblem }): ReactNode {
  const { t } = useTranslation();
  const { source, name, kind } = problem;
  const subject = [source, ...(name === undefined ? [] : [name])].filter((part) => part !== '').join(' · ');
  return (
    <>
      {subject !== '' && (
        <span className={c('mono')}>
          <Path text={subject} />:{' '}
        </span>
      )}
      {t(`policies.problem.${kind}`)}
    </>
  );
}
