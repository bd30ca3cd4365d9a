// Who is to be set up, as far as the page knows; policy may know better.
import type { Input } from '../../../contract/ipc.ts';

/** What was typed before it is known who is under the address. */
export type TypedPerson = Pick<Input<'identity.create'>, 'address' | 'name' | 'passphrase'>;
