import { describe, expect, it } from 'vitest';
import { Background } from '../../../src/contract/background.ts';
import { NoiseSuppression } from '../../../src/contract/sound.ts';
import { policies } from '../../../src/core/policy/table.ts';
import { managedView } from '../../../src/main/app/managed-view.ts';
import { filtersInForce, mayFilter } from '../../../src/main/policy/own-filters.ts';
import { createPolicyInForce } from '../../../src/main/policy/policy-in-force.ts';
import { fixedPolicy } from './fixed-policy.ts';

const rules = { CameraBackground: 'person', AllowStrongNoiseSuppression: true } as const;

describe('the background of the camera', () => {
  it.each([
    ['person', ['off', 'blurred', 'still']],
    ['hidden', ['blurred', 'blurred', 'still']],
    ['shown', ['off', 'off', 'off']],
  ] as const)('under the policy “%s” the backgrounds off, blurred and still become %j', (CameraBackground, inForce) => {
    const all = Background.options.map(
      (background) =>
        filtersInForce({ ...rules, CameraBackground }, { background, noiseSuppression: 'strong' }).background,
    );
    expect(all).toEqual(inForce);
  });

  it('the background filter may run unless policy always shows the room', () => {
    const may = policies.CameraBackground.values.map((CameraBackground) =>
      mayFilter({ ...rules, CameraBackground }, 'background'),
    );
    expect(may).toEqual([true, true, false]);
    expect(mayFilter({ ...rules, CameraBackground: 'shown' }, 'noise')).toBe(true);
  });

  it('an invalid policy for the background hides the room', () => {
    const policy = createPolicyInForce({
      read: () => [{ level: 'machine', source: 'a test', content: { CameraBackground: 'visible' } }],
      places: [],
      onChange: () => undefined,
      close: () => undefined,
    });
    expect(policy.values().CameraBackground).toBe('hidden');
  });
});

describe('strong noise suppression', () => {
  it.each([
    [true, ['off', 'engine', 'strong']],
    [false, ['off', 'engine', 'engine']],
  ])('policy allows strong noise suppression: %s. The choices off, engine and strong give %j', (allowed, inForce) => {
    const all = NoiseSuppression.options.map(
      (noiseSuppression) =>
        filtersInForce({ ...rules, AllowStrongNoiseSuppression: allowed }, { background: 'still', noiseSuppression })
          .noiseSuppression,
    );
    expect(all).toEqual(inForce);
  });

  it('the noise filter may run only while policy allows strong suppression', () => {
    const forbidden = { ...rules, AllowStrongNoiseSuppression: false };
    expect([mayFilter(rules, 'noise'), mayFilter(forbidden, 'noise')]).toEqual([true, false]);
    expect(mayFilter(forbidden, 'background')).toBe(true);
  });
});

describe('the locks of the two filters', () => {
  const locks = (partial: Parameters<typeof fixedPolicy>[0]) => managedView(fixedPolicy(partial), 'anna').locks;

  it('the view says whether policy decides the background or leaves only backgrounds that hide the room', () => {
    expect(locks({ CameraBackground: 'shown' })).toEqual({ background: { by: 'machine' } });
    expect(locks({ CameraBackground: 'hidden' })).toEqual({ background: { by: 'machine', limit: 'blurred' } });
    expect(locks({ CameraBackground: 'person' })).toEqual({});
  });

  it('the view limits noise suppression to “engine” while policy forbids “strong”', () => {
    const limited = { noiseSuppression: { by: 'machine', limit: 'engine' } };
    expect(locks({ AllowStrongNoiseSuppression: false })).toEqual(limited);
    expect(locks({ AllowStrongNoiseSuppression: true })).toEqual({});
  });
});
