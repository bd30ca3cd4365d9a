// The person's own relay: set, removed, tested. If policy names a relay, the person cannot set one. The relay's
// password never goes back to a page, and is used only for the server for which it was typed.
import type { Handlers } from '../../contract/ipc.ts';
import type { RelaysOf } from '../../contract/own-relay.ts';
import { isOfForm } from '../../core/policy/form.ts';
import type { Support } from '../doctor/support.ts';
import type { SettingsOf } from '../policy/settings.ts';
import { done, refuse } from './replies.ts';

/** What the handlers use. `relaysOf`: whose relays calls may use. */
export interface RelayReach {
  readonly settings: Pick<SettingsOf, 'relay' | 'set'>;
  readonly relaysOf: () => RelaysOf;
  readonly support: Pick<Support, 'testRelay'>;
}

/** The handlers. */
export function relayHandlers({ settings, relaysOf, support }: RelayReach): Pick<Handlers, 'relay.set' | 'relay.test'> {
  return {
    'relay.set': ({ server, username, password }) => {
      if (relaysOf() === 'organisation') return refuse('locked');
      const kept = settings.relay();
      const known = kept?.server === server ? kept.password : '';
      const ownRelay =
        server === '' ? { server: '', username: '', password: '' } : { server, username, password: password ?? known };
      if (server !== '' && !isOfForm('turn-url', server)) return refuse('bad-relay');
      if (server !== '' && (ownRelay.username === '' || ownRelay.password === '')) return refuse('relay-account');
      const outcome = settings.set({ ownRelay });
      return outcome === 'written' ? done : refuse(outcome);
    },
    'relay.test': async () => {
      const outcome = await support.testRelay();
      return outcome === undefined ? refuse('no-relay') : { ok: true, value: outcome };
    },
  };
}
