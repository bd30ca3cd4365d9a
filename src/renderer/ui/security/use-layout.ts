// Tells main how much of the window the security page needs: its head, or all of it. Main lays the stage over the rest.
import { type RefObject, useEffect, useRef } from 'react';
import { usePage } from '../page.tsx';

/** Reports the height of the element that takes the ref, and `full` where nothing is left for the stage, whenever one of them changes. */
export function useLayout(full: boolean): RefObject<HTMLDivElement | null> {
  const { ask } = usePage();
  const head = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const element = head.current;
    if (element === null) return undefined;
    let told = -1;
    const tell = (): void => {
      const { height } = element.getBoundingClientRect();
      if (height === told) return;
      told = height;
      void ask.attempt('window.layout', { head: height, full });
    };
    tell();
    const observer = new ResizeObserver(tell);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ask, full]);
  return head;
}
