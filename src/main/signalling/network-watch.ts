// Notices when this machine loses or gains addresses, for example because a cable was pulled, the radio network changed
// or a tunnel ended. Systems report such changes differently, and an engine notices a dead path late, so the addresses
// are checked once a second.
import { networkInterfaces } from 'node:os';
import type { Clock } from '../time/clock.ts';

/** `lost`: an address is gone, and with it whatever used it. `found`: there are more than before, and none is gone. */
export type NetworkChange = 'lost' | 'found';

const LOOK_EVERY_MS = 1000;

/** The addresses of this machine that reach beyond it. Link-local ones do not count, as every interface has them. */
export function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((list) => list ?? []);
  return all.flatMap(({ address, internal }) => (internal || /^(fe[89ab]|169\.254\.)/i.test(address) ? [] : [address]));
}

/** Reports every change from here on, together with the addresses after it. */
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
