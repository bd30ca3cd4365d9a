// Which notifications a view demands. Pure. There is one rule: a notification that is no longer due is closed, for
// example when its call no longer rings, the person has seen the missed calls, or a dispute is decided. Everything that
// a notification says, the tray, the card or the main window says as well.
import type { Notifications } from '../../contract/notifications.ts';
import { unseenApart } from '../../contract/missed.ts';
import { isOn, ringingCall } from '../../contract/running.ts';
import type { CallView, ContactView, HistoryEntry, View } from '../../contract/view.ts';
import type { DesktopTexts } from '../../text/desktop.ts';
import type { NotificationAction } from './notification-actions.ts';
import { callFace, nameOf } from './tray-state.ts';

/** A button of a notification. */
export interface NotificationButton {
  readonly label: string;
  readonly action: NotificationAction;
}

/** One notification, as it should be on the screen. */
export interface DueNotification {
  /** Identifies the event: the key stays the same even if the text changes. */
  readonly key: string;
  readonly kind: 'ringing' | 'missed' | 'identity';
  readonly title: string;
  readonly body: string;
  readonly buttons: readonly NotificationButton[];
  /** What a press on the notification itself does. */
  readonly press: NotificationAction;
}

/** How much notifications may say now. */
export function notifiedNow(
  { settings, managed }: Pick<View, 'settings' | 'managed'>,
  isScreenLocked: boolean,
): Notifications {
  const { notifications } = settings;
  if (notifications === 'none' || notifications === 'nameless') return notifications;
  return managed.hideNames || (isScreenLocked && notifications !== 'named-always') ? 'nameless' : notifications;
}

/**
 * The notifications due for this view. On a locked screen they have no buttons, so that a passer-by cannot act in the
 * person's name.
 */
export function notificationsDue(
  view: View,
  catalogue: DesktopTexts,
  isScreenLocked: boolean,
): readonly DueNotification[] {
  const may = notifiedNow(view, isScreenLocked);
  if (may === 'none' || view.identity === undefined) return [];
  const isNamed = may !== 'nameless';
  const texts = isNamed ? catalogue : { ...catalogue, ...catalogue.nameless };
  const ringing = ringingCall(view.calls);
  const all = [
    ...(ringing === undefined ? [] : incoming(ringing, view.calls, texts, isNamed)),
    ...missed(view, texts, isNamed),
    ...view.contacts.flatMap((contact) => identity(contact, texts, isNamed)),
  ];
  return isScreenLocked ? all.map((each) => ({ ...each, buttons: [] })) : all;
}

// A ringing call. There is no notification of a call that a person or do not disturb has silenced.
function incoming(
  call: CallView,
  calls: readonly CallView[],
  texts: DesktopTexts,
  isNamed: boolean,
): readonly DueNotification[] {
  if (call.phase.kind !== 'ringing' || call.phase.silenced) return [];
  const isBeside = calls.some((other) => other.id !== call.id && isOn(other));
  const decline: NotificationButton = { label: texts.decline, action: { kind: 'decline', call: call.id } };
  const answer: NotificationButton = isBeside
    ? { label: texts.holdAndAnswer, action: { kind: 'answer', call: call.id, media: 'audio', forOther: 'hold' } }
    : { label: texts.answer, action: { kind: 'answer', call: call.id, media: 'audio' } };
  return [
    {
      key: `ringing ${call.id}`,
      kind: 'ringing',
      title: call.media === 'video' ? texts.incomingVideo : texts.incomingVoice,
      // A nameless text only repeats the title, unless it says that the call is unconfirmed.
      body: isNamed || call.unconfirmed ? (callFace(call, texts)?.text ?? '') : '',
      // A dispute is decided in a window, with everything known of both sides.
      buttons: call.trust.kind === 'changed' ? [decline] : [answer, decline],
      press: { kind: 'show-card' },
    },
  ];
}

// One notification for all missed calls, because a flood must not fill the screen. Missed calls of strangers are
// announced only if strangers ring with sound.
function missed(
  { history, settings, contacts }: View,
  texts: DesktopTexts,
  isNamed: boolean,
): readonly DueNotification[] {
  const isStranger = ({ stranger }: HistoryEntry): boolean => stranger === true;
  const unseen = history.filter(
    (call) => call.unseen === true && (!isStranger(call) || settings.unknownCallers === 'ring'),
  );
  const [newest] = unseen;
  if (newest === undefined) return [];
  const { known, strangers } = unseenApart(unseen);
  const counts = [
    ...(known > 0 ? [texts.missed(known)] : []),
    ...(strangers > 0 ? [texts.missedStrangers(strangers)] : []),
  ];
  const isOnly = unseen.length === 1 && isNamed && !isStranger(newest);
  const open = { kind: 'open' } as const;
  return [
    {
      key: `missed ${newest.id} ${newest.address}`,
      kind: 'missed',
      title: counts.join(', '),
      body: isOnly
        ? nameOf({
            ...newest,
            claimed: !contacts.some(({ address, name }) => address === newest.address && name === newest.name),
          })
        : '',
      buttons: isOnly
        ? [{ label: texts.callBack, action: { kind: 'call-back', address: newest.address } }]
        : [{ label: texts.open, action: open }],
      press: isOnly ? { kind: 'show-person', address: newest.address } : open,
    },
  ];
}

function identity(contact: ContactView, texts: DesktopTexts, isNamed: boolean): readonly DueNotification[] {
  const { trust, address } = contact;
  const recovered = trust.kind === 'pinned' ? trust.recovered : undefined;
  if (trust.kind !== 'changed' && recovered === undefined) return [];
  const seenAt = trust.kind === 'changed' ? trust.seenAt : recovered?.seenAt;
  const who = nameOf(contact);
  const show: NotificationAction = isNamed ? { kind: 'show-person', address } : { kind: 'open' };
  return [
    {
      key: `identity ${address} ${String(seenAt)}`,
      kind: 'identity',
      title: texts.identityChanged,
      body: trust.kind === 'changed' ? texts.attentionKeyChange(who) : texts.attentionRecovery(who),
      buttons: [{ label: texts.open, action: show }],
      press: show,
    },
  ];
}
