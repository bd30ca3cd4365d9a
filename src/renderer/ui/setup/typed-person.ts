// The person to set up, as far as the page knows. Policy may replace what was typed.
import type { Input } from '../../../contract/ipc.ts';

/** What the person typed before the page knows who uses the address. */
export type TypedPerson = Pick<Input<'identity.create'>, 'address' | 'name' | 'passphrase'>;
