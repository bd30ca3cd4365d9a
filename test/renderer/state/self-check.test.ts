import { describe, expect, it } from 'vitest';
import { byUrgency, countOf, deviceCheck, isFinding, withDevices } from '../../../src/renderer/state/self-check.ts';

const device = (kind: 'microphone' | 'camera' | 'speaker'): { readonly kind: typeof kind } => ({ kind });
const broker = { id: 'broker', outcome: 'bad', finding: 'x', facts: {} } as const;

describe('the check of devices', () => {
  it('calls a missing microphone a fault, and a missing camera or speaker a hint', () => {
    expect(deviceCheck([device('speaker'), device('camera')])).toMatchObject({
      outcome: 'bad',
      finding: 'no-microphone',
    });
    expect(deviceCheck([device('microphone'), device('camera')])).toMatchObject({ finding: 'no-speaker' });
    expect(deviceCheck([device('microphone'), device('speaker')])).toMatchObject({
      outcome: 'notice',
      finding: 'no-camera',
    });
  });

  it('has a sentence for every outcome', () => {
    for (const devices of [
      [],
      [device('microphone')],
      [device('microphone'), device('speaker')],
      [device('microphone'), device('speaker'), device('camera')],
    ]) {
      expect(isFinding(deviceCheck(devices).finding)).toBe(true);
    }
  });

  it('takes the place of main’s own, which cannot see devices', () => {
    const own = { id: 'devices', outcome: 'not-checked', finding: '', facts: {} } as const;
    const seen = deviceCheck([device('microphone')]);
    expect(withDevices([own, broker], seen)).toEqual([seen, broker]);
    expect(withDevices([broker], seen)).toEqual([broker, seen]);
  });
});

it('a fault stands above a hint, and both above what is in order', () => {
  const check = (id: 'system' | 'clock' | 'relay' | 'broker', outcome: 'good' | 'notice' | 'bad' | 'not-checked') =>
    ({ id, outcome, finding: '', facts: {} }) as const;
  const checks = [
    check('system', 'good'),
    check('clock', 'notice'),
    check('relay', 'not-checked'),
    check('broker', 'bad'),
  ];
  expect(byUrgency(checks).map(({ id }) => id)).toEqual(['broker', 'clock', 'system', 'relay']);
});

describe('a finding', () => {
  it('without a sentence is known as such, also where its name is that of a method', () => {
    expect(isFinding('toString')).toBe(false);
    expect(isFinding('invented')).toBe(false);
  });

  it('is counted by its outcome', () => {
    expect(countOf([broker, broker], 'bad')).toBe(2);
    expect(countOf([broker], 'notice')).toBe(0);
  });
});
