// Every parser that is fuzzed.
import { keyTargets } from './key-targets.ts';
import { linkTargets } from './link-targets.ts';
import { managedTargets } from './managed-targets.ts';
import type { Target } from './target.ts';
import { wireTargets } from './wire-targets.ts';

export const targets: readonly Target[] = [...wireTargets, ...managedTargets, ...keyTargets, ...linkTargets];
