// The device that a confirmation is for, identified by its keys and not by what it calls itself.
import type { Bytes } from '../bytes.ts';
import type { Device, DeviceKeys } from '../keys/identity.ts';

/** A device as a chain or a handshake has proven it. A confirmation is for exactly these keys. */
export interface ProvenDevice {
  readonly address: string;
  readonly person: Bytes;
  readonly device: string; // its id
  readonly key: Bytes; // X25519, 32 bytes
}

/** This device when it requests a certificate: its public identity and its signing key. */
export interface AskingDevice extends ProvenDevice, Pick<DeviceKeys, 'd' | 'sign'> {}

/** This device of this person, under the person's address. */
export function provenDevice(
  { address, person }: Pick<ProvenDevice, 'address' | 'person'>,
  { id, s }: Pick<Device, 'id' | 's'>,
): ProvenDevice {
  return { address, person, device: id, key: s };
}
