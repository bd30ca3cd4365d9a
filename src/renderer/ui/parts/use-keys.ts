// The keyboard keys of Siegel in a page: what each does here, wherever the focus is in the page.
import { useEffect, useRef } from 'react';
import { type KeyAct, actOf } from '../../state/keys.ts';

/** What the keys do here. Other keys do nothing. */
export type Acts = Readonly<Partial<Record<KeyAct, (() => void) | undefined>>>;

/** Carries out `acts` when a key is pressed. A key held down counts once. In a field, `?` only types its character. */
export function useKeys(acts: Acts): void {
  const now = useRef(acts);
  useEffect(() => {
    now.current = acts;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.defaultPrevented) return;
      const act = actOf(event);
      const run = act === undefined ? undefined : now.current[act];
      if (run === undefined || (act === 'list' && isField(event.target))) return;
      event.preventDefault();
      if (!event.repeat) run();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
}

/**
 * Keeps Ctrl+Space, the key to talk, from pressing the control that has the focus in a page of a call. Main has read
 * the key before the page gets it, so the page only suppresses it. No field needs this key: it types nothing.
 */
export function useTalkKey(): void {
  useEffect(() => {
    const leave = (event: KeyboardEvent): void => {
      const isTalkKey = event.code === 'Space' && event.ctrlKey && !event.shiftKey && !event.altKey && !event.metaKey;
      if (!isTalkKey) return;
      event.preventDefault();
      event.stopPropagation();
    };
    // Before the event reaches any control.
    window.addEventListener('keydown', leave, { capture: true });
    window.addEventListener('keyup', leave, { capture: true });
    return () => {
      window.removeEventListener('keydown', leave, { capture: true });
      window.removeEventListener('keyup', leave, { capture: true });
    };
  }, []);
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
