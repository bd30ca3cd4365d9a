// The devices of this person as this device knows them: the list, linking another device, and removing one. There is
// one linking at a time, and it ends with the account. A person's commands arrive here; only a view without keys
// leaves.
import { roomForDevice } from '../../core/keys/chain-build.ts';
import { readLinkCode, writeLinkCode } from '../../core/keys/link-code.ts';
import type { DeviceMember } from '../../core/keys/member.ts';
import type { DevicesView, DeviceView, ExistingDeviceView } from '../../contract/devices.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Clock, Random } from '../time/clock.ts';
import type { Identity } from './identity.ts';
import type { Changing, OwnChain } from './own-chain.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { Transport } from '../signalling/transport.ts';
import type { LinkBundle } from '../../core/signal/link-bundle.ts';
import { isLook, writeLook } from '../../core/signal/link.ts';
import { LINK_ID_BYTES } from '../../core/keys/link-handshake.ts';
import type { AddedMessage } from './added-message.ts';
import { isSaid, refusalOf } from './changing-outcome.ts';
import type { DeviceMarks } from './device-marks.ts';
import type { DeviceNames } from './device-names.ts';
import { ExistingDeviceLinking } from './existing-device-linking.ts';

/** The result of an act: done, or why not. */
type Outcome = 'done' | RefusalCode;

/** A person's devices. */
export interface OwnDevices {
  readonly view: () => Pick<DevicesView, 'list' | 'given' | 'isRemoved' | 'isDisputed' | 'isUnfinished' | 'giving'>;
  /** Begins to link the device that shows this code. */
  readonly give: (code: string) => Outcome;
  /**
   * Ends a linking, or dismisses the notice of its end. If the data is already under way, that notice stays, because
   * the data may have arrived. Once the new device has everything, adding it goes on.
   */
  readonly stop: () => void;
  /** Removes another device, if the person agrees. */
  readonly remove: (device: string) => Promise<Outcome>;
  /** The person has read that `device` is new, or that data was handed to it. */
  readonly acknowledge: (device: string) => 'done';
  /** Whether this device is no longer, or not yet, one of its person's. Then it may be erased. */
  readonly isOver: () => boolean;
  /** Reads the chain now, or once the reading under way is over. */
  readonly refresh: () => void;
  /** Makes the person's other devices look at the chain. */
  readonly announce: () => void;
  /** This device was just linked: the message that says it was added is still to come. */
  readonly expect: (added: AddedMessage) => void;
  readonly receive: (from: string, bytes: Uint8Array) => void;
  /** Policy or the chain may have changed. */
  readonly follow: () => void;
  readonly close: () => void;
}

const LOOK_PAUSE_MS = 10_000;
const LOOK_EXPIRY_SECONDS = 60;

/** What the list, the linking and the removal need. */
export interface OwnDevicesParts {
  readonly identity: Identity;
  readonly chain: Pick<OwnChain, 'held' | 'devices' | 'state' | 'isDisputed' | 'change' | 'refresh'>;
  readonly marks: DeviceMarks;
  readonly names: DeviceNames;
  readonly deviceName: string;
  readonly transport: Pick<Transport, 'send' | 'view'>;
  readonly clock: Clock;
  readonly random: Random;
  readonly mayLink: () => boolean;
  readonly bundle: () => LinkBundle | undefined;
  readonly onRecord: OnRecord;
  /** Asks the person directly: no page can agree for them. */
  readonly consent: AskConsent;
  readonly onDisk: () => void;
  readonly onChange: () => void;
}

/** The devices of the person, with no linking under way. */
export function createOwnDevices(parts: OwnDevicesParts): OwnDevices {
  const { identity, chain, names, marks } = parts;
  let giving: ExistingDeviceLinking | undefined;
  let question: AbortController | undefined; // while the person is asked whether the bundle may leave
  const closing = new AbortController();
  let added: AddedMessage | undefined;
  let cancelLook: (() => void) | undefined;
  let isLookWanted = false;

  function ids(): readonly string[] {
    return chain.devices().map(({ id }) => id);
  }

  function shown(): DeviceView[] {
    return ids().map((id) => {
      const isThis = id === identity.deviceId;
      const name = isThis ? parts.deviceName : names.of(id);
      return { device: id, name, isThis, isNew: !isThis && !marks.isKnown(id) };
    });
  }

  // Devices that were handed data are shown until they are in the chain or the person has read about them.
  function given(): DevicesView['given'] {
    const others = marks.given().filter((device) => !ids().includes(device));
    return others.map((device) => ({ device, name: names.of(device) }));
  }

  function whyOut(): RefusalCode | undefined {
    if (chain.state() === 'removed') return 'device-removed';
    if (chain.state() === 'waiting') return 'device-unfinished';
    return chain.isDisputed() ? 'devices-disputed' : undefined;
  }

  function whyNot(): RefusalCode | undefined {
    if (!parts.mayLink()) return 'locked';
    const out = whyOut();
    if (out !== undefined) return out;
    if (giving !== undefined && !giving.isOver) return 'linking';
    if (parts.transport.view().kind !== 'online') return 'not-connected';
    const room = roomForDevice(chain.held().chain);
    return room === 'room' ? undefined : room === 'devices' ? 'devices-full' : 'chain-full';
  }

  function give(code: string): Outcome {
    const refusal = whyNot();
    if (refusal !== undefined) return refusal;
    const read = readLinkCode(code);
    if (typeof read === 'string' || read.device === identity.deviceId) return 'bad-code';
    const begun = new ExistingDeviceLinking(read.device, {
      own: identity,
      send: parts.transport.send,
      clock: parts.clock,
      random: parts.random,
      chain: () => (whyOut() === undefined ? chain.held() : undefined),
      bundle: parts.bundle,
      add,
      onChange: () => {
        if (begun.view.kind === 'asking') void handOver(begun, read.device, begun.view.name);
        else question?.abort(); // the question was answered, or the linking is over
        parts.onChange();
      },
      // Recorded when the data leaves, not when the new device reports its arrival, because that report may never come.
      onLeaving: (device, name) => {
        parts.onRecord({ kind: 'device-linked', role: 'in-use' });
        const written = [names.learn(device, name), marks.give(device)];
        if (written.includes('disk')) parts.onDisk();
      },
    });
    giving = begun;
    parts.onChange();
    return 'done';
  }

  async function add(member: DeviceMember): Promise<Changing> {
    const outcome = await chain.change({ add: [member] });
    if (isSaid(outcome)) {
      acknowledge(member.id); // a person who has just linked a device knows about it
      tell();
    }
    return outcome;
  }

  function acknowledge(device: string): 'done' {
    if (marks.acknowledge(device) === 'disk') parts.onDisk(); // the device counts as new again after a start
    parts.onChange();
    return 'done';
  }

  // The number was typed right on the new device, which has proven to be the one whose code was typed. Only the person
  // knows whose code that was, and a page that was taken over could have typed another code. So main asks, and shows
  // the code.
  async function handOver(begun: ExistingDeviceLinking, device: string, name: string): Promise<void> {
    question = new AbortController();
    const { signal } = question;
    const consent = await parts.consent({ kind: 'give', name, code: writeLinkCode(device) }, signal);
    endForbidden();
    if (consent === 'yes') begun.confirm();
    else begun.end(consent === 'no' ? 'cancelled' : consent, 'cancelled');
  }

  // Policy or the chain may have forbidden the linking since it began.
  function endForbidden(): void {
    if (!parts.mayLink() || whyOut() !== undefined) giving?.end('not-allowed', 'cancelled');
  }

  async function remove(device: string): Promise<Outcome> {
    const out = whyOut();
    if (out !== undefined) return out;
    if (device === identity.deviceId || !ids().includes(device)) return 'unknown-device';
    if (parts.transport.view().kind !== 'online') return 'not-connected';
    const consent = await parts.consent({ kind: 'remove', name: names.of(device), device }, closing.signal);
    if (consent !== 'yes') return consent === 'no' ? 'cancelled' : consent;
    const dropped = await chain.change({ drop: [device] });
    parts.onChange();
    // `invalid` is not expected: this device is a member, and a link may drop any id but its signer's.
    if (!isSaid(dropped)) return refusalOf(dropped, 'unknown-device');
    parts.onRecord({ kind: 'device-removed', which: 'other' });
    tell([device]);
    return 'done';
  }

  // A change made here is news for the person's other devices.
  function tell(more: readonly string[] = []): void {
    for (const device of new Set([...chain.devices().map(({ id }) => id), ...more])) {
      const bytes = writeLook(parts.random(LINK_ID_BYTES));
      if (device !== identity.deviceId) void parts.transport.send(device, bytes, LOOK_EXPIRY_SECONDS);
    }
  }

  // Anybody may ask for a reading. The first one is done at once, and further ones only after a pause.
  function look(): void {
    if (cancelLook !== undefined) {
      isLookWanted = true;
      return;
    }
    chain.refresh();
    cancelLook = parts.clock.after(LOOK_PAUSE_MS, () => {
      cancelLook = undefined;
      if (!isLookWanted) return;
      isLookWanted = false;
      look();
    });
  }

  const view = (): ExistingDeviceView => giving?.view ?? { kind: 'off' };
  return {
    view: () => ({
      list: shown(),
      given: given(),
      isRemoved: whyOut() === 'device-removed',
      isDisputed: chain.isDisputed(),
      isUnfinished: whyOut() === 'device-unfinished',
      giving: view(),
    }),
    give,
    stop: () => {
      // Data that is under way may have arrived: the notice of that stays until it is read.
      const stays = giving?.view.kind === 'sending' || giving?.view.kind === 'adding';
      giving?.end('cancelled', 'cancelled');
      if (!stays) giving = undefined;
      parts.onChange();
    },
    remove,
    acknowledge,
    isOver: () => chain.state() !== 'in',
    refresh: chain.refresh,
    announce: tell,
    expect: (message) => {
      added?.wipe();
      added = message;
    },
    receive: (from, bytes) => {
      if (isLook(bytes)) look();
      else if (added?.isIn(from, bytes) === true) chain.refresh();
      else giving?.receive(from, bytes);
    },
    follow: endForbidden,
    close: () => {
      cancelLook?.();
      closing.abort();
      giving?.end('cancelled', 'cancelled');
      giving?.abandon();
      added?.wipe();
    },
  };
}
