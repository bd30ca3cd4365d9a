// The policies of one category as a table. Where there is no room for columns, each row becomes a block.
import { TriangleAlert } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyState } from '../../../contract/managed.ts';
import type { PolicyGroup } from '../../state/policy-list.ts';
import { useLanguage } from '../page.tsx';
import { Path } from '../parts/Path.tsx';
import { classNames } from '../style/class-names.ts';
import { PolicyValue } from './PolicyValue.tsx';
import styles from './policy.module.css';

const c = classNames(styles);

interface Props {
  readonly group: PolicyGroup;
  readonly explain: boolean; // shows the help of each policy
}

/** The table of `group`, headed by its category. */
export function PolicyTable({ group, explain }: Props): ReactNode {
  const { t } = useTranslation();
  const id = useId();
  return (
    <section className={c('group')} aria-labelledby={id}>
      <h2 className={c('category')} id={id}>
        {t(`policies.categories.${group.category}`)}
      </h2>
      <table className={c('table')} aria-labelledby={id}>
        <thead className={c('columns')}>
          <tr>
            <th scope="col">{t('policies.name')}</th>
            <th scope="col">{t('policies.value')}</th>
            <th scope="col">{t('policies.level')}</th>
            <th scope="col">{t('policies.source')}</th>
          </tr>
        </thead>
        <tbody>
          {group.policies.map((policy) => (
            <Row key={policy.name} policy={policy} explain={explain} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Row({ policy, explain }: { readonly policy: PolicyState; readonly explain: boolean }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const { name, title, help, level, source, problem } = policy;
  return (
    <tr className={c('row')}>
      <th scope="row" className={c('name')}>
        <span className={c('title')}>{title[language]}</span>
        <span className={c('id')}>{name}</span>
        {explain && <span className={c('help')}>{help[language]}</span>}
        {problem !== undefined && (
          <span className={c('problem')}>
            <TriangleAlert size={14} aria-hidden />
            {t(`policies.stateProblem.${problem}`)}
          </span>
        )}
      </th>
      <td className={c('value')}>
        <PolicyValue policy={policy} />
      </td>
      <td className={c('level')}>{t(`policies.levels.${level}`)}</td>
      <td className={c('source')}>
        <Path text={source} />
      </td>
    </tr>
  );
}
