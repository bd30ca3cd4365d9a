// The tray's menu for a view, as data: state, acts on the call, own status, open, quit. Pure. Every entry works now; an
// entry that could not act is left out.
import { isOn, isUp } from '../../contract/running.ts';
import { isSharing } from '../../contract/sharing.ts';
import type { Status, StatusFor } from '../../contract/status.ts';
import type { CallView, View } from '../../contract/view.ts';
import type { DesktopTexts } from '../../text/desktop.ts';
import { callFace, textsFor, trayFace } from './tray-state.ts';

/** What an entry does. The call is an id in hex. */
export type TrayAction =
  | {
      readonly kind: 'answer';
      readonly call: string;
      readonly media: 'audio' | 'video';
      readonly forOther?: 'hold' | 'end';
    }
  | { readonly kind: 'decline' | 'silence' | 'hang-up' | 'show-call' | 'stop-share'; readonly call: string }
  | { readonly kind: 'mute'; readonly call: string; readonly mute: boolean }
  | { readonly kind: 'hold'; readonly call: string; readonly hold: boolean }
  | { readonly kind: 'status'; readonly status: Status; readonly for?: StatusFor }
  | { readonly kind: 'open' | 'quit' };

/** One entry of the menu. */
export type TrayEntry =
  | { readonly kind: 'label'; readonly label: string }
  | { readonly kind: 'line' }
  | { readonly kind: 'action'; readonly label: string; readonly action: TrayAction }
  | {
      readonly kind: 'check' | 'choice';
      readonly label: string;
      readonly checked: boolean;
      readonly action: TrayAction;
    }
  | { readonly kind: 'menu'; readonly label: string; readonly entries: readonly TrayEntry[] };

const line: TrayEntry = { kind: 'line' };

/** The entries for this view, from top to bottom. */
export function trayMenu(view: View, texts: DesktopTexts): readonly TrayEntry[] {
  const calls = view.calls.filter(isOn);
  const ofCall = calls.length === 0 ? [] : [...callsEntries(view, calls, texts), line];
  const ofStatus = view.identity === undefined ? [] : [statusEntry(view.status, texts), line];
  return [
    { kind: 'label', label: trayFace(view, texts).text },
    line,
    ...ofCall,
    ...ofStatus,
    { kind: 'action', label: texts.open, action: { kind: 'open' } },
    { kind: 'action', label: texts.quit, action: { kind: 'quit' } },
  ];
}

// The entries of a ringing call are in the menu itself. Beside another call, each call that is not ringing has a
// submenu.
function callsEntries(view: View, calls: readonly CallView[], texts: DesktopTexts): readonly TrayEntry[] {
  if (calls.length === 1) return calls.flatMap((call) => callEntries(call, texts, [])); // without a submenu
  return calls
    .toSorted((a, b) => Number(b.phase.kind === 'ringing') - Number(a.phase.kind === 'ringing'))
    .flatMap((call): readonly TrayEntry[] => {
      const others = calls.filter((other) => other !== call);
      const entries = callEntries(call, texts, others);
      const label = callFace(call, textsFor(view, texts))?.text ?? '';
      return call.phase.kind === 'ringing' ? [...entries, line] : [{ kind: 'menu', label, entries }];
    });
}

function callEntries(call: CallView, texts: DesktopTexts, others: readonly CallView[]): readonly TrayEntry[] {
  const { id } = call;
  const act = (label: string, action: TrayAction): TrayEntry => ({ kind: 'action', label, action });
  if (call.phase.kind === 'ringing') {
    const decline = act(texts.decline, { kind: 'decline', call: id });
    const silence = call.phase.silenced ? [] : [act(texts.silence, { kind: 'silence', call: id })];
    if (others.length > 0) {
      return [
        act(texts.holdAndAnswer, { kind: 'answer', call: id, media: 'audio', forOther: 'hold' }),
        act(texts.endAndAnswer, { kind: 'answer', call: id, media: 'audio', forOther: 'end' }),
        decline,
        ...silence,
      ];
    }
    return [
      act(texts.answer, { kind: 'answer', call: id, media: 'audio' }),
      ...(call.media === 'video' ? [act(texts.answerVideo, { kind: 'answer', call: id, media: 'video' })] : []),
      decline,
      ...silence,
    ];
  }
  const talking = call.phase.kind === 'live' || call.phase.kind === 'reconnecting';
  const mute: TrayEntry = {
    kind: 'check',
    label: texts.mute,
    checked: call.local.mute,
    action: { kind: 'mute', call: id, mute: !call.local.mute },
  };
  // A held call cannot resume while another call is being set up, because the other call cannot be held yet.
  const mayHold = !call.local.hold || others.every((other) => isUp(other) || other.phase.kind === 'ringing');
  const hold: TrayEntry = {
    kind: 'check',
    label: texts.hold,
    checked: call.local.hold,
    action: { kind: 'hold', call: id, hold: !call.local.hold },
  };
  return [
    ...(isSharing(call) ? [act(texts.stopShare, { kind: 'stop-share', call: id })] : []),
    ...(talking ? [mute, ...(mayHold ? [hold] : [])] : []),
    act(texts.showCall, { kind: 'show-call', call: id }),
    act(texts.hangUp, { kind: 'hang-up', call: id }),
  ];
}

function statusEntry(status: Status, texts: DesktopTexts): TrayEntry {
  const choice = (own: Status, label: string): TrayEntry => ({
    kind: 'choice',
    label,
    checked: status === own,
    action: { kind: 'status', status: own },
  });
  const quietFor = (duration: StatusFor, label: string): TrayEntry => ({
    kind: 'action',
    label,
    action: { kind: 'status', status: 'dnd', for: duration },
  });
  return {
    kind: 'menu',
    label: texts.status,
    entries: [
      choice('available', texts.available),
      choice('dnd', texts.doNotDisturb),
      quietFor('half-hour', texts.quietHalfHour),
      quietFor('tomorrow', texts.quietTomorrow),
      choice('away', texts.away),
    ],
  };
}
