// A broker without TLS: main asks the person once for each place before anything is sent there. The default answer is
// no.
import { beforeEach, describe, expect, it } from 'vitest';
import { createClearBrokers } from '../../../src/main/signalling/clear-brokers.ts';
import { createSettings, defaultSettings, type SettingsKept } from '../../../src/main/policy/settings.ts';
import { createConsent } from '../../../src/main/desktop/consent.ts';
import type { ConsentBox } from '../../../src/main/desktop/consent-question.ts';
import { MemoryStore } from '../memory-store.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';
import { heldClock } from './test-clock.ts';

const HERE = 'mqtt://broker.klinik.example';
let store: MemoryStore<SettingsKept>;
beforeEach(() => {
  store = new MemoryStore();
});

/** Starts the program with the store of the previous start. */
function start(policy = fixedPolicy()) {
  const settings = createSettings(defaultSettings(['en']), {}, policy);
  settings.attach(store);
  const boxes: ConsentBox[] = [];
  const answers: ((isYes: boolean) => void)[] = [];
  const clock = heldClock();
  let allowed = 0;
  const consent = createConsent(
    (box) => {
      boxes.push(box);
      return new Promise((resolve) => void answers.push(resolve));
    },
    () => 'en',
    clock,
  );
  const brokers = createClearBrokers({ settings, policy, consent, onAllowed: () => allowed++ });
  const answer = async (isYes: boolean): Promise<void> => {
    answers.pop()?.(isYes);
    await new Promise((resolve) => void setImmediate(resolve));
  };
  return { settings, brokers, boxes, clock, answer, allowed: () => allowed };
}

describe('brokers without TLS', () => {
  it('a broker without TLS is used only after the person’s yes, which also counts for later starts', async () => {
    const { brokers, boxes, answer, allowed } = start();
    expect([brokers.mayUse(HERE), brokers.mayUse(HERE)]).toEqual([false, false]);
    expect(boxes.map(({ message }) => message)).toEqual(['Connect to mqtt://broker.klinik.example:1883 without TLS?']);
    await answer(true);
    expect([allowed(), brokers.mayUse(HERE)]).toEqual([1, true]);
    const later = start();
    expect(later.brokers.mayUse(`${HERE}:1883/any`)).toBe(true);
    expect(later.boxes).toEqual([]);
  });

  it('each scheme, host and port without TLS needs its own yes', async () => {
    const { brokers, boxes, answer } = start();
    brokers.mayUse(HERE);
    await answer(true);
    for (const other of [`${HERE}:1884`, 'ws://broker.klinik.example:1883', 'mqtt://b.example']) {
      expect(brokers.mayUse(other)).toBe(false);
      await answer(true);
    }
    expect(boxes).toHaveLength(4);
  });

  it('a broker without TLS stays unused after a no, and after a second no the next question must wait ten seconds', async () => {
    const { brokers, boxes, answer, clock } = start();
    brokers.mayUse(HERE);
    await answer(false);
    expect(brokers.mayUse(HERE)).toBe(false);
    expect(boxes).toHaveLength(1); // once per start
    const again = brokers.askAgain();
    await answer(false);
    expect(await again).toBe('cancelled');
    expect(await brokers.askAgain()).toBe('asked-lately');
    expect(boxes).toHaveLength(2);
    clock.advance(10_000);
    const last = brokers.askAgain();
    await answer(true);
    expect([await last, brokers.mayUse(HERE)]).toEqual(['done', true]);
  });

  it('the person is asked again about a refused broker without TLS after `renew` is called', async () => {
    const { brokers, boxes, answer } = start();
    brokers.mayUse(HERE);
    await answer(false);
    brokers.renew();
    brokers.mayUse(HERE);
    expect(boxes).toHaveLength(2);
  });

  it('a broker without TLS is not used if the yes could not be saved', async () => {
    const { brokers, answer, allowed } = start();
    brokers.mayUse(HERE);
    store.isFull = true;
    await answer(true);
    expect([allowed(), brokers.mayUse(HERE)]).toEqual([0, false]);
  });
});

describe('brokers that need no question', () => {
  it.each([
    'mqtts://b.example',
    'wss://b.example',
    'mqtt://127.0.0.1:1883',
    'ws://localhost:80',
    'mqtt://[::1]',
    'nonsense',
  ])('the broker %s needs no question', (url) => {
    const { brokers, boxes } = start();
    expect([brokers.isAllowed(url), brokers.mayUse(url)]).toEqual([true, true]);
    expect(boxes).toEqual([]);
  });

  it('brokers without TLS that policy names need no question while policy names them', () => {
    const policy = fixedPolicy({ BrokerUrl: HERE, FallbackBrokerUrls: ['ws://f.example'] });
    const { brokers, boxes } = start(policy);
    expect([brokers.mayUse(HERE), brokers.mayUse('ws://f.example')]).toEqual([true, true]);
    expect(brokers.isAllowed('mqtt://b.example')).toBe(false);
    expect(boxes).toEqual([]);
    policy.set({ BrokerUrl: '' });
    expect(brokers.mayUse(HERE)).toBe(false);
    expect(boxes).toHaveLength(1);
  });

  it('checking whether a broker is allowed asks no question', () => {
    const { brokers, boxes } = start();
    expect(brokers.isAllowed(HERE)).toBe(false);
    expect(boxes).toEqual([]);
  });
});
