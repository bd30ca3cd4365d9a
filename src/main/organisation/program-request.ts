// Saving the certificate request from the running program: where its parts come from in Electron.
import { app } from 'electron';
import type { Profile } from '../app/profile.ts';
import type { SettingsOf } from '../policy/settings.ts';
import { askForPlaceIn } from '../desktop/save-dialog.ts';
import { saveRequest } from './save-request.ts';

/** Saves this program's request where the person says. */
export function programRequest(
  profile: Pick<Profile, 'account'>,
  settings: Pick<SettingsOf, 'read'>,
): () => ReturnType<typeof saveRequest> {
  return () =>
    saveRequest({
      account: () => {
        const account = profile.account();
        return account && { enrolment: account.organisation.enrolment, device: account.identity.deviceId };
      },
      language: () => settings.read().language,
      ask: askForPlaceIn(() => app.getPath('documents')),
    });
}
