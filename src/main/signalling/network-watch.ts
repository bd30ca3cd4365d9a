// Whether the addresses of this machine are still those it had: a cable pulled, another radio network, a tunnel that ended. No
// system tells of it alike, and an engine notices late that its way is dead; so it is looked at once a second.
import { networkInterfaces } from 'node:os';
import type { Clock } from '../time/clock.ts';

/** `lost`: an address is gone, and with it what went by it. `found`: there are more than before, and none is gone. */
export type NetworkChange = 'lost' | 'found';

const LOOK_EVERY_MS = 1000;

/** The addresses of this machine that reach beyond it; never the link-local ones, which come with every interface. */
export function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.flatMap(({ address, internal }) => (internal || /^(fe[89ab]|169\.254\.)/i.test(address) ? [] : [address]));
}

/** Tells every change from here on, and the addresses that there are now. */
export function watchNetwork(
  addresses: () => readonly string[],
  clock: Clock,
  onChange: (change: NetworkChange, addresses: readonly string[]) => void,
): void {
  let known = new Set(addresses());
  const look = (): void => {
    clock.after(LOOK_EVERY_MS, look);
    const before = known;
    known = new Set(addresses());
    if ([...before].some((address) => !known.has(address))) onChange('lost', [...known]);
    else if (known.size > before.size) onChange('found', [...known]);
  };
  clock.after(LOOK_EVERY_MS, look);
}
