// The current message: a refusal, or what was done, with a button to undo it where that is possible. It stays until it
// is dismissed or replaced, because a time limit would rush those who read slowly. It has a place of its own in the
// layout, because a message that lay over a window for so long would cover buttons.
import { X } from 'lucide-react';
import { type ReactNode, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { unreachable } from '../../../core/assert.ts';
import type { Message } from '../../state/store.ts';
import { usePage, useTell } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import { Button, IconButton } from './Button.tsx';
import styles from './banner.module.css';

const c = classNames(styles);

type Undoable = Extract<Message, { readonly kind: 'contact-removed' | 'call-removed' }>;

const saved = {
  diagnosis: 'check.saved',
  record: 'record.saved',
  request: 'enrolment.requestSaved',
  protection: 'protection.saved',
} as const;

/** The live region of messages: once per page, even while there is no message. */
export function Messages(): ReactNode {
  const { t } = useTranslation();
  const { store, ask } = usePage();
  const tell = useTell();
  const message = useStore(store, (state) => state.message);
  const before = useRef<Element | null>(null); // what had the focus before the message
  const dismiss = (): void => {
    tell(undefined);
    // Otherwise the focus would be lost with the message, and Escape would no longer close a dialog beside it.
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const undo = (undone: Undoable): void => {
    dismiss();
    if (undone.kind === 'call-removed') void ask.send('history.restore', undone.call);
    else void ask.send('contact.restore', { address: undone.address });
  };
  return (
    // React Aria makes everything outside an open dialog inert, except what has this attribute. So assistive technology
    // still sees a message, and the mouse can dismiss it. With the keyboard, the dialog must be closed first.
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- only notes where the focus came from
    <div
      className={c('messages')}
      role="status"
      aria-label={t('app.messages')}
      data-react-aria-top-layer=""
      onFocus={({ currentTarget, relatedTarget }) => {
        if (!currentTarget.contains(relatedTarget)) before.current = relatedTarget;
      }}
    >
      {message !== undefined && (
        <div className={c('message')}>
          <span className={c('messageText')}>
            <MessageText message={message} />
          </span>
          {(message.kind === 'contact-removed' || message.kind === 'call-removed') && (
            <Button tone="quiet" autoFocus onPress={() => undo(message)}>
              {t('app.undo')}
            </Button>
          )}
          <IconButton icon={X} label={t('app.dismiss')} onPress={dismiss} />
        </div>
      )}
    </div>
  );
}

function MessageText({ message }: { readonly message: Message }): ReactNode {
  const { t } = useTranslation();
  switch (message.kind) {
    case 'refused':
      return t(`refusal.${message.code}`);
    case 'contact-removed':
      return t('contacts.removed', { name: message.name });
    case 'call-removed':
      return t('calls.removed');
    case 'side-chosen':
      return t('dispute.chosen', { name: message.name });
    case 'own-side-chosen':
      return t('dispute.ownChosen');
    case 'known-anew':
      return t('person.anewDone', { name: message.name });
    case 'person-chosen':
      return t('claims.chosen', { name: message.name });
    case 'history-cleared':
      return t('calls.cleared');
    case 'welcome':
      return t('welcome.done', { name: message.name, address: message.address });
    case 'recovered':
      return t(message.isDisputed ? 'recover.doneDisputed' : 'recover.done');
    case 'saved':
      return t(saved[message.what]);
    case 'device-removed':
      return t('devices.removed', { name: message.name });
    case 'code-taken-back':
      return t('recoveryCode.takenBackDone');
    case 'copied':
      return t('policies.copied');
    default:
      return unreachable(message);
  }
}
