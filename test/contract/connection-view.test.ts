// Which brokers are reached in the clear: those without TLS, except on this machine. A name that merely resembles a
// name of this machine is not exempt.
import { expect, test } from 'vitest';
import { isSentInClear } from '../../src/contract/connection-view.ts';

test.each([
  'mqtt://broker.klinik.example:1883',
  'ws://broker.klinik.example/mqtt',
  'MQTT://10.0.0.7',
  'mqtt://[fe80::1]:1883',
  'mqtt://127.0.0.1.klinik.example',
  'mqtt://127.klinik.example',
  'mqtt://localhost.klinik.example:1883',
  'ws://x.localhost:1883',
  'mqtt://0.0.0.0:1883',
])('traffic to %s is sent in the clear', (url) => {
  expect(isSentInClear(url)).toBe(true);
});

test.each([
  'mqtts://broker.klinik.example',
  'wss://broker.klinik.example/mqtt',
  'mqtt://127.0.0.1:1883',
  'ws://127.8.9.10/mqtt',
  'mqtt://localhost:1883',
  'mqtt://[::1]:1883',
  '',
])('traffic to %j is not sent in the clear', (url) => {
  expect(isSentInClear(url)).toBe(false);
});
