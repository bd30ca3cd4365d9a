// The line that is always there: the peer's name, the seal's state by shape and text, and how long the call has lasted.
// There is no unencrypted state to show.
import {
  BadgeAlert,
  BadgeCheck,
  Cable,
  CirclePause,
  Hourglass,
  KeyRound,
  type LucideIcon,
  Maximize,
  OctagonPause,
  OctagonX,
  Pause,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneOff,
  PictureInPicture2,
  Search,
  ShieldAlert,
  ShieldCheck,
  ShieldEllipsis,
  ShieldQuestionMark,
  Unplug,
  UserRoundX,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { SecurityCall } from '../../../contract/page-view.ts';
import type { NetworkQuality } from '../../../contract/network-quality.ts';
import type { CallPhase } from '../../../contract/view.ts';
import { formatDuration } from '../../i18n/format.ts';
import { shownReason } from '../../state/history-outcome.ts';
import { callerName } from '../../state/person-name.ts';
import { type SealState, sealState } from '../../state/seal-state.ts';
import { useNumbers } from '../page.tsx';
import { Button, IconButton } from '../parts/Button.tsx';
import { useNow } from '../parts/use-now.ts';
import { classNames } from '../style/class-names.ts';
import styles from './head.module.css';
import networkBarsStyles from './network-bars.module.css';

const c = classNames(styles);
const l = classNames(networkBarsStyles);
const icons: Readonly<Record<SealState, LucideIcon>> = {
  placing: Search,
  paced: Hourglass,
  calling: PhoneForwarded,
  ringing: PhoneCall,
  incoming: PhoneIncoming,
  securing: KeyRound,
  connecting: Cable,
  verified: ShieldCheck,
  confirmed: BadgeCheck,
  refused: BadgeAlert,
  pinned: ShieldQuestionMark,
  replacing: UserRoundX,
  unconfirmed: ShieldEllipsis,
  changed: ShieldAlert,
  held: Pause,
  heldByPeer: CirclePause,
  heldByBoth: OctagonPause,
  reconnecting: Unplug,
  mismatch: OctagonX,
  ended: PhoneOff,
};
const coloured: readonly SealState[] = [
  'verified',
  'confirmed',
  'refused',
  'pinned',
  'replacing',
  'unconfirmed',
  'changed',
  'held',
  'heldByPeer',
  'heldByBoth',
  'reconnecting',
  'mismatch',
];
const unproven: readonly SealState[] = ['pinned', 'replacing', 'refused', 'changed'];
// The reasons whose titles already say that the call has ended.
const saysEnded: readonly ReturnType<typeof shownReason>[] = ['hung-up', 'peer-hung-up', 'error'];

interface Props {
  readonly call: SecurityCall;
  readonly onCompare?: (() => void) | undefined; // if the panel for comparing the code is not open already
  readonly small?: boolean; // the window is the small one
  readonly onSmall?: ((small: boolean) => void) | undefined; // if the window may change its size
  readonly onFull?: (() => void) | undefined; // if the window may enter and leave full screen
}

/** The status line. Its text is a live region, its clock is not. */
export function StatusLine({ call, onCompare, small = false, onSmall, onFull }: Props): ReactNode {
  const { t } = useTranslation();
  const line = useNumbers()?.line;
  const state = sealState(call);
  const Icon = icons[state];
  const name = callerName(call);
  const asksForCode = onCompare !== undefined && unproven.includes(state);
  const growFrom = (target: EventTarget): void => {
    // A double click on a button belongs to the button.
    if (small && target instanceof Element && target.closest('button') === null) onSmall?.(false);
  };
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- the button in it does the same
    <div
      className={c('line')}
      role="group"
      aria-label={t('line.label')}
      onDoubleClick={({ target }) => growFrom(target)}
    >
      <h1 className={c('who')}>{name}</h1>
      <div className={c('seal', coloured.includes(state) ? state : undefined)} role="status" data-state={state}>
        <Icon size={18} aria-hidden />
        {call.phase.kind === 'ended' ? <Ending phase={call.phase} /> : t(`line.${state}`, { name, reason: '' })}
      </div>
      {asksForCode && (
        <span className={c('ask')}>
          <Button onPress={onCompare}>{t(state === 'changed' ? 'code.more' : 'code.compare')}</Button>
        </span>
      )}
      {call.phase.kind === 'live' && line !== undefined && <NetworkBars line={line} small={small} />}
      {call.phase.kind === 'live' && <Clock since={call.phase.since} />}
      {onFull !== undefined && (
        <IconButton icon={Maximize} label={t('keys.tip', { words: t('keys.full'), keys: 'F11' })} onPress={onFull} />
      )}
      {onSmall !== undefined && (
        <IconButton
          icon={PictureInPicture2}
          label={t(small ? 'call.grow' : 'call.shrink')}
          onPress={() => onSmall(!small)}
        />
      )}
    </div>
  );
}

function Ending({ phase }: { readonly phase: Extract<CallPhase, { kind: 'ended' }> }): ReactNode {
  const { t } = useTranslation();
  const shown = shownReason(phase.reason, phase.connected);
  const reason = t(`reason.${shown}.title`);
  return saysEnded.includes(shown) ? reason : t('line.ended', { name: '', reason });
}

function Clock({ since }: { readonly since: number }): ReactNode {
  const { t } = useTranslation();
  const nowMs = useNow(1000);
  return (
    <span className={c('time')} role="timer" aria-label={t('line.duration')}>
      {formatDuration(nowMs - since)}
    </span>
  );
}

const BARS = [1, 2, 3, 4];
const SPOKEN_BELOW = 3;

// The quality of the network: bars, and with fewer than three bars also text, except in the small window.
function NetworkBars({ line, small }: { readonly line: NetworkQuality; readonly small: boolean }): ReactNode {
  const { t } = useTranslation();
  const words = t(`quality.${line.lacks}`);
  const label = `${t('quality.label', { bars: line.bars })}, ${words}`;
  return (
    <span className={l('line')}>
      <svg className={l('bars')} viewBox="0 0 20 16" width="20" height="16" role="img" aria-label={label}>
        <title>{label}</title>
        {BARS.map((bar) => (
          <rect
            key={bar}
            className={l(bar <= line.bars ? 'on' : 'off')}
            x={(bar - 1) * 5}
            y={16 - bar * 4}
            width="4"
            height={bar * 4}
          />
        ))}
      </svg>
      {!small && line.bars < SPOKEN_BELOW && <span className={l('words')}>{words}</span>}
    </span>
  );
}
