// The values that Windows and macOS can store, in the form that every reader returns. The watcher gives every list as
// one text. Core decides whether a value is allowed, alike for all systems.
import type { Policy } from '../../core/policy/policy.ts';
import { policies, policyNames } from '../../core/policy/table.ts';

// RFC 7468 §3: one block, from its BEGIN line to the next END line.
const PEM_BLOCK = /-----BEGIN [^\n]*?-----[\s\S]*?-----END [^\n]*?-----/g;

// A list is JSON in one text (macOS), or has one entry on each line (a MULTI_SZ), except that a PEM block spans several
// lines. What begins like a JSON list but cannot be parsed stays a text, which is the wrong type.
function listOf(policy: Policy, text: string): unknown {
  if (text.trimStart().startsWith('[')) {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      return text;
    }
  }
  const hasBlocks = policy.type === 'list' && (policy.form === 'certificate' || policy.form === 'revocation-list');
  if (hasBlocks && text.replaceAll(PEM_BLOCK, '').trim() === '') return text.match(PEM_BLOCK) ?? [];
  return text.split(/\r?\n/).filter((line) => line !== '');
}

/** The values by name. `update` is what the watcher has found. */
export function nativeContent(update: object): Readonly<Record<string, unknown>> {
  const found = new Map<string, unknown>(Object.entries(update));
  const entries = policyNames.flatMap((name) => {
    const raw = found.get(name);
    if (raw === undefined) return [];
    const isList = policies[name].type === 'list' && typeof raw === 'string';
    return [[name, isList ? listOf(policies[name], raw) : raw]];
  });
  return Object.fromEntries(entries) as Readonly<Record<string, unknown>>;
}
