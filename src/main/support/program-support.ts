// Support of the running program: where its parts come from in Electron.
import { app } from 'electron';
import type { PolicyInForce } from '../policy/policy-in-force.ts';
import type { SecurityRecord } from '../record/security-record.ts';
import type { Profile } from '../app/profile.ts';
import type { SettingsOf } from '../app/settings.ts';
import { askForPlaceIn } from './save-dialog.ts';
import { createSupport, type Support } from './support.ts';

/** What support looks into. */
export interface ProgramSupportParts {
  readonly profile: Profile;
  readonly record: SecurityRecord;
  readonly policy: PolicyInForce;
  readonly settings: SettingsOf;
}

/** Support of this program. */
export function programSupport({ profile, record, policy, settings }: ProgramSupportParts): Support {
  return createSupport({
    record,
    account: profile.account,
    policy: policy.values,
    language: () => settings.read().language,
    today: () => new Date().toISOString().slice(0, 10),
    ask: askForPlaceIn(() => app.getPath('documents')),
  });
}
