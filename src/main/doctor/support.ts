// Support for a person: the self-check, the diagnosis, the security record as a file, and the test of the person's own
// relay. They are joined here for the page's commands; each of the first three has a file of its own.
import type { RefusalCode } from '../../contract/failure.ts';
import type { DoctorReport, RecordState } from '../../contract/managed.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import type { RelayTest } from '../../contract/own-relay.ts';
import type { View } from '../../contract/view.ts';
import { createDiagnosisFile } from './diagnosis-file.ts';
import { diagnosisText } from './diagnosis.ts';
import { type DoctorParts, examine } from './doctor.ts';
import { probeTurn } from './turn-probe.ts';
import { type RecordFileParts, saveRecord } from '../record/record-file.ts';

/** What the page may ask for. */
export interface Support {
  /** The self-check. */
  readonly examine: () => Promise<DoctorReport>;
  /** Writes a new diagnosis. `saveDiagnosis` then saves exactly this text. */
  readonly readDiagnosis: () => Promise<string>;
  readonly saveDiagnosis: () => Promise<'done' | RefusalCode>;
  /**
   * Asks the person's own relay for a path. If there is one, makes a trial call through the relay. `undefined` if the
   * person has no relay.
   */
  readonly testRelay: () => Promise<RelayTest | undefined>;
  /** Whether the chain of the record is intact. */
  readonly checkRecord: () => Promise<RecordState>;
  /** Saves the record, signed, in the place that the person chooses. */
  readonly saveRecord: () => Promise<'done' | RefusalCode>;
}

/** What support is made of. */
export interface SupportParts extends Omit<RecordFileParts, 'policy'>, DoctorParts {
  readonly record: Pick<SecurityRecord, 'note' | 'write' | 'check'>;
  readonly view: () => View;
  /** The last lines of the log, as printed. */
  readonly recentLines: () => readonly string[];
}

/** Support over these parts. */
export function createSupport(parts: SupportParts): Support {
  let running: Promise<DoctorReport> | undefined;
  // Everybody who asks while a self-check runs gets its report. Two at a time would ask every server twice, and only
  // one of them could make the trial call.
  const examineOnce = (): Promise<DoctorReport> =>
    (running ??= examine(parts).finally(() => {
      running = undefined;
    }));
  const write = async (): Promise<string> =>
    diagnosisText({
      report: await examineOnce(),
      policy: parts.policy.report(),
      view: parts.view(),
      log: parts.recentLines(),
      language: parts.language(),
    });
  const diagnosis = createDiagnosisFile({ ...parts, write, policy: parts.policy.values, onRecord: parts.record.note });
  return {
    examine: examineOnce,
    readDiagnosis: diagnosis.read,
    saveDiagnosis: diagnosis.save,
    testRelay: async () => {
      const own = parts.ownRelay();
      if (own === undefined) return undefined;
      const { kind } = await probeTurn(own.server, own, parts.clock, parts.random);
      if (kind !== 'allocated') return kind;
      const trial = (await parts.trialCall([own.server], own)).kind;
      return trial === 'not-now' ? 'allocated' : trial;
    },
    checkRecord: parts.record.check,
    saveRecord: () => saveRecord({ ...parts, policy: parts.policy.values }),
  };
}
