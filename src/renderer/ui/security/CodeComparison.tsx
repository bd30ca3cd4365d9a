// Compares the security code: one person reads, the other types what they hear. Only typing the right code verifies the
// person; there is no "OK" button. The person who types does not see the code meanwhile, so that nobody copies it from
// the screen.
import { ShieldCheck } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import type { CodeView } from '../../../contract/view.ts';
import { formatDate, formatGroups } from '../../i18n/format.ts';
import { useLanguage } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import { CodeEntry } from './CodeEntry.tsx';
import styles from './security.module.css';

const c = classNames(styles);

type CodeRole = Extract<CodeView, { kind: 'shown' }>['role'];

/** The code of `call` and the one instruction that fits the role. */
export function CodeComparison({ call }: { readonly call: SecurityCall }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const [again, setAgain] = useState(false);
  const { code, trust } = call;
  if (code.kind !== 'shown') return <p className={c('soft')}>{t('code.none')}</p>;
  const recovered = trust.kind === 'pinned' ? trust.recovered : undefined;
  const before =
    trust.kind === 'verified' && code.confirmedAt === undefined && !call.unconfirmed ? trust.at : undefined;
  if (code.confirmedAt !== undefined) {
    return (
      <>
        <Done
          text={t('code.confirmed', { date: formatDate(language, code.confirmedAt) })}
          detail={t('code.confirmedText')}
        />
        <Code code={code.code} />
        <p className={c('strong')}>{t('code.nowRead')}</p>
      </>
    );
  }
  return (
    <>
      {before !== undefined && <Done text={t('code.verifiedBefore', { date: formatDate(language, before) })} />}
      {before !== undefined && !again ? (
        <>
          <Code code={code.code} />
          <div className={c('actions')}>
            <Button onPress={() => setAgain(true)}>{t('code.compareAgain')}</Button>
          </div>
        </>
      ) : (
        <>
          {recovered !== undefined && <p>{t('code.recovered', { date: formatDate(language, recovered.seenAt) })}</p>}
          <Roles code={code} whyNot={trust.kind === 'changed' ? 'disputed' : 'unconfirmed'} />
        </>
      )}
      <p className={c('soft')}>{t('code.why')}</p>
    </>
  );
}

interface RolesProps {
  readonly code: Extract<CodeView, { kind: 'shown' }>;
  /** What to say if the code cannot be confirmed. */
  readonly whyNot: 'disputed' | 'unconfirmed';
}

function Roles({ code, whyNot }: RolesProps): ReactNode {
  const { t } = useTranslation();
  const [swapped, setSwapped] = useState<CodeRole | undefined>(undefined);
  const role = swapped ?? code.role;
  if (role === 'read' || !code.mayConfirm) {
    return (
      <>
        <Code code={code.code} />
        {code.mayConfirm ? (
          <>
            <div className={c('step')}>
              <p className={c('instruction')}>{t('code.read')}</p>
              <p className={c('soft')}>{t('code.readText')}</p>
            </div>
            <div className={c('actions')}>
              <Button autoFocus={swapped !== undefined} onPress={() => setSwapped('type')}>
                {t('code.swapToType')}
              </Button>
            </div>
          </>
        ) : (
          <p>{t(`code.${whyNot}`)}</p>
        )}
      </>
    );
  }
  return (
    <>
      <HiddenCode />
      <div className={c('step')}>
        <p className={c('instruction')}>{t('code.type')}</p>
        <p className={c('soft')}>{t('code.typeText')}</p>
      </div>
      <CodeEntry onSwap={() => setSwapped('read')} />
    </>
  );
}

function Done({ text, detail }: { readonly text: string; readonly detail?: string }): ReactNode {
  const element = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The field that was just filled in has disappeared and the focus with it.
    if (document.activeElement === document.body) element.current?.focus();
  }, []);
  return (
    <div ref={element} tabIndex={-1} className={c('done')} role="status">
      <ShieldCheck size={18} aria-hidden />
      <div>
        <p className={c('strong')}>{text}</p>
        {detail !== undefined && <p>{detail}</p>}
      </div>
    </div>
  );
}

// The security code: two large groups of four digits. It cannot be selected, so that nobody pastes it into a chat by
// accident.
function Code({ code }: { readonly code: string }): ReactNode {
  const { t } = useTranslation();
  return (
    <p
      className={c('code')}
      role="img"
      aria-label={`${t('code.code')}: ${Array.from(code).join(' ')}`}
      data-code={code}
    >
      {formatGroups(code, 4).map((group, at) => (
        <span key={at}>{group}</span>
      ))}
    </p>
  );
}

// The place of the code while this person types.
function HiddenCode(): ReactNode {
  const { t } = useTranslation();
  return (
    <p className={c('code', 'hiddenCode')} role="img" aria-label={`${t('code.code')}: ${t('code.hidden')}`}>
      <span>••••</span>
      <span>••••</span>
    </p>
  );
}
