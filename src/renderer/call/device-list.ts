// The microphones, cameras and speakers of this machine, for a person to choose from. No device is opened here.
import type { SoundPlace } from '../../contract/sound.ts';

const KINDS = { audioinput: 'microphone', videoinput: 'camera', audiooutput: 'speaker' } as const;

/** A device that a person may choose. */
export interface MediaDevice {
  readonly kind: 'microphone' | 'camera' | 'speaker';
  /**
   * The name under which a choice is stored: the label; from the second device of that label on, the label and a
   * number. The engine's own entries keep their id.
   */
  readonly id: string;
  readonly label: string; // '' until a device has been opened
  readonly group: string; // the same for devices of one piece of hardware, where the engine knows; else '' or its own
}

/** Lists devices, and reports when one comes or goes. */
export interface DeviceList {
  /** All current devices. */
  readonly read: () => Promise<readonly MediaDevice[]>;
  /**
   * The ids by which this engine knows the speakers of `place`. '' is the system's speaker, which also replaces a
   * missing one.
   */
  readonly sinksOf: (place: SoundPlace) => Promise<readonly string[]>;
  /** Calls `listener` when a device came or went. Returns a function that stops that. */
  readonly subscribe: (listener: () => void) => () => void;
}

/** The devices of this machine. */
export const deviceList: DeviceList = {
  read: async () =>
    named(await navigator.mediaDevices.enumerateDevices()).map(({ kind, label, name, groupId }) => ({
      kind: KINDS[kind],
      id: name,
      label,
      group: groupId,
    })),
  sinksOf: async (place) => {
    if (place.kind === 'one') {
      const first = await firstThere('speaker', preferred(place.speaker, place.others));
      return [first?.deviceId ?? ''];
    }
    const found = named(await navigator.mediaDevices.enumerateDevices());
    const all = found.filter(({ kind, deviceId, name }) => kind === 'audiooutput' && deviceId !== name);
    return all.length === 0 ? [''] : all.map(({ deviceId }) => deviceId);
  },
  subscribe: (listener) => {
    navigator.mediaDevices.addEventListener('devicechange', listener);
    return () => navigator.mediaDevices.removeEventListener('devicechange', listener);
  },
};

/**
 * The names (`MediaDevice.id`) of the chosen device and then of `others`, in order of preference. Empty if the system's
 * device was chosen.
 */
export function preferred(chosen: string, others: readonly string[] = []): readonly string[] {
  return chosen === '' ? [] : [chosen, ...others];
}

/** The devices of `names` that exist now, in the same order, with this engine's ids. */
export async function thoseThere(kind: MediaDevice['kind'], names: readonly string[]): Promise<readonly Found[]> {
  if (names.length === 0) return [];
  const found = named(await navigator.mediaDevices.enumerateDevices());
  return names.flatMap((name) => found.filter((device) => KINDS[device.kind] === kind && device.name === name));
}

/** The first of `names` that exists now. Undefined if none does. */
export async function firstThere(kind: MediaDevice['kind'], names: readonly string[]): Promise<Found | undefined> {
  const [first] = await thoseThere(kind, names);
  return first;
}

/**
 * A text that identifies the system's default device of `kind` and changes with that device. '' if the engine names
 * none.
 */
export async function systemDefault(kind: MediaDevice['kind']): Promise<string> {
  const found = await navigator.mediaDevices.enumerateDevices();
  const device = found.find((each) => KINDS[each.kind] === kind && each.deviceId === 'default');
  return device === undefined ? '' : `default ${device.label} ${device.groupId}`;
}

type Named = Pick<MediaDeviceInfo, 'kind' | 'deviceId' | 'label' | 'groupId'> & { readonly name: string };
/** A device as this page's engine knows it, and its name. */
export type Found = Pick<Named, 'deviceId' | 'name'>;

// `default` and `communications` are the engine's own names for the system's choice, in every session.
function named(devices: readonly MediaDeviceInfo[]): readonly Named[] {
  const seen = new Map<string, number>();
  return devices.map(({ kind, deviceId, label, groupId }) => {
    const count = (seen.get(`${kind} ${label}`) ?? 0) + 1;
    seen.set(`${kind} ${label}`, count);
    const isOfEngine = ['', 'default', 'communications'].includes(deviceId);
    return { kind, deviceId, label, groupId, name: isOfEngine ? deviceId : count === 1 ? label : `${label} #${count}` };
  });
}
