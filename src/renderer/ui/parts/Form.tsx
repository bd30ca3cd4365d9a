// The form of the program. Main judges what was typed, so an earlier refusal never prevents another attempt. After a
// refusal the first invalid field gets the focus. If there is none, the submit button, below the reason, is scrolled
// into view.
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Form as AriaForm } from 'react-aria-components';

interface Props {
  readonly onSubmit: () => Promise<void> | void;
  readonly className?: string;
  readonly children: ReactNode;
}

/** Passes every attempt to `onSubmit`, even while a field is marked invalid. */
export function Form({ onSubmit, className, children }: Props): ReactNode {
  const form = useRef<HTMLFormElement>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    if (tries === 0) return;
    const first = form.current?.querySelector<HTMLInputElement>('input[aria-invalid="true"]');
    if (first) first.focus();
    else form.current?.querySelector('button[type="submit"]')?.scrollIntoView({ block: 'nearest' });
  }, [tries]);
  const submit = async (): Promise<void> => {
    await onSubmit();
    setTries((before) => before + 1);
  };
  return (
    <AriaForm
      ref={form}
      validationBehavior="aria"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
      {...(className === undefined ? {} : { className })}
    >
      {children}
    </AriaForm>
  );
}
