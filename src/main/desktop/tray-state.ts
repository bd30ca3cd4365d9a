// Which of the ten tray states a view has, and its text. Pure; tray.ts draws it. A running or ringing call comes before
// notices, so that it can always be answered and ended. Notices come before being offline.
import { type HeldBy, heldBy } from '../../contract/held-by.ts';
import { knownBy } from '../../contract/known-by.ts';
import { unseenApart } from '../../contract/missed.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import { isSharing } from '../../contract/sharing.ts';
import type { Notice } from '../../contract/notice.ts';
import type { CallView, View } from '../../contract/view.ts';
import { unreachable } from '../../core/assert.ts';
import type { DesktopTexts } from '../../text/desktop.ts';

/** The states with an icon of their own (resources/tray). */
export type TrayState =
  | 'offline'
  | 'ready'
  | 'dnd'
  | 'ringing'
  | 'calling'
  | 'verified'
  | 'unverified'
  | 'muted'
  | 'sharing'
  | 'attention';

/** A state and its text. */
export interface TrayFace {
  readonly state: TrayState;
  readonly text: string;
}

/** The face of this view, without names if policy wants none on the desktop. */
export function trayFace(view: View, catalogue: DesktopTexts): TrayFace {
  const texts = textsFor(view, catalogue);
  return callsFace(view.calls, texts) ?? withMissed(attentionFace(view, texts) ?? idleFace(view, texts), view, texts);
}

/** The catalogue for this view, without names if policy wants none on the desktop. */
export function textsFor({ managed }: Pick<View, 'managed'>, catalogue: DesktopTexts): DesktopTexts {
  return managed.hideNames ? { ...catalogue, ...catalogue.nameless } : catalogue;
}

function withMissed(face: TrayFace, { history }: View, texts: DesktopTexts): TrayFace {
  const { known, strangers } = unseenApart(history);
  const counts = [
    ...(known > 0 ? [texts.missed(known)] : []),
    ...(strangers > 0 ? [texts.missedStrangers(strangers)] : []),
  ];
  return { ...face, text: [face.text, ...counts].join(', ') };
}

/**
 * The name of a person or a call on the desktop: the name, else the address. A name that a caller only claims follows
 * the address in brackets: any stranger can claim the name of a contact, and the desktop cuts a long text at its end.
 */
export function nameOf(call: { readonly name: string; readonly address: string; readonly claimed?: boolean }): string {
  if (call.name === '') return call.address;
  return call.claimed === true ? `${call.address} (${call.name})` : call.name;
}

// A ringing call comes first, then the call that is heard. A held call is named as well.
function callsFace(calls: readonly CallView[], texts: DesktopTexts): TrayFace | undefined {
  const on = calls.filter(isOn);
  const first = ringingCall(on) ?? on.find(({ local }) => !local.hold) ?? on[0];
  const face = first === undefined ? undefined : callFace(first, texts);
  const beside = on.find((call) => call !== first && call.local.hold);
  if (face === undefined || beside === undefined) return face;
  return { ...face, text: `${face.text}. ${texts.heldByUs(nameOf(beside))}` };
}

/** The face of one call. Undefined if it has ended. */
export function callFace(call: CallView, texts: DesktopTexts): TrayFace | undefined {
  const who = nameOf(call);
  switch (call.phase.kind) {
    case 'placing':
    case 'calling':
      return { state: 'calling', text: texts.calling(who) };
    case 'ringing':
      return { state: 'ringing', text: call.unconfirmed ? texts.ringingUnconfirmed(who) : texts.ringing(who) };
    case 'securing':
    case 'connecting':
      return { state: 'calling', text: texts.connecting(who) };
    case 'live':
    case 'reconnecting':
      return talkingFace(call, who, texts);
    case 'ended':
      return undefined;
    default:
      return unreachable(call.phase);
  }
}

function talkingFace(call: CallView, who: string, texts: DesktopTexts): TrayFace {
  const known = knownBy(call);
  const relation = relationTo(known, who, texts);
  const text = call.phase.kind === 'reconnecting' ? texts.reconnecting(who) : relation;
  const holder = heldBy(call);
  // On hold the microphone is off as well, and the text about the hold says more.
  if (holder !== 'nobody' && call.phase.kind === 'live') return { state: 'muted', text: heldText(holder, who, texts) };
  if (isSharing(call)) {
    const muted = call.local.mute ? `, ${texts.muted}` : '';
    return { state: 'sharing', text: `${text}, ${sharedText(call, texts)}${muted}` };
  }
  if (call.local.mute) return { state: 'muted', text: `${text}, ${texts.muted}` };
  return { state: known === 'nobody' ? 'unverified' : 'verified', text };
}

function sharedText({ sharing }: CallView, texts: DesktopTexts): string {
  if (sharing === undefined || sharing.kind === 'over') return texts.sharesScreen;
  if (sharing.what === 'window') return texts.sharesWindow;
  return sharing.sound === 'on' ? texts.sharesSound : texts.sharesScreen;
}

function heldText(holder: Exclude<HeldBy, 'nobody'>, who: string, texts: DesktopTexts): string {
  switch (holder) {
    case 'us':
      return texts.heldByUs(who);
    case 'peer':
      return texts.heldByPeer(who);
    case 'both':
      return texts.heldByBoth(who);
    default:
      return unreachable(holder);
  }
}

function relationTo(known: ReturnType<typeof knownBy>, who: string, texts: DesktopTexts): string {
  switch (known) {
    case 'person':
      return texts.inCallVerified(who);
    case 'organisation':
      return texts.inCallConfirmed(who);
    case 'nobody':
      return texts.inCallNotVerified(who);
    default:
      return unreachable(known);
  }
}

function attentionFace(view: View, texts: DesktopTexts): TrayFace | undefined {
  const { keyStore } = view;
  if (keyStore.kind === 'damaged' || (keyStore.kind === 'none' && view.identity === undefined)) {
    return { state: 'attention', text: texts.attentionKeyStore };
  }
  if (keyStore.kind === 'passphrase' && keyStore.locked) return { state: 'attention', text: texts.attentionLocked };
  const changed = view.contacts.find((contact) => contact.trust.kind === 'changed');
  if (changed !== undefined) return { state: 'attention', text: texts.attentionKeyChange(nameOf(changed)) };
  const recovered = view.contacts.find(({ trust }) => trust.kind === 'pinned' && trust.recovered !== undefined);
  if (recovered !== undefined) return { state: 'attention', text: texts.attentionRecovery(nameOf(recovered)) };
  const notice = view.notices[0];
  return notice === undefined ? undefined : { state: 'attention', text: noticeText(notice, texts) };
}

function noticeText(notice: Notice, texts: DesktopTexts): string {
  switch (notice.kind) {
    case 'false-identity':
      return texts.attentionFalseIdentity;
    case 'own-chain-old':
      return texts.attentionOwnChain(notice.peer);
    case 'own-address-claimed':
      return texts.attentionOwnClaimed;
    case 'recovery-not-saved':
      return texts.attentionRecoveryNotSaved;
    case 'failed-secure-calls':
      return texts.attentionFailedCalls(notice.address);
    case 'disk':
      return texts.attentionDisk;
    default:
      return unreachable(notice);
  }
}

function idleFace(view: View, texts: DesktopTexts): TrayFace {
  // If policy lets a locked program ring, it rings once it has been unlocked since its start: before that it knows no
  // broker. So `texts.locked` says nothing about calls.
  if (view.isLocked) return { state: 'offline', text: view.managed.ringWhenLocked ? texts.locked : texts.lockedSilent };
  if (view.identity === undefined) return { state: 'offline', text: texts.setUp };
  if (view.link.kind !== 'online') {
    return {
      state: 'offline',
      text: view.link.kind === 'off' || view.link.kind === 'unallowed' ? texts.offline : texts.offlineRetry,
    };
  }
  if (view.status === 'dnd') return { state: 'dnd', text: quietText(view, texts) };
  return { state: 'ready', text: view.status === 'away' ? texts.away : texts.ready };
}

function quietText({ statusReason: { by, until }, settings }: View, texts: DesktopTexts): string {
  if (by === 'system') return texts.quietBySystem;
  if (until === undefined) return texts.doNotDisturb;
  const locale = settings.language === 'de' ? 'de-DE' : 'en-GB';
  const time = new Intl.DateTimeFormat(locale, { hour: '2-digit', minute: '2-digit' }).format(until);
  if (new Date(until).toDateString() === new Date().toDateString()) return texts.quietUntil(time);
  return texts.quietUntil(`${new Intl.DateTimeFormat(locale, { weekday: 'long' }).format(until)} ${time}`);
}
