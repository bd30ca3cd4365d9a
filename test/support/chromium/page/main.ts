// Entry of the test page: makes the scenarios available to the spec. No product code starts by itself here.
import * as desks from './desk-page.ts';
import { firstFrame } from './first-frame.ts';
import { keyChanges } from './key-changes.ts';
import { ownNonces } from './own-nonces.ts';
import { capturedSound, tonesInstead } from './played-sound.ts';
import * as calls from './scenarios.ts';
import { heardOfBurst } from './sound-burst.ts';
import * as stages from './stage-page.ts';

const scenarios = {
  ...calls,
  ...desks,
  ...stages,
  capturedSound,
  firstFrame,
  heardOfBurst,
  keyChanges,
  ownNonces,
  tonesInstead,
};

/** What a spec finds on `window`. */
export type Scenarios = typeof scenarios;

Object.assign(window, { scenarios });
