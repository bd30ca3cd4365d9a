// How a call's media are set up from settings, policy and a lent relay account.
import { expect, test } from 'vitest';
import { hasNoAllowedPath, mediaChoice } from '../../../src/main/calls/media-choice.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

const TURN = { TurnServers: ['turns:turn.klinik.example:443'], TurnUsername: 'siegel', TurnPassword: 'secret' };
const processing = { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true } as const;
const devicesBefore = { microphone: ['n'], camera: [], speaker: [] };
const settings = {
  microphone: 'm',
  camera: 'c',
  devicesBefore,
  background: 'blurred' as const,
  relayOnly: false,
  ...processing,
};

const lent = { servers: ['turn:lent.klinik.example'], username: '1800000000:siegel', password: 'lent' };

const choose = (values: Parameters<typeof fixedPolicy>[0], relayOnly = false, account?: typeof lent) =>
  mediaChoice({ ...settings, relayOnly }, fixedPolicy(values).values(), account, (servers) =>
    servers
      .filter((server) => !server.includes('away'))
      .map((server) => server.replace('turn.klinik.example:443', '192.0.2.1:443')),
  );

test('without policy there is no relay, every path is allowed, and the bit rate is not constant', () => {
  expect(choose({})).toMatchObject({
    microphones: ['m', 'n'],
    cameras: ['c'],
    background: 'blurred',
    processing,
    iceServers: [],
    mustRelay: false,
    isConstantRate: false,
  });
});

test('policy’s relays are used with their account, but only if they can be reached and both user name and password are set', () => {
  expect(choose(TURN).iceServers).toEqual([{ urls: 'turns:192.0.2.1:443', username: 'siegel', credential: 'secret' }]);
  expect(choose({ ...TURN, TurnServers: ['turn:away.klinik.example'] }).iceServers).toEqual([]);
  expect(choose({ ...TURN, TurnUsername: '' }).iceServers).toEqual([]);
  expect(choose({ ...TURN, TurnPassword: '' }).iceServers).toEqual([]);
});

test('a lent account brings its own relays instead of policy’s', () => {
  const servers = [{ urls: 'turn:lent.klinik.example', username: '1800000000:siegel', credential: 'lent' }];
  expect(choose({}, false, lent).iceServers).toEqual(servers);
  expect(choose(TURN, false, lent).iceServers).toEqual(servers);
  expect(hasNoAllowedPath(choose({ RelayOnly: true }, false, lent))).toBe(false);
});

test.each([
  ['the person', {}, true],
  ['policy', { RelayOnly: true }, false],
  ['high confidentiality', { HighConfidentiality: true }, false],
])('%s can require relays, and without a relay there is no allowed path', (_who, values, relayOnly) => {
  expect(choose(values, relayOnly).mustRelay).toBe(true);
  expect(hasNoAllowedPath(choose(values, relayOnly))).toBe(true);
  expect(hasNoAllowedPath(choose({ ...values, ...TURN }, relayOnly))).toBe(false);
});

test('high confidentiality sets a constant bit rate, and `RelayOnly` does not', () => {
  expect(choose({ HighConfidentiality: true }).isConstantRate).toBe(true);
  expect(choose({ RelayOnly: true }).isConstantRate).toBe(false);
});
