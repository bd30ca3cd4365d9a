// What the diagnosis says beside findings (self-check.ts), names of policies, numbers and the program's own words such as `link=waiting`,
// which are the same in every language, so that whoever helps can look them up.
import type { Language } from '../contract/view.ts';

interface DiagnosisTexts {
  readonly head: string; // with the number of the form that the text has
  readonly title: Readonly<Record<'findings' | 'policies' | 'policyProblems' | 'state' | 'log', string>>;
  readonly set: string; // in the place of a policy's value that is not told
  readonly entries: (count: number) => string; // in the place of a list
  readonly noPolicy: string; // in the place of a name that is not told
}

/** What stands in the diagnosis. */
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
