// Whether there is a newer version, and what the person can do about it here.
import { CircleAlert, CircleCheck, CircleDashed, Download } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { unreachable } from '../../../core/assert.ts';
import { usePage, useMain } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './settings.module.css';

const c = classNames(styles);
const icons = { none: CircleDashed, available: Download, ready: CircleCheck, failed: CircleAlert } as const;
const words = {
  check: { idle: 'update.check', running: 'update.checking' },
  install: { idle: 'update.install', running: 'update.installing' },
} as const;

/** The state of updates, and a button that looks for an update or, where that is allowed, installs it. */
export function UpdateLine(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const { update } = useMain('update');
  const [running, setRunning] = useState(false);
  const [checked, setChecked] = useState(false);
  const text = useUpdateText();
  const Icon = icons[update.kind];
  const act = async (command: 'update.check' | 'update.install'): Promise<void> => {
    setRunning(true);
    setChecked((await ask.send(command, {})) && command === 'update.check');
    setRunning(false);
  };
  const installs = update.kind === 'available' && update.mayInstall;
  return (
    <div className={c('row', 'centred')}>
      <p className={c('state', 'growing', update.kind === 'failed' && 'warning')} role="status">
        <Icon size={18} aria-hidden />
        <span>
          {checked && update.kind === 'none' ? t('update.checked') : text}
          {update.kind === 'available' && !update.mayInstall && ` · ${t('update.availableText')}`}
        </span>
      </p>
      {update.kind !== 'ready' && (
        <Button isDisabled={running} onPress={() => void act(installs ? 'update.install' : 'update.check')}>
          {t(words[installs ? 'install' : 'check'][running ? 'running' : 'idle'])}
        </Button>
      )}
    </div>
  );
}

function useUpdateText(): string {
  const { t } = useTranslation();
  const { update } = useMain('update');
  switch (update.kind) {
    case 'none':
      return t('update.none');
    case 'available':
      return t('update.available', { version: update.version });
    case 'ready':
      return t('update.ready', { version: update.version });
    case 'failed':
      return t(`update.failed.${update.cause}`);
    default:
      return unreachable(update);
  }
}
