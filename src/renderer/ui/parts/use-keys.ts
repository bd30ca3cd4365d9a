// The keys of Siegel in a page: what each does here, wherever the focus is in it.
import { useEffect, useRef } from 'react';
import { type KeyAct, actOf } from '../../state/keys.ts';

/** What the keys do here; a key that is not in it does nothing here. */
export type Acts = Readonly<Partial<Record<KeyAct, (() => void) | undefined>>>;

/** Does what `acts` says when a key is pressed; one that is kept down counts once, and what is typed into a field is no key. */
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

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
