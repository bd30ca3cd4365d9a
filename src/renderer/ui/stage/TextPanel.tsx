// The text of a call, beside the stage. A finished line goes into the log, which a screen reader reads out. A line that
// the peer is typing is shown below the log and is not read out, since each letter would make the reader start again.
// Text is shown as text, whatever it contains.
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { heldBy } from '../../../contract/held-by.ts';
import type { StageCall } from '../../../contract/page-view.ts';
import type { CallTextLine } from '../../../contract/text-line.ts';
import { callerName } from '../../state/person-name.ts';
import { PANEL, PanelHead } from '../call/PanelHead.tsx';
import { usePage } from '../page.tsx';
import { Entry } from '../parts/Entry.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './text.module.css';

const c = classNames(styles);
const MOST_UNITS = 1000;

interface Props {
  readonly call: StageCall;
  /** Whether the person opened the panel from the stage: then the field takes the focus. */
  readonly focus: boolean;
  readonly onClose: () => void;
}

/** The text of `call`, and the field for one's own. Enter ends a line, Escape closes the panel. */
export function TextPanel({ call, focus, onClose }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [own, setOwn] = useState(() => call.text.findLast(({ from, done }) => from === 'us' && !done)?.text ?? '');
  const end = useRef<HTMLDivElement>(null);
  const isHeld = heldBy(call) !== 'nobody';
  const name = callerName(call);
  const type = (text: string, done: boolean): void => {
    setOwn(done ? '' : text);
    void ask.send('own.type', { text, done });
  };
  const key = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') onClose();
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && own !== '' && !isHeld) type(own, true);
  };
  const newest = call.text.at(-1);
  // Main sends a new view even if the text is the same. So the log scrolls only when its newest line has changed.
  const sign = newest === undefined ? '' : `${newest.id} ${newest.text}`;
  useEffect(() => {
    // `scrollIntoView` returns a promise in newer engines, so the effect must not return that as its clean-up.
    if (sign !== '') end.current?.scrollIntoView({ block: 'end' });
  }, [sign]);
  const typing = call.text.filter(({ from, done }) => from === 'peer' && !done);
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape closes the panel
    <aside className={`${PANEL} ${c('panel')}`} aria-label={t('text.panel')} onKeyDown={key}>
      <PanelHead title={t('text.panel')} onClose={onClose} />
      <div className={c('scroll')}>
        <p className={c('soft')}>{t('text.gone')}</p>
        <div role="log" aria-live="polite" aria-label={t('text.log')} className={c('lines')}>
          {call.text
            .filter(({ done }) => done)
            .map((line) => (
              <TextLine key={line.id} line={line} who={line.from === 'us' ? t('text.you') : name} />
            ))}
        </div>
        <div className={c('lines')}>
          {typing.map((line) => (
            <TextLine key={line.id} line={line} who={t('text.typing', { name })} />
          ))}
        </div>
        <div ref={end} />
      </div>
      <Entry
        autoFocus={focus}
        label={t('text.own')}
        hint={t(isHeld ? 'text.held' : 'text.ownHint')}
        value={own}
        maxLength={MOST_UNITS}
        isDisabled={isHeld}
        onChange={(text) => type(text, false)}
      />
    </aside>
  );
}

function TextLine({ line, who }: { readonly line: CallTextLine; readonly who: string }): ReactNode {
  return (
    <p className={c('line', line.from)}>
      <bdi className={c('who')}>{who}</bdi> <bdi className={c('words')}>{line.text}</bdi>
    </p>
  );
}
