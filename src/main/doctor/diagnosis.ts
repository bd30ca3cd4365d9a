// The diagnosis: a text that a person reads before sending it to a helper. It contains the findings, which policies are
// set, what is wrong with them, the state of the program, and the last lines of the log. Besides sentences of our own,
// everything is numbers, flags and short words; never a name, an address, a host, a key, a code that a person types, or
// the value of a policy that could be one of these.
import type { DoctorReport, PolicyReport } from '../../contract/managed.ts';
import type { Language, View } from '../../contract/view.ts';
import type { PolicyValue } from '../../core/policy/policy.ts';
import { type PolicyName, policies } from '../../core/policy/table.ts';
import { diagnosisTexts } from '../../text/diagnosis.ts';
import { reportText } from './doctor-command.ts';

/** What a diagnosis is written from. */
export interface DiagnosisParts {
  readonly report: DoctorReport;
  readonly policy: PolicyReport;
  readonly view: View;
  readonly log: readonly string[]; // lines as they were printed, redacted by main/log.ts
  readonly language: Language;
}

type PolicyState = PolicyReport['policies'][number];

/** The whole text, ending with a newline. */
export function diagnosisText({ report, policy, view, log, language }: DiagnosisParts): string {
  const { head, title } = diagnosisTexts[language];
  const set = policy.policies.filter(({ level }) => level !== 'default');
  const sections: readonly (readonly [title: string, lines: readonly string[]])[] = [
    [title.findings, reportText(report, language).split('\n')],
    [title.policies, set.map((state) => policyLine(state, language))],
    [title.policyProblems, policy.problems.map((problem) => problemLine(problem, language))],
    [title.state, stateLines(view)],
    [title.log, log],
  ];
  const parts = sections.map(([of, lines]) => [`# ${of}`, ...(lines.length === 0 ? ['-'] : lines)].join('\n'));
  return `${[`${head}\nat=${new Date(report.at).toISOString()}`, ...parts].join('\n\n')}\n`;
}

function isKnown(name: string): name is PolicyName {
  return Object.hasOwn(policies, name);
}

function policyLine({ name, level, value, isSecret, problem }: PolicyState, language: Language): string {
  const shape = shapeOf(name, isSecret ? undefined : value, language);
  const told = [shape, problem ?? ''];
  return [name, level, ...told.filter((word) => word !== '')].join(' ');
}

// Text is printed only if it comes from a closed list, because any other text may name somebody.
function shapeOf(name: string, value: PolicyValue | undefined, language: Language): string {
  const { entries, set } = diagnosisTexts[language];
  if (value === undefined) return set;
  if (typeof value === 'boolean' || typeof value === 'number') return String(value);
  if (typeof value === 'object') return entries(value.length);
  return isKnown(name) && policies[name].type === 'enum' ? value : set;
}

// The name of an entry that is no policy is not printed, because it can be any text.
function problemLine({ kind, name }: PolicyReport['problems'][number], language: Language): string {
  if (name === undefined) return kind;
  return `${kind} ${isKnown(name) ? name : diagnosisTexts[language].noPolicy}`;
}

function stateLines(view: View): readonly string[] {
  const { contacts, calls, link, managed, notices, settings, keyStore, enrolment, update, broker } = view;
  const call = calls.at(-1); // the newest
  const count = <T>(items: readonly T[], test: (item: T) => boolean): number => items.filter(test).length;
  const facts: Readonly<Record<string, string | number | boolean>> = {
    'key-store': keyStore.kind,
    identity: view.identity !== undefined,
    locked: view.isLocked,
    link: link.kind,
    ...(link.kind === 'waiting' && { 'link-cause': link.cause }),
    'embedded-broker': broker.kind,
    status: view.status,
    calls: calls.length,
    call: call?.phase.kind ?? 'none',
    ...(call?.phase.kind === 'ended' && { 'call-ended': call.phase.reason }),
    ...(call !== undefined && {
      'call-path': call.numbers.path,
      'call-path-by': call.numbers.pathBy,
      'call-verification': call.trust.kind,
    }),
    contacts: contacts.length,
    'contacts-verified': count(contacts, ({ trust }) => trust.kind === 'verified'),
    'contacts-changed': count(contacts, ({ trust }) => trust.kind === 'changed'),
    'contacts-confirmed': count(contacts, ({ organisation }) => organisation.kind === 'confirmed'),
    'contacts-refused': count(contacts, ({ organisation }) => organisation.kind === 'refused'),
    'calls-in-history': view.history.length,
    'last-ends':
      view.history
        .slice(0, 10)
        .map(({ outcome }) => outcome)
        .join(',') || 'none',
    notices: notices.map(({ kind }) => kind).join(',') || 'none',
    managed: managed.isManaged,
    locks: Object.keys(managed.locks).length,
    enrolment: enrolment.kind,
    update: update.kind,
    language: settings.language,
    'own-broker': settings.brokerUrl !== '',
    'broker-password': settings.hasBrokerPassword,
    'local-broker': settings.localBroker,
    'relay-only': settings.relayOnly,
    'unknown-callers': settings.unknownCallers,
    'start-at-login': settings.startAtLogin,
    'idle-lock-minutes': settings.idleLockMinutes,
    'history-days': settings.historyDays,
  };
  return Object.entries(facts).map(([name, value]) => `${name}=${String(value)}`);
}
