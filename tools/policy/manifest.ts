// Manifest of Siegel's preferences for tools that build macOS profiles from forms (ProfileCreator, iMazing, Jamf):
// which keys there are, of what type, within which bounds.
import type { PolicyEntry } from './entry.ts';
import { helpText } from './facts.ts';
import { BUNDLE_ID, preferenceOf } from './mobileconfig.ts';
import { plistFile, type PlistValue } from './plist.ts';
import { policyWords } from './words.ts';

type Dictionary = Readonly<Record<string, PlistValue>>;

function bounds({ policy, text }: PolicyEntry): Dictionary {
  switch (policy.type) {
    case 'boolean':
      return { pfm_type: 'boolean' };
    case 'number':
      return { pfm_type: 'integer', pfm_range_min: policy.min, pfm_range_max: policy.max, pfm_value_unit: policy.unit };
    case 'enum':
      return {
        pfm_type: 'string',
        pfm_range_list: policy.values,
        pfm_range_list_titles: policy.values.map((value) => text.en.values?.[value] ?? value),
      };
    default:
      return { pfm_type: 'string' };
  }
}

function subkey(entry: PolicyEntry): Dictionary {
  const { name, policy, text } = entry;
  const note = policy.type === 'list' ? `\n\n${policyWords.en.jsonList}` : '';
  return {
    pfm_name: name,
    pfm_title: text.en.title,
    pfm_description: `${helpText(entry, 'en')}${note}`,
    ...bounds(entry),
    pfm_default: preferenceOf(policy, policy.default),
    pfm_targets: policy.scope === 'machine' ? ['system'] : ['system', 'user'],
    pfm_app_min: policy.since,
    ...(policy.isSecret === true ? { pfm_sensitive: true } : {}),
  };
}

/** The keys of every payload, whatever its purpose. */
function payloadKeys(): readonly Dictionary[] {
  const fixed: readonly (readonly [name: string, title: string, value: string | number])[] = [
    ['PayloadDescription', 'Payload description', policyWords.en.about],
    ['PayloadDisplayName', 'Payload display name', 'Siegel'],
    ['PayloadIdentifier', 'Payload identifier', BUNDLE_ID],
    ['PayloadType', 'Payload type', BUNDLE_ID],
    ['PayloadUUID', 'Payload UUID', ''],
    ['PayloadVersion', 'Payload version', 1],
  ];
  return fixed.map(([name, title, value]) => ({
    pfm_name: name,
    pfm_title: title,
    pfm_description: title,
    pfm_type: typeof value === 'number' ? 'integer' : 'string',
    ...(value === '' ? {} : { pfm_default: value }),
    pfm_require: 'always',
  }));
}

/** The text of the manifest. */
export function manifest(entries: readonly PolicyEntry[]): string {
  return plistFile(
    {
      pfm_app_url: 'https://siegel.example',
      pfm_description: policyWords.en.about,
      pfm_domain: BUNDLE_ID,
      pfm_format_version: 1,
      pfm_interaction: 'combined',
      pfm_last_modified: new Date(Date.UTC(2026, 10, 25)), // when keys of this manifest last changed their meaning
      pfm_platforms: ['macOS'],
      pfm_subkeys: [...payloadKeys(), ...entries.map(subkey)],
      pfm_targets: ['system', 'user'],
      pfm_title: 'Siegel',
      pfm_unique: true,
      pfm_version: 1,
    },
    'Made from the table in src/core/policy by npm run policy:files. Changes here are lost.',
  );
}
