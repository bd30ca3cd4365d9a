// The devices of this person as this one knows them: the list, linking a further one, taking one off. One linking at a time, and it
// ends with the account. What a person does comes in here; what goes out is a view without keys.
import { readLinkCode, writeLinkCode } from '../../core/keys/link-code.ts';
import { type DeviceList, MAX_DEVICES } from '../../core/keys/device-list.ts';
import type { DevicesView, DeviceView, GivingView } from '../../contract/devices.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Clock, Random } from '../app/clock.ts';
import type { Identity } from '../app/identity.ts';
import type { OwnList, Removing } from '../app/own-list.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Transport } from '../signalling/transport.ts';
import type { LinkBundle } from '../../core/signal/link-bundle.ts';
import { isLook, writeLook } from '../../core/signal/link.ts';
import { LINK_ID_BYTES } from '../../core/keys/link-handshake.ts';
import type { DeviceNames } from './device-names.ts';
import { Giving } from './giving.ts';

/** What came of an act: done, or why not. */
type Outcome = 'done' | RefusalCode;

/** A person's devices. */
export interface OwnDevices {
  readonly view: () => Pick<DevicesView, 'list' | 'isRemoved' | 'giving'>;
  /** Begins to link the device that shows this code. */
  readonly give: (code: string) => Outcome;
  /** Ends a linking, or puts its end away; one that ends while everything is on its way stays, for that is not known. */
  readonly stop: () => void;
  /** Takes another device off the list, where the person says yes to it. */
  readonly remove: (device: string) => Promise<Outcome>;
  /** Reads the list at once. */
  readonly refresh: () => void;
  readonly receive: (from: string, bytes: Uint8Array) => void;
  /** A list was published from here: the other devices are told to look. */
  readonly announce: (before: DeviceList | undefined, now: DeviceList) => void;
  /** Policy may have changed. */
  readonly follow: () => void;
  readonly close: () => void;
}

const LOOK_PAUSE_MS = 10_000;
const LOOK_EXPIRY_SECONDS = 60;

/** What they are made of. */
export interface OwnDevicesParts {
  readonly identity: Identity;
  readonly list: OwnList;
  readonly names: DeviceNames;
  readonly deviceName: string;
  readonly transport: Pick<Transport, 'send' | 'view'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly mayLink: () => boolean;
  readonly bundle: () => LinkBundle | undefined;
  readonly onRecord: OnRecord;
  /** Asks the person itself: no page says yes to these. */
  readonly consent: AskConsent;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** The devices, without a linking. */
export function createOwnDevices(parts: OwnDevicesParts): OwnDevices {
  const { identity, list, names } = parts;
  let giving: Giving | undefined;
  let question: AbortController | undefined; // while the person is asked whether the key may leave
  const closing = new AbortController();
  let cancelLook: (() => void) | undefined;
  let isLookWanted = false;

  function shown(): DeviceView[] {
    return (list.list()?.devices ?? []).map(({ id, since, until }) => {
      const isThis = id === identity.deviceId;
      return {
        device: id,
        name: isThis ? parts.deviceName : names.of(id),
        since: since * 1000,
        until: until * 1000,
        isThis,
      };
    });
  }

  function whyNot(): RefusalCode | undefined {
    if (!parts.mayLink()) return 'locked';
    if (list.isRemoved()) return 'device-removed';
    if (giving !== undefined && !giving.isOver) return 'linking';
    const devices = list.list()?.devices;
    if (parts.transport.view().kind !== 'online' || devices === undefined) return 'not-connected';
    return devices.length >= MAX_DEVICES ? 'devices-full' : undefined;
  }

  function give(code: string): Outcome {
    const refusal = whyNot();
    if (refusal !== undefined) return refusal;
    const read = readLinkCode(code);
    if (typeof read === 'string' || read.device === identity.deviceId) return 'bad-code';
    const begun = new Giving(read.device, {
      own: identity,
      send: parts.transport.send,
      clock: parts.clock,
      random: parts.random,
      bundle: parts.bundle,
      onChange: () => {
        if (begun.view.kind === 'asking') void handOver(begun, read.device, begun.view.name);
        else question?.abort(); // where it is over, nothing is asked any more
        parts.onChange();
      },
      // Written when the key leaves, not when the new device says that it has it: it may never say so.
      onLeaving: () => parts.onRecord({ kind: 'device-linked', role: 'in-use' }),
      onDone: (device, name) => {
        if (names.learn(device, name) === 'disk') parts.onDisk();
      },
    });
    giving = begun;
    parts.onChange();
    return 'done';
  }

  // The number was typed right on the new device, which says that it is the one whose code was typed. Whose code that was, only the
  // person knows, and a page that was taken over types one as well: so main asks, and shows the code.
  async function handOver(begun: Giving, device: string, name: string): Promise<void> {
    question = new AbortController();
    const { signal } = question;
    const consent = await parts.consent({ kind: 'give', name, code: writeLinkCode(device) }, signal);
    endForbidden();
    if (consent === 'yes') begun.confirm();
    else begun.end(consent === 'no' ? 'cancelled' : consent, 'cancelled');
  }

  // Policy or the list may say otherwise since it began.
  function endForbidden(): void {
    if (!parts.mayLink() || list.isRemoved()) giving?.end('not-allowed', 'cancelled');
  }

  async function remove(device: string): Promise<Outcome> {
    if (list.isRemoved()) return 'device-removed';
    const isOther = device !== identity.deviceId && list.list()?.devices.some((each) => each.id === device);
    if (isOther !== true) return 'unknown-device';
    if (parts.transport.view().kind !== 'online') return 'not-connected';
    const consent = await parts.consent({ kind: 'remove', name: names.of(device), device }, closing.signal);
    if (consent !== 'yes') return consent === 'no' ? 'cancelled' : consent;
    const outcome = await list.remove(device);
    if (outcome === 'removed' || outcome === 'disk') parts.onRecord({ kind: 'device-removed', which: 'other' });
    parts.onChange();
    return removingOutcome[outcome];
  }

  // Anybody may ask for it: at once the first time, then once in a while at most.
  function look(): void {
    if (cancelLook !== undefined) {
      isLookWanted = true;
      return;
    }
    list.refresh();
    cancelLook = parts.clock.after(LOOK_PAUSE_MS, () => {
      cancelLook = undefined;
      if (!isLookWanted) return;
      isLookWanted = false;
      look();
    });
  }

  const view = (): GivingView => giving?.view ?? { kind: 'off' };
  return {
    view: () => ({ list: shown(), isRemoved: list.isRemoved(), giving: view() }),
    give,
    stop: () => {
      // What is on its way may have come: that stays to be read.
      const isSending = giving?.view.kind === 'sending';
      giving?.end('cancelled', 'cancelled');
      if (!isSending) giving = undefined;
      parts.onChange();
    },
    remove,
    refresh: list.refresh,
    receive: (from, bytes) => {
      if (isLook(bytes)) look();
      else giving?.receive(from, bytes);
    },
    announce: (before, now) => {
      const all = [...(before?.devices ?? []), ...now.devices].map(({ id }) => id);
      for (const device of new Set(all)) {
        const bytes = writeLook(parts.random(LINK_ID_BYTES));
        if (device !== identity.deviceId) void parts.transport.send(device, bytes, LOOK_EXPIRY_SECONDS);
      }
    },
    follow: endForbidden,
    close: () => {
      cancelLook?.();
      closing.abort();
      giving?.end('cancelled', 'cancelled');
    },
  };
}

const removingOutcome: Readonly<Record<Removing, Outcome>> = {
  removed: 'done',
  disk: 'disk', // it is off the list, and only a race could bring it back
  'removed-itself': 'device-removed',
  'not-connected': 'not-connected',
  timeout: 'not-connected',
  refused: 'list-not-kept',
  'not-kept': 'list-not-kept',
  conflict: 'list-not-kept',
  full: 'list-not-kept',
};
