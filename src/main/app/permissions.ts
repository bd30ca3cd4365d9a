// Which page gets which permission. Pure; whatever is not named here is denied.
// A stage may open devices while its own call allows it. The page on which a person tries devices may open them while
// no call rings or is on. The main window, the card and the security page may only read the names of devices (a check),
// to choose one or to play a sound on the chosen one, and never open one (a request). The main window may write the
// list of policies to the clipboard; no page may read the clipboard. A stage may capture the screen when a person has
// just chosen what to share in its call. Only the page of headsets gets headsets. The page of a trial call has the
// network of a stage, and may not even read the names of devices.
import type { WindowKind } from '../../contract/command-shapes.ts';
import type { CallPhase } from '../../contract/view.ts';
import { ORIGIN } from './content-policy.ts';

/** The devices that a page may open now. */
export interface CallDevices {
  readonly microphone: boolean;
  readonly camera: boolean;
}

/** A question of Chromium: may a page have this permission? `media`: what the page wants of camera and microphone. */
export interface PermissionQuestion {
  readonly kind: WindowKind | undefined; // of the asking page, `undefined` if it is not ours
  readonly permission: string;
  readonly origin: string;
  readonly mainFrame: boolean;
  readonly media: readonly string[];
  /** What the page, or its call, may open now. */
  readonly devices: CallDevices;
  /** Whether a person has chosen what to share in its call, and the choice was not handed over yet. */
  readonly isShareChosen: boolean;
}

// The permissions for local networks exist in newer engines only: a call to a peer or a relay in the same building
// needs them.
const ofNetwork: readonly string[] = ['local-network', 'local-network-access', 'loopback-network'];
const ofCalls: readonly string[] = ['speaker-selection', ...ofNetwork];

const naming: readonly WindowKind[] = ['main', 'card', 'stage', 'security', 'tryout'];

function isOurs(question: Pick<PermissionQuestion, 'mainFrame' | 'origin'>): boolean {
  return question.mainFrame && question.origin === ORIGIN;
}

/** Whether a request asks for a screen, a window or a tab, whichever function of the page made it. */
export function isCapture(permission: string, media: readonly string[]): boolean {
  return permission === 'display-capture' || (permission === 'media' && media.length === 0);
}

/**
 * Whether a request, such as to open a device, is granted. The engine reports a screen capture as a request with no
 * `media`, or as a permission of its own. The page does not choose which screen is captured (session.ts).
 */
export function grantsRequest(question: PermissionQuestion): boolean {
  if (!isOurs(question)) return false;
  if (question.kind === 'main') return question.permission === 'clipboard-sanitized-write';
  if (question.kind === 'trial') return ofNetwork.includes(question.permission); // it has the network and nothing else
  const { microphone, camera } = question.devices;
  if (!microphone) return false;
  const may = (type: string): boolean => type === 'audio' || (type === 'video' && camera);
  if (question.kind === 'tryout')
    return question.permission === 'media' && question.media.length > 0 && question.media.every(may);
  if (question.kind !== 'stage') return false;
  if (isCapture(question.permission, question.media)) return question.isShareChosen;
  if (question.permission !== 'media') return ofCalls.includes(question.permission);
  return question.media.every(may);
}

/** Whether a check is answered with yes. A check opens nothing; a yes can reveal the names of devices. */
export function grantsCheck(question: Omit<PermissionQuestion, 'devices' | 'isShareChosen'>): boolean {
  if (!isOurs(question)) return false;
  if (question.permission === 'media') return question.kind !== undefined && naming.includes(question.kind);
  if (question.kind === 'main') return question.permission === 'clipboard-sanitized-write';
  if (question.kind === 'headset') return question.permission === 'hid';
  if (question.kind === 'trial') return ofNetwork.includes(question.permission);
  return question.kind === 'stage' && ofCalls.includes(question.permission);
}

const TELEPHONY = 0x0b;
const PHONES: readonly number[] = [0x01, 0x04, 0x05]; // phone, handset, headset (HID Usage Tables 1.5 §14)

/** A device of the system that a page could use: its kind, and how it describes itself. */
export interface OfferedDevice {
  readonly deviceType: string;
  /** Missing below Electron 38: then nothing is granted. */
  readonly collections: readonly { readonly usagePage: number; readonly usage: number }[] | undefined;
}

/**
 * Whether pages of this kind may use this device: the page of headsets may use devices that describe themselves as
 * telephones; other pages none.
 */
export function grantsDevice(kind: WindowKind, { deviceType, collections = [] }: OfferedDevice): boolean {
  const isPhone = collections.some(({ usagePage, usage }) => usagePage === TELEPHONY && PHONES.includes(usage));
  return kind === 'headset' && deviceType === 'hid' && isPhone;
}

/** The devices that a call in this phase may open: none while it rings here, and none after its end. */
export function devicesOf(phase: CallPhase | undefined, allowVideo: boolean): CallDevices {
  const isTaken = phase !== undefined && phase.kind !== 'ringing' && phase.kind !== 'ended';
  return { microphone: isTaken, camera: isTaken && allowVideo };
}
