// The tray's menu for a view, as data: state, what can be done with the call, own status, open, quit. Pure; every entry is
// something that works now, an entry that cannot act is not there.
import type { CallView, Status, View } from '../../contract/view.ts';
import type { Texts } from './texts.ts';
import { trayFace } from './tray-state.ts';

/** What choosing an entry does; the call is its id in hex. */
export type TrayAction =
  | { readonly kind: 'answer'; readonly call: string; readonly media: 'audio' | 'video' }
  | { readonly kind: 'decline' | 'silence' | 'hang-up' | 'show-call'; readonly call: string }
  | { readonly kind: 'mute'; readonly call: string; readonly mute: boolean }
  | { readonly kind: 'hold'; readonly call: string; readonly hold: boolean }
  | { readonly kind: 'status'; readonly status: Status }
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
export function trayMenu(view: View, texts: Texts): readonly TrayEntry[] {
  const call = view.call;
  const ofCall = call === undefined || call.phase.kind === 'ended' ? [] : [...callEntries(call, texts), line];
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

function callEntries(call: CallView, texts: Texts): readonly TrayEntry[] {
  const { id } = call;
  const act = (label: string, action: TrayAction): TrayEntry => ({ kind: 'action', label, action });
  if (call.phase.kind === 'ringing') {
    return [
      act(texts.answer, { kind: 'answer', call: id, media: 'audio' }),
      ...(call.media === 'video' ? [act(texts.answerVideo, { kind: 'answer', call: id, media: 'video' })] : []),
      act(texts.decline, { kind: 'decline', call: id }),
      ...(call.phase.silenced ? [] : [act(texts.silence, { kind: 'silence', call: id })]),
    ];
  }
  const talking = call.phase.kind === 'live' || call.phase.kind === 'mending';
  const mute: TrayEntry = {
    kind: 'check',
    label: texts.mute,
    checked: call.local.mute,
    action: { kind: 'mute', call: id, mute: !call.local.mute },
  };
  const hold: TrayEntry = {
    kind: 'check',
    label: texts.hold,
    checked: call.local.hold,
    action: { kind: 'hold', call: id, hold: !call.local.hold },
  };
  return [
    ...(talking ? [mute, hold] : []),
    act(texts.showCall, { kind: 'show-call', call: id }),
    act(texts.hangUp, { kind: 'hang-up', call: id }),
  ];
}

function statusEntry(status: Status, texts: Texts): TrayEntry {
  const choice = (own: Status, label: string): TrayEntry => ({
    kind: 'choice',
    label,
    checked: status === own,
    action: { kind: 'status', status: own },
  });
  return {
    kind: 'menu',
    label: texts.status,
    entries: [choice('available', texts.available), choice('dnd', texts.doNotDisturb), choice('away', texts.away)],
  };
}
