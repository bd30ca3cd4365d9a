// Which notifications of the system a person gets, and whether they name anybody.
import * as v from 'valibot';

/**
 * From loose to tight: with names also while the system's screen is locked, with names but for that, without names, none. What policy
 * says, and HighConfidentiality, may tighten it.
 */
export const Notifications = v.picklist(['named-always', 'named', 'nameless', 'none']);
export type Notifications = v.InferOutput<typeof Notifications>;
