// JSON Schema (draft 2020-12) of a policy file for Linux: names, types, bounds, choices, and the rough form of a text.
// The reader (src/core/policy/read-value.ts) decides. It refuses every value that the schema refuses, and may refuse
// more.
import type { Policy, PolicyForm } from '../../src/core/policy/policy.ts';
import type { PolicyEntry } from './entry.ts';
import { helpText } from './facts.ts';

type Json = string | number | boolean | readonly Json[] | { readonly [key: string]: Json };

// Lists the characters instead of using \p{…}, which validators in other languages do not know.
const FORBIDDEN = String.raw`\u0000-\u001F\u007F-\u009F\u2028\u2029\u202A-\u202E\u2066-\u2069\uD800-\uDFFF\uFFFD`;
const PEM = (label: string): string => String.raw`^\s*-----BEGIN ${label}-----[\s\S]*-----END ${label}-----\s*$`;
const BASE64_OF_32_BYTES = '^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$';

const patterns: Readonly<Record<PolicyForm, string>> = {
  text: `^[^${FORBIDDEN}]*$`,
  'broker-url': String.raw`^([Mm][Qq][Tt][Tt]|[Ww][Ss])[Ss]?://\S+$`,
  'https-url': String.raw`^[Hh][Tt][Tt][Pp][Ss]://\S+$`,
  'proxy-url': String.raw`^[Hh][Tt][Tt][Pp]://\S+$`,
  'turn-url': String.raw`^[Tt][Uu][Rr][Nn][Ss]?:\S+$`,
  peers: String.raw`^\*$|@`,
  address: '@',
  path: String.raw`^(?![\s\S]*[${FORBIDDEN}])(/|[A-Za-z]:[\\/]|\\\\[^\\/])`,
  certificate: PEM('CERTIFICATE'),
  'revocation-list': PEM('X509 CRL'),
  sha256: BASE64_OF_32_BYTES,
  ed25519: BASE64_OF_32_BYTES,
};

function type(policy: Policy): Readonly<Record<string, Json>> {
  switch (policy.type) {
    case 'boolean':
      return { type: 'boolean' };
    case 'number':
      return { type: 'integer', minimum: policy.min, maximum: policy.max };
    case 'string':
      // An empty text means that nobody has decided anything.
      return { type: 'string', maxLength: policy.maxLength, pattern: `^$|${patterns[policy.form]}` };
    case 'enum':
      return { type: 'string', enum: policy.values };
    default:
      return {
        type: 'array',
        maxItems: policy.maxItems,
        items: { type: 'string', minLength: 1, maxLength: policy.itemMaxLength, pattern: patterns[policy.form] },
      };
  }
}

/** The text of siegel.schema.json. */
export function jsonSchema(entries: readonly PolicyEntry[]): string {
  const properties = entries.map((entry) => [
    entry.name,
    {
      title: `${entry.text.en.title} / ${entry.text.de.title}`,
      description: `${helpText(entry, 'en')}\n\n${helpText(entry, 'de')}`,
      ...type(entry.policy),
      default: entry.policy.default,
    },
  ]);
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: 'https://siegel.example/policy/siegel.schema.json',
    title: 'Siegel policies / Richtlinien für Siegel',
    type: 'object',
    additionalProperties: false,
    properties: Object.fromEntries(properties) as Json,
  };
  return `${JSON.stringify(schema, undefined, 2)}\n`;
}
