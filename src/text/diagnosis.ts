// The texts of the diagnosis, apart from those of the findings (self-check.ts). Names of policies, numbers and the
// program's own words such as `link=waiting` are the same in every language, so that a helper can look them up.
import type { Language } from '../contract/view.ts';

interface DiagnosisTexts {
  readonly head: string; // contains the version of the diagnosis format
  readonly title: Readonly<Record<'findings' | 'policies' | 'policyProblems' | 'state' | 'log', string>>;
  readonly set: string; // instead of a policy value that is not shown
  readonly entries: (count: number) => string; // instead of a list
  readonly noPolicy: string; // instead of a name that is not shown
}

/** The texts of the diagnosis. */
export const diagnosisTexts: Readonly<Record<Language, DiagnosisTexts>> = {
  de: {
    head: 'Siegel-Diagnose 1',
    title: {
      findings: 'Selbstprüfung',
      policies: 'Richtlinien',
      policyProblems: 'Probleme mit den Richtlinien',
      state: 'Zustand',
      log: 'Protokoll des Programms',
    },
    set: 'gesetzt',
    entries: (count) => (count === 1 ? '1 Eintrag' : `${count} Einträge`),
    noPolicy: 'ein Name, den keine Richtlinie hat',
  },
  en: {
    head: 'Siegel diagnosis 1',
    title: {
      findings: 'findings',
      policies: 'policies',
      policyProblems: 'policy problems',
      state: 'state',
      log: 'log',
    },
    set: 'set',
    entries: (count) => (count === 1 ? '1 entry' : `${count} entries`),
    noPolicy: 'a name that is no policy',
  },
};
