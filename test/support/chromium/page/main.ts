// Entry of the test page: hands the scenarios to the spec. No product code starts by itself here.
import * as desks from './desk-page.ts';
import { firstFrame } from './first-frame.ts';
import { keyChanges } from './key-changes.ts';
import { ownNonces } from './own-nonces.ts';
import * as calls from './scenarios.ts';
import * as stages from './stage-page.ts';

const scenarios = { ...calls, ...desks, ...stages, firstFrame, keyChanges, ownNonces };

/** What a spec finds on `window`. */
export type Scenarios = typeof scenarios;

Object.assign(window, { scenarios });
