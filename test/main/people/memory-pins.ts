// Pins in memory, as a look-up over chains needs them.
import { equal } from '../../../src/core/bytes.ts';
import type { PersonPin, Pins } from '../../../src/main/contacts/person-pin.ts';

export class MemoryPins implements Pins {
  readonly pins = new Map<string, PersonPin>();
  /** Disputes that were noted, in their order, and those that the person has accepted. */
  readonly noted: string[] = [];
  readonly accepted = new Set<string>();
  recoveries = 0;

  readonly pin = (address: string): PersonPin | undefined => this.pins.get(address);

  readonly pinNew = (address: string, pin: PersonPin): 'ok' | 'changed' => {
    const before = this.pins.get(address);
    if (before !== undefined) return equal(before.person, pin.person) ? 'ok' : 'changed';
    this.pins.set(address, pin);
    return 'ok';
  };

  readonly follow: Pins['follow'] = (address, { held, isRecovered }) => {
    const before = this.pins.get(address);
    if (before === undefined) throw new Error('nobody is pinned');
    this.pins.set(address, { ...before, held });
    if (isRecovered) this.recoveries++;
  };

  readonly noteDispute: Pins['noteDispute'] = (_address, dispute) => {
    if (this.accepted.has(dispute)) return 'accepted';
    this.noted.push(dispute);
    return 'changed';
  };
}
