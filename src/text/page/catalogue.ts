// The keys that every language must have. German is checked against English key by key, so a missing text fails the
// type check. Here are only the types; the texts are in en*.ts and de*.ts.
import type { en } from './en.ts';

/** The same keys as `T`, each leaf any text. */
export type Texts<T> = { readonly [K in keyof T]: T[K] extends string ? string : Texts<T[K]> };

/** All texts of one language. */
export type Catalogue = Texts<typeof en>;
