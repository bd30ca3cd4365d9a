// Saves the certificate request from the running program, with the parts that Electron provides.
import { app } from 'electron';
import type { SettingsOf } from '../policy/settings.ts';
import { askForPlaceIn } from '../desktop/save-dialog.ts';
import type { Organisation } from './organisation.ts';
import { saveRequest } from './save-request.ts';

/** The part of the running account that a request needs. */
interface AskingAccount {
  readonly organisation: Pick<Organisation, 'enrolment'>;
  readonly identity: { readonly deviceId: string };
}

/** Returns a function that saves this program's request in the place that the person chooses. */
export function programRequest(
  profile: { readonly account: () => AskingAccount | undefined },
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
