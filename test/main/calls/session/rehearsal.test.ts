// The handshake that is played once before anybody calls.
import { expect, it } from 'vitest';
import { runSteps } from '../../../../src/core/steps.ts';
import { rehearseSteps } from '../../../../src/main/calls/session/rehearsal.ts';
import { systemRandom } from '../../../../src/main/time/system-clock.ts';

it('a rehearsal makes and reads INVITE and ANSWER, so that all of their code has run', () => {
  expect(runSteps(rehearseSteps(systemRandom))).toBe(true);
});

it('a rehearsal that is over is not played again, however often the connection comes back', () => {
  const steps = rehearseSteps(systemRandom);
  runSteps(steps);
  expect(steps.next().done).toBe(true);
});
