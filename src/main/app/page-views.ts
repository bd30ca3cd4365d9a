// Cuts the whole view into what each kind of page may see. Pure. A page gets no other part of the view, except that
// view-pushes.ts sends the numbers of a call to its security page. So a page that was taken over learns no more of
// other calls, codes, contacts and settings than it shows anyway.
import { isOn } from '../../contract/running.ts';
import { isSharing } from '../../contract/sharing.ts';
import type {
  CallSummary,
  CardView,
  CommonView,
  MainView,
  PickerView,
  RecoveryPageView,
  SecurityView,
  Side,
  StageView,
  TryoutView,
} from '../../contract/page-view.ts';
import type { CallView, View } from '../../contract/view.ts';
import { devicesChosen } from '../calls/media-choice.ts';
import { cardSound, callSound } from './sound-of.ts';
import { isSameCall } from '../calls/history/history-page.ts';

/** The state of a call's window, which both of its pages follow. */
export interface CallWindowState {
  readonly side: Side;
  readonly small: boolean;
}

function commonView({ settings, managed }: Pick<View, 'settings' | 'managed'>): CommonView {
  const { banner, hideNames, support } = managed;
  const { language, moreContrast, lessMotion } = settings;
  return { language, moreContrast, lessMotion, banner, hideNames, support };
}

/** What pages outside a call's window may know of the call: no digits of the code, no text, no numbers. */
function callSummary(call: CallView): CallSummary {
  const {
    code,
    talks: _talks,
    sharing: _sharing,
    mayShare: _may,
    text: _text,
    numbers: _numbers,
    moving: _moving,
    peerDevice: _device,
    tookPlace: _took,
    ...rest
  } = call;
  return { ...rest, code: { kind: code.kind } };
}

/** The view of the main window. */
export function mainView(view: View): MainView {
  return { ...view, calls: view.calls.map(callSummary), common: commonView(view) };
}

const beside = ({ address, name, claimed, local }: CallView) => ({ address, name, claimed, hold: local.hold });

/** The view of the card of `call`, an id in hex. */
export function cardView(view: View, call: string): CardView {
  const ringing = view.calls.find(({ id, phase }) => id === call && phase.kind === 'ringing');
  const other = view.calls.find((each) => each.id !== call && isOn(each));
  const knocks = view.knock?.call === call && !view.knock.isSilenced;
  const phase = knocks ? ({ kind: 'ringing', silenced: false } as const) : ringing?.phase;
  const sound = cardSound(view.settings, phase, other !== undefined);
  return {
    common: commonView(view),
    ...(ringing !== undefined && { call: callSummary(ringing) }),
    ...(other !== undefined && { other: beside(other) }),
    knocks,
    allowVideo: view.managed.allowVideo,
    ...(sound !== undefined && { sound }),
  };
}

function devicesWanted({ managed, settings }: View): StageView['devices'] {
  const { microphone, camera, speaker, devicesBefore, background } = settings;
  const { background: lock } = managed.locks;
  const own = { microphone, camera, speaker, devicesBefore, background };
  return { ...own, ...(lock !== undefined && { backgroundLock: lock }) };
}

const ownDevices = ({ devices }: View): StageView['moveTo'] =>
  devices.list.filter(({ isThis }) => !isThis).map(({ device, name }) => ({ device, name }));

const mayShow = ({ managed }: View, { verifyBy }: CallView): boolean => managed.allowVideo && verifyBy === undefined;

/** The view of the stage of `call`. Undefined if there is no such call or it has ended. */
export function stageView(view: View, call: string, { side }: CallWindowState): StageView | undefined {
  const found = view.calls.find(({ id }) => id === call);
  if (found === undefined || found.phase.kind === 'ended') return undefined;
  const { id, address, name, claimed, media, phase, local, remote, text } = found;
  const { noMicrophone, noCamera, talks, picturePaused, leftHeld } = found;
  return {
    common: commonView(view),
    call: {
      id,
      address,
      name,
      claimed,
      media,
      phase,
      local,
      remote,
      text,
      ...(noMicrophone !== undefined && { noMicrophone }),
      ...(noCamera !== undefined && { noCamera }),
      ...(talks !== undefined && { talks }),
      ...(picturePaused !== undefined && { picturePaused }),
      ...(leftHeld !== undefined && { leftHeld }),
    },
    side,
    sharing: isSharing(found) ? 'is' : found.mayShare === 'none' ? 'none' : 'may',
    mayShow: mayShow(view, found),
    devices: devicesWanted(view),
    moveTo: ownDevices(view),
  };
}

/** The view of the security page of `call`. Undefined if there is no such call. */
export function securityView(view: View, call: string, state: CallWindowState): SecurityView | undefined {
  const found = view.calls.find(({ id }) => id === call);
  if (found === undefined) return undefined;
  const { text: _text, numbers: _numbers, ...rest } = found;
  const sound = callSound(view.settings, found.phase);
  const isOver = found.phase.kind === 'ended';
  const past = isOver ? view.history.find((entry) => isSameCall(entry, found)) : undefined;
  return {
    common: commonView(view),
    call: rest,
    others: view.calls.filter((each) => each.id !== call && isOn(each)).map(callSummary),
    ...state,
    mayShow: mayShow(view, found),
    organisation: view.managed.hasRoots,
    ownDevices: ownDevices(view),
    ...(past !== undefined && { durationMs: past.durationMs }),
    ...(sound !== undefined && { sound }),
    isContact: isOver && view.contacts.some(({ address }) => address === found.address),
  };
}

/** What the picker itself knows. */
export interface PickerState extends Pick<PickerView, 'step' | 'showsSiegel' | 'givesSound'> {
  readonly offered: readonly NonNullable<PickerView['choices']>[number][] | undefined;
}

/** What can be shared in this call now. */
export function mayShareNow({ code, local, mayShare, phase, remote, sharing }: CallView): CallView['mayShare'] {
  const isUp = phase.kind === 'live' || phase.kind === 'reconnecting';
  const isSpoken = isUp && code.kind !== 'mismatch' && !local.hold && !remote.hold;
  return isSpoken && !isSharing({ sharing }) ? mayShare : 'none';
}

/** The view of the page on which a person chooses what to share in `call`. Undefined if nothing can be shared. */
export function pickerView(view: View, call: string, { offered, ...state }: PickerState): PickerView | undefined {
  const found = view.calls.find(({ id }) => id === call);
  const allowed = found === undefined ? 'none' : mayShareNow(found);
  if (found === undefined || allowed === 'none') return undefined;
  const { address, name, claimed, remote } = found;
  const common = commonView(view);
  return {
    common,
    name,
    address,
    claimed,
    ...state,
    ...(offered && { choices: [...offered] }),
    allowed,
    peerShares: remote.screen,
  };
}

/** The view of the page that shows a recovery code. Undefined while no code is shown. */
export function recoveryView({ identity, recovery, ...view }: View): RecoveryPageView | undefined {
  if (identity === undefined || recovery?.shownAt === undefined || recovery.showing === 'none') return undefined;
  const { address, name, fingerprint } = identity;
  const { showing, shownAt, code } = recovery;
  return {
    common: commonView(view),
    identity: { address, name, fingerprint },
    showing,
    shownAt,
    replaces: code.kind === 'there',
  };
}

/**
 * The view of the page on which a person tries microphone, speaker and camera. Undefined while the program is locked.
 */
export function tryoutView(view: View): TryoutView | undefined {
  if (view.isLocked) return undefined;
  const { toneVolume } = view.settings;
  return {
    common: commonView(view),
    isFree: view.calls.every(({ phase }) => phase.kind === 'ended'),
    devices: devicesWanted(view),
    processing: devicesChosen(view.settings).processing,
    toneVolume,
    allowVideo: view.managed.allowVideo,
    opensCamera: false,
  };
}
