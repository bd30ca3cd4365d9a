// The two ends of a call page. Tab on the last control, and Shift+Tab on the first, continue in the window's other
// page: an invisible stop takes the focus, and main moves the focus to the other page.
import { type FocusEvent, type ReactNode, useEffect, useRef } from 'react';
import { usePage } from '../page.tsx';
import styles from './leave.module.css';

const CONTROLS = 'button, input, textarea, a[href], [tabindex="0"]';

interface Props {
  readonly children: ReactNode;
  /**
   * Called when the focus comes from the other page: returns what takes the focus instead of the first or last control.
   */
  readonly returnTo?: () => HTMLElement | undefined;
}

/** `children` between the two stops. */
export function Leave({ children, returnTo }: Props): ReactNode {
  const { ask, siegel } = usePage();
  const page = useRef<HTMLDivElement>(null);
  const back = useRef(returnTo);
  useEffect(() => {
    back.current = returnTo;
  });
  useEffect(
    () =>
      siegel.on('focus', ({ at }) => {
        const place = back.current?.();
        if (place === undefined) enter(page.current, at);
        else place.focus();
      }),
    [siegel],
  );
  const stop = (backwards: boolean) => (event: FocusEvent) => {
    // If nothing in this page had the focus before, the focus is arriving, not leaving.
    if (page.current?.contains(event.relatedTarget) === true) void ask.send('window.leave', { backwards });
    else enter(page.current, backwards ? 'first' : 'last');
  };
  return (
    <div ref={page} className={styles['page']}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a stop on the way, never a place to stay */}
      <span className={styles['stop']} tabIndex={0} data-leave="backwards" onFocus={stop(true)} />
      {children}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a stop on the way, never a place to stay */}
      <span className={styles['stop']} tabIndex={0} data-leave="forwards" onFocus={stop(false)} />
    </div>
  );
}

function enter(page: HTMLElement | null, at: 'first' | 'last'): void {
  const controls = [...(page?.querySelectorAll<HTMLElement>(CONTROLS) ?? [])].filter(canTakeFocus);
  controls.at(at === 'first' ? 0 : -1)?.focus();
}

function canTakeFocus(control: HTMLElement): boolean {
  const isOut = control.matches(':disabled, [data-leave], [tabindex="-1"]') || control.closest('[inert]') !== null;
  return !isOut && control.checkVisibility();
}
