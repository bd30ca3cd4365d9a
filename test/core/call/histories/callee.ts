// Which devices a call of a history rings, as main/calls/ring/callee-devices.ts finds them: what the directory says of
// the callee, what policy says of the devices, when INVITE can be sent, and what becomes known while they ring.
import type { CalleeSeen } from '../../../../src/core/call/ring-callee.ts';
import type { Judgements } from '../../../../src/core/policy/peer-rules.ts';
import type { Rules } from './owner.ts';
import { DEVICES } from './people.ts';
import type { Side } from './side.ts';
import type { Surroundings } from './surroundings.ts';

/** What is needed from the calling device. */
export interface CalleeParts {
  readonly world: Surroundings;
  readonly rules: Rules;
  readonly judge: (side: Side) => void;
}

/** The people whom one device calls. */
export class Callees {
  readonly #parts: CalleeParts;

  constructor(parts: CalleeParts) {
    this.#parts = parts;
  }

  /** Looks the callee up. */
  lookUp(side: Side): void {
    const { agenda, roll } = this.#parts.world;
    agenda.after(roll(2000), () => side.dispatch({ kind: 'callee-read', callee: this.#seen(side) }));
  }

  /** Judges each of these devices by policy. With the first list the call learns who the callee is. */
  judge(side: Side, nr: number, devices: readonly string[]): void {
    const { judge, rules, world } = this.#parts;
    const { agenda, roll } = world;
    if (nr === 1) side.dispatch({ kind: 'peer-found', isConfirmed: roll(6) > 0, isFromMemory: roll(2) === 0 });
    judge(side);
    agenda.after(roll(1500), () => {
      judge(side);
      side.dispatch({ kind: 'organisation-asked' });
      const judgements = (device: string): Judgements => rules.judgements(side.begun.person, device);
      const judged = devices.map((device) => ({ device, judgements: judgements(device) }));
      side.dispatch({ kind: 'callee-judged', nr, devices: judged });
    });
  }

  /** Asks when the callee's devices accept another INVITE. */
  askTurn(side: Side): void {
    const { roll } = this.#parts.world;
    side.dispatch({ kind: 'turn', waitMs: roll(5) > 0 ? 0 : roll(2000) });
  }

  /** Reports what is known of the callee now: sometimes a newer list of devices, and more rarely a dispute. */
  compare(side: Side): void {
    const { roll } = this.#parts.world;
    const devices = this.#devices(side);
    const rings = devices.slice(roll(8) === 0 ? 1 : 0);
    const [isDisputed, isNewer] = [roll(400) === 0, roll(6) === 0 && side.begun.device === undefined];
    side.dispatch({ kind: 'callee-known', callee: { isDisputed, isNewer, rings, devices } });
  }

  #devices({ begun }: Side): readonly string[] {
    const { roll } = this.#parts.world;
    if (begun.device !== undefined) return [begun.device];
    const all = DEVICES[begun.person];
    const from = roll(6) === 0 ? all.length - 1 : 0;
    return all.slice(from, from + 1 + roll(2));
  }

  #seen(side: Side): CalleeSeen {
    const { roll } = this.#parts.world;
    if (roll(30) === 0) return { kind: 'nobody', isCrowded: roll(3) === 0, isArriving: roll(2) === 0 };
    if (roll(80) === 0) return { kind: 'silent', isOffline: roll(2) === 0 };
    const devices = this.#devices(side);
    return {
      kind: 'person',
      isMeant: true,
      isFromMemory: roll(3) === 0,
      rings: devices.length === 0 ? 'unreachable' : devices,
    };
  }
}
