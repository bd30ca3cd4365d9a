// This person's status: what was chosen, until when, what else decides the status, and that contacts see it.
import { Clock, CircleCheck, CircleMinus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Input } from '../../../contract/ipc.ts';
import type { MainView } from '../../../contract/page-view.ts';
import { formatDayTime } from '../../i18n/format.ts';
import { useMain, usePage } from '../page.tsx';
import { useNow } from '../parts/use-now.ts';
import { Choice } from '../parts/Choice.tsx';

const icons = { available: CircleCheck, dnd: CircleMinus, away: Clock } as const;
const choices = {
  available: { status: 'available' },
  dnd: { status: 'dnd' },
  'dnd-half-hour': { status: 'dnd', for: 'half-hour' },
  'dnd-tomorrow': { status: 'dnd', for: 'tomorrow' },
  away: { status: 'away' },
} as const satisfies Readonly<Record<string, Input<'status.set'>>>;
const ids = Object.keys(choices) as readonly (keyof typeof choices)[];

/** Shows and changes this person's status. */
export function OwnStatus(): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const nowMs = useNow(15 * 60_000); // to see when another day begins
  const { status, statusReason, settings } = useMain('status', 'statusReason', 'settings');
  const time = statusReason.until === undefined ? '' : formatDayTime(settings.language, statusReason.until, nowMs);
  const hint = hintOf(status, statusReason);
  return (
    <Choice
      label={t('status.label')}
      labelHidden
      value={status}
      {...(hint !== undefined && { hint: t(hint, { time }) })}
      onChange={(id: keyof typeof choices) => void ask.send('status.set', choices[id])}
      options={ids.map((id) => {
        const Icon = icons[choices[id].status];
        return { id, text: t(`status.${id}`), icon: <Icon size={16} aria-hidden /> };
      })}
    />
  );
}

function hintOf(status: MainView['status'], { by, until }: MainView['statusReason']) {
  if (status === 'available') return undefined;
  if (by === 'quiet-hours') return 'status.quietHours';
  if (by === 'system') return 'status.system';
  if (by === 'absence') return 'status.absence';
  return until === undefined ? 'status.seen' : 'status.seenUntil';
}
