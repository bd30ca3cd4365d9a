// For a profile under test that keeps no broker connection while it is locked.
import type { LockedConnection } from '../../../src/main/app/locked-connection.ts';

export const noConnection: Pick<LockedConnection, 'prepare' | 'close'> = {
  prepare: () => undefined,
  close: () => Promise.resolve(),
};
