// The program itself: versions of all layers, and what is known of an update.
import type { DoctorCheck, UpdateView } from '../../../contract/managed.ts';
import { found } from '../check.ts';

/** The versions of this program and of the layers below it. */
export interface SystemFacts {
  readonly app: string;
  readonly electron: string;
  readonly chromium: string;
  readonly node: string;
  readonly platform: string;
  readonly release: string; // of the system
  readonly architecture: string;
  readonly isPackaged: boolean;
  readonly package: string; // kind of installation
  readonly language: string;
}

const SUPPORTED_ELECTRON = 45; // docs/decisions/0002

/** The finding about the system. */
export function checkSystem(facts: SystemFacts): DoctorCheck {
  const isOld = Number.parseInt(facts.electron, 10) < SUPPORTED_ELECTRON;
  return found(isOld ? 'runtime-old' : 'system-good', { ...facts });
}

/** The finding about updates. */
export function checkUpdate(update: UpdateView, isOff: boolean): DoctorCheck {
  switch (update.kind) {
    case 'none':
      return found(isOff ? 'update-off' : 'update-none');
    case 'available':
      return found('update-available', { version: update.version, mayInstall: update.mayInstall });
    case 'ready':
      return found('update-ready', { version: update.version });
    case 'failed':
      return found('update-failed', { cause: update.cause });
    default:
      return update satisfies never;
  }
}
