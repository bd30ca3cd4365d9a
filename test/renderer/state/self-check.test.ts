import { describe, expect, it } from 'vitest';
import { byUrgency, deviceCheck, isFinding, sumOf, withDevices } from '../../../src/renderer/state/self-check.ts';

const device = (kind: 'microphone' | 'camera' | 'speaker'): { readonly kind: typeof kind } => ({ kind });
const broker = { id: 'broker', outcome: 'bad', finding: 'x', facts: {} } as const;

describe('the check of devices', () => {
  it('the check of devices reports a missing microphone as a fault, and a missing camera or speaker as a hint', () => {
    expect(deviceCheck([device('speaker'), device('camera')])).toMatchObject({
      outcome: 'bad',
      finding: 'no-microphone',
    });
    expect(deviceCheck([device('microphone'), device('camera')])).toMatchObject({
      outcome: 'notice',
      finding: 'no-speaker',
    });
    expect(deviceCheck([device('microphone'), device('speaker')])).toMatchObject({
      outcome: 'notice',
      finding: 'no-camera',
    });
  });

  it('every finding of the check of devices has a text', () => {
    for (const devices of [
      [],
      [device('microphone')],
      [device('microphone'), device('speaker')],
      [device('microphone'), device('speaker'), device('camera')],
    ]) {
      expect(isFinding(deviceCheck(devices).finding)).toBe(true);
    }
  });

  it('the page’s check of devices replaces main’s check, because main cannot see devices', () => {
    const own = { id: 'devices', outcome: 'not-checked', finding: '', facts: {} } as const;
    const seen = deviceCheck([device('microphone')]);
    expect(withDevices([own, broker], seen)).toEqual([seen, broker]);
    expect(withDevices([broker], seen)).toEqual([broker, seen]);
  });
});

it('checks are listed by urgency: faults, then hints, then all others in their given order', () => {
  const check = (id: 'system' | 'clock' | 'relay' | 'broker', outcome: 'good' | 'notice' | 'bad' | 'not-checked') =>
    ({ id, outcome, finding: '', facts: {} }) as const;
  const checks = [
    check('relay', 'not-checked'),
    check('clock', 'notice'),
    check('system', 'good'),
    check('broker', 'bad'),
  ];
  expect(byUrgency(checks).map(({ id }) => id)).toEqual(['broker', 'clock', 'relay', 'system']);
});

describe('findings of the self-check', () => {
  it('a finding without a text is not accepted, even if it has the name of a method', () => {
    expect(isFinding('toString')).toBe(false);
    expect(isFinding('invented')).toBe(false);
  });
});

describe('the summary of the self-check', () => {
  const good = { id: 'system', outcome: 'good', finding: 'system-good', facts: {} } as const;
  const unchecked = { id: 'clock', outcome: 'not-checked', finding: 'clock-not-checked', facts: {} } as const;
  const notSet = { id: 'relay', outcome: 'not-checked', finding: 'relay-none', facts: {} } as const;
  const notice = { id: 'clock', outcome: 'notice', finding: 'clock-off', facts: {} } as const;

  it('the summary never says that everything is in order if a check was impossible', () => {
    expect(sumOf([good, unchecked, unchecked])).toEqual([{ key: 'goodButUnchecked', count: 2 }]);
    expect(sumOf([broker, broker, notice, unchecked])).toEqual([
      { key: 'bad', count: 2 },
      { key: 'notice', count: 1 },
      { key: 'unchecked', count: 1 },
    ]);
  });

  it('the summary says that everything is in order if everything set up here was checked and found good', () => {
    expect(sumOf([good, notSet])).toEqual([{ key: 'allGood', count: 0 }]);
    expect(sumOf([broker, notSet])).toEqual([{ key: 'bad', count: 1 }]);
  });
});
