// Which system notifications a person gets, and whether they contain names.
import * as v from 'valibot';

/**
 * From loose to tight: with names even while the screen is locked, with names only while it is not locked, without
 * names, none. The policies Notifications and HighConfidentiality can make a person's choice tighter.
 */
export const Notifications = v.picklist(['named-always', 'named', 'nameless', 'none']);
export type Notifications = v.InferOutput<typeof Notifications>;
