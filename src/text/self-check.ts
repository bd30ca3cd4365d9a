// The texts that `--doctor` and `--check-network` print beside names and numbers; the diagnosis uses some of them.
import type { FindingCode } from '../contract/finding.ts';
import type { DoctorCheck } from '../contract/managed.ts';
import type { Language } from '../contract/view.ts';
import { findingDe } from './finding-de.ts';
import { findingEn } from './finding-en.ts';

interface SelfCheckTexts {
  readonly outcome: Readonly<Record<DoctorCheck['outcome'], string>>;
  readonly finding: Readonly<Record<FindingCode, string>>;
  readonly device: string; // before the id of this device
}

/** The texts of the printed self-check. */
export const selfCheckTexts: Readonly<Record<Language, SelfCheckTexts>> = {
  de: {
    outcome: { good: 'in Ordnung', notice: 'Hinweis', bad: 'FEHLER', 'not-checked': 'nicht geprüft' },
    finding: findingDe,
    device: 'Gerätekennung',
  },
  en: {
    outcome: { good: 'in order', notice: 'warning', bad: 'FAULT', 'not-checked': 'not checked' },
    finding: findingEn,
    device: 'device id',
  },
};
