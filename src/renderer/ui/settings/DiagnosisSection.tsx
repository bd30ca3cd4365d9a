// The diagnosis. The person reads exactly the text that would be saved. If policy forbids saving, the text can still be
// read.
import { FileSearch, Save } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePage, useTell, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { LockNote } from '../parts/Locked.tsx';
import { SupportContact } from '../parts/SupportContact.tsx';
import { Actions, Sheet } from '../parts/Sheet.tsx';
import { useAnswer } from '../parts/use-answer.ts';
import { Section } from './Section.tsx';
import { Answered } from './SubPage.tsx';
import { PlainText } from '../parts/PlainText.tsx';

/** The button, and the sheet it opens. */
export function DiagnosisSection(): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { allowExport } = useMain('managed').managed;
  return (
    <Section title={t('check.diagnosis')}>
      <p>{t(allowExport ? 'check.diagnosisText' : 'check.diagnosisOnlyText')}</p>
      <SupportContact />
      <div>
        <Button icon={FileSearch} onPress={() => setOpen(true)}>
          {t(allowExport ? 'check.diagnosisOpen' : 'check.diagnosisOnlyOpen')}
        </Button>
      </div>
      <Sheet
        wide
        title={t(allowExport ? 'check.diagnosisTitle' : 'check.diagnosis')}
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <Diagnosis onClose={() => setOpen(false)} />
      </Sheet>
    </Section>
  );
}

function Diagnosis({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const { managed } = useMain('managed');
  const [answer, again] = useAnswer('diagnostics.read');
  const save = async (): Promise<void> => {
    if (!(await ask.send('diagnostics.save', {}))) return;
    tell({ kind: 'saved', what: 'diagnosis' });
    onClose();
  };
  return (
    <>
      <Answered answer={answer} asking={t('support.loading')} onAgain={again}>
        {(text) => <PlainText label={t('check.diagnosisLabel')} text={text} />}
      </Answered>
      {!managed.allowExport && <LockNote text={t('check.noExport')} />}
      <Actions>
        <Button onPress={onClose}>{t('app.close')}</Button>
        {managed.allowExport && (
          <Button tone="primary" icon={Save} isDisabled={answer.kind !== 'ready'} onPress={() => void save()}>
            {t('check.save')}
          </Button>
        )}
      </Actions>
    </>
  );
}
