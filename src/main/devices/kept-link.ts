// Moves what a new device was given into the usual stores. One sealed file holds everything, and once that file is
// written, this is a device of the person. A crash before that leaves nothing; a crash after it is repaired at the next
// start. `bundleOf` makes what an existing device hands over.
import * as v from 'valibot';
import { parseAddress } from '../../core/keys/address.ts';
import { devicesOf } from '../../core/keys/chain.ts';
import type { LinkBundle } from '../../core/signal/link-bundle.ts';
import { type Identity, IdentityPart, type KeptIdentity, LONG_TERM_KEYS } from './identity.ts';
import { KeptChain, keepOwn } from './kept-chain.ts';
import { KeptSettings, type SettingsChange } from '../policy/settings.ts';
import { BookState } from '../contacts/book-state.ts';
import type { Held } from '../people/held.ts';
import { type Form, type Keyed, keyedForm, wipeKeys } from '../vault/form.ts';
import type { Store } from '../vault/store.ts';
import { KeptMarks } from './device-marks.ts';
import { KeptNames, MOST_NAMES } from './device-names.ts';

const Whole = v.strictObject({
  identity: IdentityPart,
  book: BookState,
  chain: KeptChain,
  names: KeptNames,
  marks: KeptMarks,
  settings: KeptSettings,
});
/** Everything that a new device was given, with its own keys. */
export type LinkedState = Keyed<(typeof LONG_TERM_KEYS)[number], v.InferOutput<typeof Whole>>;

/** What the vault stores: everything while it is being distributed, and nothing afterwards. */
export interface KeptLink {
  readonly whole?: LinkedState;
}

const wholeForm = keyedForm(LONG_TERM_KEYS, Whole);

/** The form of that sealed file, which has no bytes if there is nothing to distribute. */
export const linkForm: Form<KeptLink> = {
  write: ({ whole }) => (whole === undefined ? new Uint8Array(0) : wholeForm.write(whole)),
  read: (bytes) => {
    if (bytes.length === 0) return { value: {} };
    const whole = wholeForm.read(bytes);
    return whole && { value: { whole: whole.value } };
  },
};

/** The stores into which everything is distributed. */
export interface LinkedStores {
  readonly link: Store<KeptLink>;
  readonly identity: Store<KeptIdentity>;
  readonly book: Store<BookState>;
  readonly chain: Store<KeptChain>;
  readonly names: Store<KeptNames>;
  readonly marks: Store<KeptMarks>;
  readonly settings: Store<SettingsChange>;
}

/**
 * The state of the new device, made from the bundle, from what the device holds of its person, and from the seeds of
 * its own keys, which the state takes over. The devices in the chain count as known: the existing device has handed
 * over their names.
 */
export function linkedState(bundle: LinkBundle, held: Held, keys: LinkedState['keys']): LinkedState {
  const value: LinkedState['value'] = {
    identity: { address: bundle.address, name: bundle.name },
    book: {
      entries: bundle.people.map((person) => ({
        address: person.address,
        ...(person.name !== null && { name: person.name }),
        ...(person.rings && { alwaysRings: true }),
        ...(person.pin !== null && {
          pin: {
            person: person.pin.person,
            chain: person.pin.chain,
            dropped: person.pin.dropped,
            sinceMs: person.pin.since,
          },
        }),
        // No code was typed on this device.
        ...(person.verified !== null && { verified: { atMs: person.verified.at, way: 'own-device' as const } }),
        ...(person.change !== null && { change: { seenAtMs: person.change } }),
        ...(person.recovered !== null && { recovery: { seenAtMs: person.recovered } }),
        failedSecureCalls: person.failed,
      })),
    },
    chain: keepOwn({ held, lost: [] }),
    names: { names: bundle.devices },
    marks: { known: devicesOf(held.chain).map(({ id }) => id), given: [] },
    settings: { ...bundle.settings },
  };
  return { keys, value };
}

/** What an existing device hands over of its state. It contains no secret key. */
export function bundleOf(
  kept: { readonly identity: Pick<Identity, 'address' | 'name'>; readonly book: BookState },
  names: KeptNames['names'],
  settings: LinkBundle['settings'],
): LinkBundle {
  const { identity, book } = kept;
  const { relayOnly, unknownCallers, idleLockMinutes, historyDays } = settings;
  return {
    v: 1,
    address: identity.address,
    name: identity.name,
    devices: names.slice(-MOST_NAMES).map(({ device, name }) => ({ device, name })),
    // A person whose address follows an older rule, which no device accepts any more, would make the whole bundle
    // unusable.
    people: book.entries
      .filter(({ address }) => parseAddress(address) !== undefined)
      .map((entry) => ({
        address: entry.address,
        name: entry.name ?? null,
        rings: entry.alwaysRings === true,
        pin: entry.pin === undefined ? null : pinFields(entry.pin),
        verified: entry.verified === undefined ? null : { at: entry.verified.atMs, way: 'code' },
        change: entry.change?.seenAtMs ?? null,
        recovered: entry.recovery?.seenAtMs ?? null,
        failed: entry.failedSecureCalls,
      })),
    settings: { relayOnly, unknownCallers, idleLockMinutes, historyDays },
  };
}

function pinFields({ person, chain, dropped, sinceMs }: NonNullable<BookState['entries'][number]['pin']>) {
  return { person, chain, dropped, since: sinceMs };
}

/**
 * Distributes what a new device was given, the identity last, and then empties the sealed file. If there is an identity
 * already, all was distributed before. On `disk` nothing is lost: the distribution continues at the next start.
 */
export function spreadLink(stores: LinkedStores): 'done' | 'disk' {
  const whole = stores.link.read()?.whole;
  if (whole === undefined) return 'done';
  const outcome = spread(whole, stores);
  wipeKeys(whole);
  if (outcome === 'disk') return 'disk';
  // Written twice, so that the previous generation on disk holds no second copy of the keys.
  return stores.link.write({}) === 'disk' || stores.link.write({}) === 'disk' ? 'disk' : 'done';
}

function spread({ keys, value }: LinkedState, stores: LinkedStores): 'done' | 'disk' {
  const known = stores.identity.read();
  if (known !== undefined) {
    wipeKeys(known);
    return 'done';
  }
  // Settings that the bundle lacks, such as how this machine reaches the broker, stay as the person made them before
  // linking.
  const settings = { ...stores.settings.read(), ...value.settings };
  const writes = [
    () => stores.book.write(value.book),
    () => stores.chain.write(value.chain),
    () => stores.names.write(value.names),
    () => stores.marks.write(value.marks),
    () => stores.settings.write(settings),
    () => stores.identity.write({ keys, value: value.identity }),
  ];
  return writes.some((write) => write() === 'disk') ? 'disk' : 'done';
}
