// The device that a confirmation is for: by its keys, not by what it calls itself.
import type { Bytes } from '../bytes.ts';
import type { Device, DeviceKeys } from '../keys/identity.ts';

/** A device as a chain or a handshake has proven it: exactly these keys are what a confirmation is for. */
export interface ProvenDevice {
  readonly address: string;
  readonly person: Bytes;
  readonly device: string; // its id
  readonly key: Bytes; // X25519, 32 bytes
}

/** This device where it asks for a certificate: what others know it by, and its key that signs. */
export interface AskingDevice extends ProvenDevice, Pick<DeviceKeys, 'd' | 'sign'> {}

/** This device of this person, under the address that the two are known by. */
export function provenDevice(
  { address, person }: Pick<ProvenDevice, 'address' | 'person'>,
  { id, s }: Pick<Device, 'id' | 's'>,
): ProvenDevice {
  return { address, person, device: id, key: s };
}
