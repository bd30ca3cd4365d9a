// How the page of policies searches, groups and copies main's report. Pure; a secret never reaches the page.
import type { PolicyReport, PolicyState } from '../../contract/managed.ts';
import type { Language } from '../../contract/view.ts';

/** The categories in the order of the policy table. Any other is shown under `other`. */
export const policyCategories = [
  'connection',
  'people',
  'organisation',
  'keys',
  'calls',
  'data',
  'program',
  'other',
] as const;
/** One of these categories. */
export type PolicyCategory = (typeof policyCategories)[number];

/** The policies of one category, in the order of the report. */
export interface PolicyGroup {
  readonly category: PolicyCategory;
  readonly policies: readonly PolicyState[];
}

/** Whether anybody has set this value, or something is wrong with it. */
export function isSet(policy: PolicyState): boolean {
  return policy.level !== 'default' || policy.problem !== undefined;
}

/**
 * The policies whose name or title matches `query`, by category, without empty categories. With `onlySet`, only those
 * that are set.
 */
export function policyGroups(
  policies: readonly PolicyState[],
  query: string,
  onlySet: boolean,
  language: Language,
): readonly PolicyGroup[] {
  const wanted = query.trim().toLocaleLowerCase();
  const found = policies.filter(
    (policy) =>
      (!onlySet || isSet(policy)) &&
      [policy.name, policy.title[language]].some((text) => text.toLocaleLowerCase().includes(wanted)),
  );
  return policyCategories
    .map((category) => ({ category, policies: found.filter((policy) => categoryOf(policy) === category) }))
    .filter((group) => group.policies.length > 0);
}

function categoryOf(policy: PolicyState): PolicyCategory {
  return policyCategories.find((category) => category === policy.category) ?? 'other';
}

/**
 * The report as JSON for a help desk: names, values, levels, sources, problems. For a secret, it says only whether a
 * value is set.
 */
export function policyJson(report: PolicyReport): string {
  const policies = report.policies.map(({ name, value, isSecret, level, source, problem }) => ({
    name,
    ...(isSecret ? { isSecret, isSet: level !== 'default' } : { value }),
    level,
    source,
    ...(problem !== undefined && { problem }),
  }));
  return JSON.stringify({ policies, problems: report.problems, sources: report.sources }, undefined, 2);
}
