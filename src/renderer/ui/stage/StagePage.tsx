// The page of the stage: pictures, text and bar. The security page around it shows who the other person is and whether
// they are verified.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Side } from '../../../contract/page-view.ts';
import { callerName } from '../../state/person-name.ts';
import { Leave } from '../call/Leave.tsx';
import { PANEL, PanelHead } from '../call/PanelHead.tsx';
import { usePage, useStage } from '../page.tsx';
import { KeyList } from '../parts/KeyList.tsx';
import { Messages } from '../parts/Messages.tsx';
import { useTalkKey } from '../parts/use-keys.ts';
import { classNames } from '../style/class-names.ts';
import { Bar } from './Bar.tsx';
import { Stage } from './Stage.tsx';
import { TextPanel } from './TextPanel.tsx';
import styles from './stage-page.module.css';
import panelStyles from './text.module.css';

const c = classNames(styles);
const p = classNames(panelStyles);

/** The page of the stage. */
export function StagePage(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { call, side } = useStage();
  useTalkKey();
  const page = useRef<HTMLElement>(null);
  const [asked, setAsked] = useState(false);
  const [shown, setShown] = useState(side);
  if (side !== shown) {
    setShown(side);
    if (side !== 'text') setAsked(false);
  }
  const openSide = (next: Side): void => {
    setAsked(next === 'text');
    void ask.send('window.side', { side: next });
  };
  const toggle = (panel: Side): HTMLElement | undefined =>
    page.current?.querySelector<HTMLElement>(`button[data-side="${panel}"]`) ?? undefined;
  const heard = call.text.findLast(({ from }) => from === 'peer')?.id ?? '';
  const read = useRef('');
  useEffect(() => {
    if (heard === '' || heard === read.current || side === 'security') return;
    // New text opens the panel by itself, so that the person sees it, except while they compare the code. The focus
    // stays where it is.
    read.current = heard;
    if (side !== 'text') void ask.send('window.side', { side: 'text' });
  }, [ask, heard, side]);
  const before = useRef(side);
  const left = useRef(false); // the person closed the security panel from within, so the focus returns to its button
  useEffect(() => {
    const isHere = document.hasFocus() && page.current?.contains(document.activeElement) === true;
    left.current = before.current === 'security' && side === 'none' && !isHere;
    before.current = side;
  }, [side]);
  useEffect(() => {
    document.title = 'Siegel'; // the security page gives the window its title
  }, []);
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') void ask.attempt('window.full', { to: 'normal' });
    };
    window.addEventListener('keydown', leave);
    return () => window.removeEventListener('keydown', leave);
  }, [ask]);
  const returnTo = (): HTMLElement | undefined => {
    const isLeft = left.current;
    left.current = false;
    // If the list of keyboard keys was opened from the security page, the title of the list gets the focus.
    if (side === 'keys') return page.current?.querySelector<HTMLElement>('aside h2') ?? undefined;
    return isLeft ? toggle('security') : undefined;
  };
  // A double click makes a small window large; the security page has a button for that. A double click on a button
  // belongs to the button.
  const grow = (target: EventTarget): void => {
    if (target instanceof Element && target.closest('button') === null) void ask.attempt('window.grow', {});
  };
  return (
    <Leave returnTo={returnTo}>
      <main ref={page} className={c('page')}>
        <h1 className={c('spoken')}>{t('call.title', { name: callerName(call) })}</h1>
        <div className={c('stage')} onDoubleClick={({ target }) => grow(target)}>
          <Stage call={call} />
          <div className={c('message')}>
            <Messages />
          </div>
          <Bar side={side} onSide={openSide} />
        </div>
        {side === 'text' && (
          <TextPanel
            call={call}
            focus={asked}
            onClose={() => {
              openSide('none');
              toggle('text')?.focus(); // otherwise the focus would be lost with the panel
            }}
          />
        )}
        {side === 'keys' && <KeysPanel onClose={() => openSide('none')} />}
      </main>
    </Leave>
  );
}

// The list of keyboard keys, beside the stage. Its title takes the focus, so that a screen reader reads it. Escape
// closes the list wherever the focus is in this page.
function KeysPanel({ onClose }: { readonly onClose: () => void }): ReactNode {
  const { t } = useTranslation();
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => title.current?.focus(), []);
  useEffect(() => {
    const key = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') onClose();
    };
    window.addEventListener('keydown', key);
    return () => window.removeEventListener('keydown', key);
  }, [onClose]);
  return (
    <aside className={`${PANEL} ${p('panel')}`} aria-label={t('keys.title')}>
      <PanelHead title={t('keys.title')} heading={title} onClose={onClose} />
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolls by keyboard */}
      <div className={p('scroll')} tabIndex={0} role="group" aria-label={t('keys.title')}>
        <KeyList level="h3" />
      </div>
    </aside>
  );
}
