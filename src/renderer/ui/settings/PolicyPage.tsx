// The policies, like chrome://policy: value, level and source of each, and at the top what is wrong with them.
import { Copy, ListX, RotateCw } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyReport } from '../../../contract/managed.ts';
import type { MainView } from '../../../contract/page-view.ts';
import { isSet, policyGroups, policyJson } from '../../state/policy-list.ts';
import { useLanguage, useTell } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { Empty } from '../parts/Empty.tsx';
import { PlainText } from '../parts/PlainText.tsx';
import { Search } from '../parts/Search.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { classNames } from '../style/class-names.ts';
import { PolicyProblems } from './PolicyProblems.tsx';
import { PolicyTable } from './PolicyTable.tsx';
import { Answered, SubPage } from './SubPage.tsx';
import styles from './pages.module.css';

const c = classNames(styles);
const managedPart = ({ managed }: MainView): string => JSON.stringify(managed);

/** The page. It reads the policies again whenever a policy changes something that the windows show. */
export function PolicyPage({ onBack }: { readonly onBack: () => void }): ReactNode {
  const { t } = useTranslation();
  const [answer, again] = useAnswer('policy.read', managedPart);
  return (
    <SubPage title={t('policies.title')} lead={t('policies.lead')} onBack={onBack}>
      <Answered answer={answer} asking={t('support.loading')} onAgain={again}>
        {(report) => <Report report={report} onAgain={again} />}
      </Answered>
    </SubPage>
  );
}

interface Props {
  readonly report: PolicyReport;
  readonly onAgain: () => void;
}

function Report({ report, onAgain }: Props): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const [query, setQuery] = useState('');
  const [onlySet, setOnlySet] = useState(true);
  const [explain, setExplain] = useState(false);
  const groups = policyGroups(report.policies, query, onlySet, language);
  const anySet = report.policies.some(isSet);
  return (
    <>
      <PolicyProblems report={report} />
      <div className={c('tools')}>
        <div className={c('search')}>
          <Search label={t('policies.search')} value={query} onChange={setQuery} />
        </div>
        <CopyJson report={report} />
        <IconButton icon={RotateCw} label={t('policies.reload')} onPress={onAgain} />
      </div>
      <div className={c('switches')}>
        <Toggle label={t('policies.onlySet')} on={onlySet} onChange={setOnlySet} />
        <Toggle label={t('policies.explain')} on={explain} onChange={setExplain} />
      </div>
      {groups.length === 0 && (
        <div className={c('nothing')}>
          <Empty
            icon={ListX}
            title={onlySet && !anySet ? t('policies.noneSet') : t('policies.noMatch', { query: query.trim() })}
          >
            {onlySet && !anySet && <p>{t('policies.noneSetText')}</p>}
          </Empty>
        </div>
      )}
      {groups.map((group) => (
        <PolicyTable key={group.category} group={group} explain={explain} />
      ))}
    </>
  );
}

function CopyJson({ report }: { readonly report: PolicyReport }): ReactNode {
  const { t } = useTranslation();
  const tell = useTell();
  const [shown, setShown] = useState(false);
  const json = policyJson(report);
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(json);
      tell({ kind: 'copied' });
    } catch {
      setShown(true); // the system denies the clipboard, so the text can be selected by hand
    }
  };
  return (
    <>
      <Button icon={Copy} onPress={() => void copy()}>
        {t('policies.copy')}
      </Button>
      <Sheet wide title={t('policies.copyTitle')} isOpen={shown} onClose={() => setShown(false)}>
        <p>{t('policies.copyText')}</p>
        <PlainText label={t('policies.copyTitle')} text={json} />
        <Actions>
          <Button autoFocus onPress={() => setShown(false)}>
            {t('app.close')}
          </Button>
        </Actions>
      </Sheet>
    </>
  );
}
