// When missed calls count as looked at: their list is on the screen and the window has the focus.
import { useEffect } from 'react';
import { unseenCalls } from '../../../contract/missed.ts';
import { usePage, useMain } from '../page.tsx';

/** Tells main that the list of calls is being looked at, for as long as the component with the list is there. */
export function useSeenCalls(): void {
  const { ask } = usePage();
  const isWaiting = unseenCalls(useMain('history').history) > 0;
  useEffect(() => {
    if (!isWaiting) return undefined;
    const see = (): void => {
      if (document.hasFocus()) void ask.attempt('history.see', {});
    };
    see();
    window.addEventListener('focus', see);
    return () => window.removeEventListener('focus', see);
  }, [ask, isWaiting]);
}
