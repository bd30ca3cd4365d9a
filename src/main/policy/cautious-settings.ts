// Settings that existed and cannot be read any more. It is unknown what the person had chosen to be careful about, so
// the careful values count until they decide again. Nothing is deleted because of it: calls stay in the history for
// the longest time that a person can choose.
import { policies } from '../../core/policy/table.ts';
import type { Store } from '../vault/store.ts';
import type { Vault } from '../vault/vault.ts';
import { KeptSettings, type SettingsKept } from './settings.ts';

const CAREFUL: SettingsKept = {
  relayOnly: true,
  unknownCallers: 'silent',
  idleLockMinutes: 15,
  notifications: 'nameless',
  background: 'blurred',
  historyDays: policies.HistoryDays.max,
};

/** The store of settings. A damaged one without a good previous generation returns the careful values. */
export function cautiousSettings(vault: Pick<Vault, 'store' | 'damages'>): Store<SettingsKept> {
  const store = vault.store('settings', KeptSettings, 1);
  return {
    write: store.write,
    read: () => {
      const kept = store.read();
      const isLost = vault.damages().some(({ purpose, recovered }) => purpose === 'settings' && !recovered);
      return kept ?? (isLost ? CAREFUL : undefined);
    },
  };
}
