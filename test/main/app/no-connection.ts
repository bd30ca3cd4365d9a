// Stands in for the locked connection in tests of profiles: it keeps no broker connection while the program is locked.
import type { LockedConnection } from '../../../src/main/app/locked-connection.ts';

export const noConnection: Pick<LockedConnection, 'prepare' | 'close'> = {
  prepare: () => undefined,
  close: () => Promise.resolve(),
};
