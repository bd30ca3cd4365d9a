// The key that holds a call and goes on with it, wherever the focus is in a page of the call window: Ctrl+Shift+H.
import { useEffect } from 'react';

/** Calls `onPress` when the key is pressed, while `isOn`; a key that is kept down counts once. */
export function useHoldKey(isOn: boolean, onPress: () => void): void {
  useEffect(() => {
    if (!isOn) return undefined;
    const press = (event: KeyboardEvent): void => {
      if (!event.ctrlKey || !event.shiftKey || event.altKey || event.metaKey || event.code !== 'KeyH') return;
      if (event.defaultPrevented) return;
      event.preventDefault();
      if (!event.repeat) onPress();
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [isOn, onPress]);
}
