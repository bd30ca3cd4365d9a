// Which devices the organisation confirms: what each device shows at the broker, judged against the roots of policy. Apart from
// the trust book: that a person has verified somebody is never said here, and nothing here says it.
import type { OrganisationMark } from '../../contract/managed.ts';
import type { Bytes } from '../../core/bytes.ts';

/** A device as a signed list or a handshake has proven it: exactly these keys are what a confirmation is for. */
export interface ProvenDevice {
  readonly address: string;
  readonly uik: Bytes;
  readonly device: string; // its id
  readonly key: Bytes; // X25519, 32 bytes
}

/** What the organisation says of devices. Without a root in policy everything is `none` at once and nothing is read. */
export interface Confirmations {
  /** Reads what the device shows and judges it; what is known already stands where the broker does not answer in time. */
  readonly check: (device: ProvenDevice, timeoutMs: number) => Promise<OrganisationMark>;
  /** Checks all devices of an address as its list just read names them; from here on these are the ones that count. */
  readonly checkAll: (address: string, devices: readonly ProvenDevice[], timeoutMs: number) => Promise<void>;
  /** Of a person: `confirmed` only where every device known is; `refused` where one is. From memory. */
  readonly markOf: (address: string) => OrganisationMark;
  /** Of one device, from memory; it changes as time passes and as policy changes. */
  readonly markOfDevice: (device: string) => OrganisationMark;
  /** Called when a mark may have changed. */
  readonly onChange: (listener: () => void) => void;
}
