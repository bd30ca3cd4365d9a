// What a policy is: a name, a type with bounds, where it may be set, and which side is the tighter one. Every policy
// takes effect at once, and in a running call at least as far as the policy becomes tighter. Data only. The policies
// themselves are in the tables beside this file. read-value.ts reads values, merge.ts joins layers, and the texts are
// in src/text/policy.

/** Groups of policies, in the order in which people are shown them. */
export const policyCategories = ['connection', 'people', 'organisation', 'keys', 'calls', 'data', 'program'] as const;
/** One of these groups. */
export type PolicyCategory = (typeof policyCategories)[number];

/** The form that a text or an item of a list must have; form.ts checks it. */
export type PolicyForm =
  | 'text'
  | 'broker-url' // mqtt mqtts ws wss, no user, no fragment
  | 'https-url'
  | 'proxy-url' // http://host:port
  | 'turn-url' // turn: or turns:, RFC 7065
  | 'peers' // someone@domain, @domain, @*.domain, or * for everybody
  | 'address' // local@domain, `${user}` stands for the name under which the person is logged in
  | 'path' // absolute path; `${user}` and `${device}` are filled in
  | 'certificate' // X.509 in PEM, one each
  | 'revocation-list' // X.509 CRL in PEM
  | 'sha256' // base64 of 32 bytes
  | 'ed25519'; // base64 of 32 bytes

interface Common<T> {
  readonly category: PolicyCategory;
  /** `machine`: counts only if the machine's administrator sets it. `both`: it can also be set for one user. */
  readonly scope: 'machine' | 'both';
  /** The first version of the program that has the policy. */
  readonly since: string;
  /** The value if nobody sets it. */
  readonly default: T;
  /** The value in force if the value that was set cannot be read: the safe one. */
  readonly strict: T;
  /** The value is never shown, copied or logged. */
  readonly isSecret?: true;
}

/** `tighter` names the value that wins if layers differ. Without it the higher layer counts. */
export interface BooleanPolicy extends Common<boolean> {
  readonly type: 'boolean';
  readonly tighter?: boolean;
}

/** A whole number. `lower`: the smaller one wins. `lower-but-0-is-never`: the same, except that 0 is the loosest. */
export interface NumberPolicy extends Common<number> {
  readonly type: 'number';
  readonly min: number;
  readonly max: number;
  readonly unit: 'days' | 'minutes';
  readonly tighter?: 'lower' | 'lower-but-0-is-never';
}

/** Text of at most `maxLength` UTF-16 units. */
export interface StringPolicy extends Common<string> {
  readonly type: 'string';
  readonly maxLength: number;
  readonly form: PolicyForm;
}

/** One of `values`. With `isOrdered` they go from loose to tight, and the tighter one wins. */
export interface EnumPolicy<V extends string = string> extends Common<V> {
  readonly type: 'enum';
  readonly values: readonly V[];
  readonly isOrdered?: true;
}

/** A list of texts. With `tighter: 'union'` the items of all layers count together. */
export interface ListPolicy extends Common<readonly string[]> {
  readonly type: 'list';
  readonly maxItems: number;
  readonly itemMaxLength: number;
  readonly form: PolicyForm;
  readonly tighter?: 'union';
}

/** Any policy. */
export type Policy = BooleanPolicy | NumberPolicy | StringPolicy | EnumPolicy | ListPolicy;

/** What a policy can be set to. */
export type PolicyValue = boolean | number | string | readonly string[];

/** The type of the value of one policy. */
export type ValueOf<P> = P extends { readonly type: 'boolean' }
  ? boolean
  : P extends { readonly type: 'number' }
    ? number
    : P extends { readonly type: 'enum'; readonly values: readonly (infer V)[] }
      ? V
      : P extends { readonly type: 'list' }
        ? readonly string[]
        : string;
