// The removal of this device by another device of its person or by the recovery code: who did it, when this device
// learnt of it, and the person's objection (protocol §2.7; decision 0059). After an objection,
// everybody who has not read the removal yet sees a dispute, and does not call this person before they have decided it.
// So main asks the person before it objects.
import type { RemovalView } from '../../contract/devices.ts';
import type { RefusalCode } from '../../contract/failure.ts';
import type { Clock } from '../time/clock.ts';
import type { OwnChain } from './own-chain.ts';
import { objectSteps, removalIn } from './own-decision.ts';
import type { AskConsent } from '../desktop/consent.ts';
import type { OnRecord } from '../record/record-event.ts';
import type { DeviceMarks } from './device-marks.ts';
import type { DeviceNames } from './device-names.ts';

/** What the view of the removal and an objection need. */
export interface OwnRemovalParts {
  /** The id of this device. */
  readonly device: string;
  readonly chain: Pick<OwnChain, 'held' | 'state' | 'decide'>;
  readonly marks: Pick<DeviceMarks, 'removedMs' | 'learnRemoved'>;
  readonly names: Pick<DeviceNames, 'of'>;
  readonly consent: AskConsent;
  readonly clock: Pick<Clock, 'nowMs'>;
  readonly onRecord: OnRecord;
  /** Makes the person's other devices look at the chain. */
  readonly announce: () => void;
  readonly onDisk: () => void;
}

/** The removal of this device. */
export interface OwnRemoval {
  /** What a window shows of the removal. Undefined if this device is not removed. */
  readonly view: () => RemovalView | undefined;
  /** This device has now learnt of its removal. */
  readonly learn: () => void;
  /**
   * Objects, after the person agreed in main's own dialog: this device drops its remover, and continues the chain from
   * before the removal. `unknown-side`: this device is not removed, or its remover is unknown.
   */
  readonly object: () => Promise<'done' | RefusalCode>;
  /** Closes a question that is being asked. */
  readonly close: () => void;
}

/** The removal according to the chain and the marks. */
export function createOwnRemoval(parts: OwnRemovalParts): OwnRemoval {
  const { device, chain, marks, names } = parts;
  const closing = new AbortController();

  function by(): RemovalView['by'] {
    const remover = removalIn(chain.held().chain, device);
    if (remover === undefined) return { kind: 'unknown' };
    return remover.kind === 'recovery'
      ? { kind: 'code' }
      : { kind: 'device', device: remover.id, name: names.of(remover.id) };
  }

  async function object(): Promise<'done' | RefusalCode> {
    const remover = by();
    if (chain.state() !== 'removed' || remover.kind === 'unknown') return 'unknown-side';
    const consent = await parts.consent({ kind: 'object', by: remover }, closing.signal);
    if (consent !== 'yes' || closing.signal.aborted) return consent === 'asked-lately' ? consent : 'cancelled';
    const outcome = await chain.decide(objectSteps);
    if (outcome === 'decided') {
      parts.onRecord({ kind: 'removal-objected' });
      parts.announce();
      return 'done';
    }
    if (outcome === 'disk') return outcome;
    return outcome === 'room' ? 'chain-full' : 'unknown-side';
  }

  return {
    view: () => {
      if (chain.state() !== 'removed') return undefined;
      const learnt = marks.removedMs();
      return learnt === undefined ? { by: by() } : { by: by(), learnt };
    },
    learn: () => {
      if (marks.learnRemoved(parts.clock.nowMs()) === 'disk') parts.onDisk();
    },
    object,
    close: () => closing.abort(),
  };
}
