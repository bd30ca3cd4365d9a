// macOS configuration profile with every policy at its default. An administrator keeps the keys that the organisation
// decides and deletes the others. The payload type is the program's bundle id, so macOS forces the values.
import { createHash } from 'node:crypto';
import type { Policy } from '../../src/core/policy/policy.ts';
import type { PolicyEntry } from './entry.ts';
import { defaultWord, hasBlocks } from './facts.ts';
import { plistFile, type PlistValue } from './plist.ts';
import { policyWords } from './words.ts';

/** The program's bundle id (appId in electron-builder.yml): the domain of its preferences. */
export const BUNDLE_ID = 'example.siegel.desktop';
/** The domain of recommended values. */
export const RECOMMENDED_DOMAIN = `${BUNDLE_ID}.recommended`;

/** The same UUID for the same name, always (RFC 9562 §5.8: version 8 over SHA-256). */
export function stableUuid(name: string): string {
  const bytes = createHash('sha256').update(`siegel policy: ${name}`).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex').toUpperCase();
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

/** A value in the form of a profile. The reader of preferences knows no lists, so they are JSON in a string. */
export function preferenceOf(policy: Policy, value: PlistValue): PlistValue {
  return policy.type === 'list' ? JSON.stringify(value) : value;
}

function remark({ name, policy, text: { de, en } }: PolicyEntry): string {
  const note = policy.type === 'list' ? ` ${policyWords.en.jsonList}` : '';
  const value = defaultWord(policy, 'en') || policyWords.en.empty;
  const blocks = hasBlocks(policy) ? ' Line breaks of PEM are written as \\n.' : '';
  return `${name}. ${en.title} (${policyWords.en.default.toLowerCase()}: ${value}): ${en.help}${note}${blocks} | ${de.title}: ${de.help}`;
}

/** The text of siegel.mobileconfig. */
export function mobileconfig(entries: readonly PolicyEntry[]): string {
  const payload: Record<string, PlistValue> = {
    PayloadDisplayName: policyWords.en.about,
    PayloadIdentifier: `${BUNDLE_ID}.${stableUuid('payload')}`,
    PayloadType: BUNDLE_ID,
    PayloadUUID: stableUuid('payload'),
    PayloadVersion: 1,
  };
  for (const { name, policy } of entries) payload[name] = preferenceOf(policy, policy.default);
  return plistFile(
    {
      PayloadContent: [payload],
      PayloadDescription: `${policyWords.en.about} / ${policyWords.de.about}`,
      PayloadDisplayName: 'Siegel',
      PayloadIdentifier: `${BUNDLE_ID}.policies`,
      PayloadOrganization: 'Siegel',
      PayloadRemovalDisallowed: true,
      PayloadScope: 'System',
      PayloadType: 'Configuration',
      PayloadUUID: stableUuid('profile'),
      PayloadVersion: 1,
    },
    'Every policy at its default. Every key in this file locks its setting: delete those that you do not want to set. ' +
      'Recommended values go into a second payload of the type ' +
      `${RECOMMENDED_DOMAIN}. Made from the table in src/core/policy by npm run policy:files.`,
    Object.fromEntries(entries.map((entry) => [entry.name, remark(entry)])),
  );
}
