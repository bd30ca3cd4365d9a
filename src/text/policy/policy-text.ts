// The shape of the texts for a policy. The table (src/core/policy) decides which policies there are and which values a
// choice has: a policy or a value without a text in one of the languages does not compile.
import type { Language } from '../../contract/view.ts';

/** A title of a few words and one to five sentences of help. Plain text: no markup, no line breaks. */
export interface PolicyText {
  readonly title: string;
  readonly help: string;
  /** If an administrator chooses the policy's value from a list: the text for each value. */
  readonly values?: Readonly<Record<string, string>>;
}

/** The texts for one policy. */
export type PolicyWords = Readonly<Record<Language, PolicyText>>;

type WordsOf<P> = P extends { readonly type: 'enum'; readonly values: readonly (infer V extends string)[] }
  ? Readonly<Record<Language, PolicyText & { readonly values: Readonly<Record<V, string>> }>>
  : Readonly<Record<Language, Omit<PolicyText, 'values'>>>;

/** The texts for each policy of a table. */
export type PolicyTexts<Table> = { readonly [N in keyof Table]: WordsOf<Table[N]> };
