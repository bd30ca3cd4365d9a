// Which system notifications a person gets, and whether they contain names.
import * as v from 'valibot';

/**
 * From loose to tight: with names even while the screen is locked, with names otherwise, without names, none. Policy
 * and HighConfidentiality may tighten it.
 */
export const Notifications = v.picklist(['named-always', 'named', 'nameless', 'none']);
export type Notifications = v.InferOutput<typeof Notifications>;
