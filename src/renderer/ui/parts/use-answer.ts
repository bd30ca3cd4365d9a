// A question to main that a page asks when it opens: the answer so far, and a function to ask again. While main is
// asked again the last answer stays, so that nothing a person reads or focuses disappears.
import { useCallback, useEffect, useRef, useState } from 'react';
import type { RefusalCode } from '../../../contract/failure.ts';
import type { Output } from '../../../contract/ipc.ts';
import type { MainView } from '../../../contract/page-view.ts';
import { usePage } from '../page.tsx';

/** The questions: commands without input that only read. */
type Question = 'policy.read' | 'doctor.run' | 'record.check' | 'diagnostics.read';

/** The state of a question. `isRenewing`: main has been asked again, and `value` is the last answer. */
export type Answer<T> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'ready'; readonly value: T; readonly isRenewing: boolean }
  | { readonly kind: 'refused'; readonly code: RefusalCode };

/**
 * The answer to `question`. Main is asked at once, and again whenever the text that `renewedBy` makes of main's view
 * changes. The returned function asks again.
 */
export function useAnswer<Q extends Question>(
  question: Q,
  renewedBy?: (view: MainView) => string,
): readonly [Answer<Output<Q>>, () => void] {
  const { ask, store } = usePage();
  const [answer, setAnswer] = useState<Answer<Output<Q>>>({ kind: 'asking' });
  const asked = useRef(0);
  const read = useCallback(async (): Promise<void> => {
    asked.current += 1;
    const mine = asked.current;
    const reply = await ask.request(question, {});
    if (mine !== asked.current) return; // a newer question is under way
    setAnswer(
      reply.ok ? { kind: 'ready', value: reply.value, isRenewing: false } : { kind: 'refused', code: reply.code },
    );
  }, [ask, question]);
  const again = useCallback((): void => {
    setAnswer((last) => (last.kind === 'ready' ? { ...last, isRenewing: true } : { kind: 'asking' }));
    void read();
  }, [read]);
  useEffect(() => void read(), [read]);
  useEffect(() => {
    if (renewedBy === undefined) return undefined;
    return store.subscribe(({ mirror: now }, { mirror: before }) => {
      if (now.kind !== 'ready' || before.kind !== 'ready' || now === before) return;
      // Only the main window asks these questions.
      if (renewedBy(now.view as MainView) !== renewedBy(before.view as MainView)) again();
    });
  }, [store, again, renewedBy]);
  return [answer, again];
}
