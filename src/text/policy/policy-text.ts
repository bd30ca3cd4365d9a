// The shape of what is said of a policy. Which policies there are, and which values a choice has, is the table's word
// (src/core/policy): a policy or a value without words in one of the languages does not compile.
import type { Language } from '../../contract/view.ts';

/** A title of a few words and one to three sentences of help. Plain text: no markup, no line breaks. */
export interface PolicyText {
  readonly title: string;
  readonly help: string;
  /** Of a choice among values: the word for each, as an administrator chooses it. */
  readonly values?: Readonly<Record<string, string>>;
}

/** What is said of one policy. */
export type PolicyWords = Readonly<Record<Language, PolicyText>>;

type WordsOf<P> = P extends { readonly type: 'enum'; readonly values: readonly (infer V extends string)[] }
  ? Readonly<Record<Language, PolicyText & { readonly values: Readonly<Record<V, string>> }>>
  : Readonly<Record<Language, Omit<PolicyText, 'values'>>>;

/** What is said of each policy of a table. */
export type PolicyTexts<Table> = { readonly [N in keyof Table]: WordsOf<Table[N]> };
