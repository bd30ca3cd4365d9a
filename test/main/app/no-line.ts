// A profile for which nothing stays connected while it is locked.
import type { LockedLine } from '../../../src/main/app/locked-line.ts';

export const noLine: Pick<LockedLine, 'prepare' | 'close'> = {
  prepare: () => undefined,
  close: () => Promise.resolve(),
};
