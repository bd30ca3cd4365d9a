// Main's end of the port to a worker: what closes it, and what it reports.
import { EventEmitter } from 'node:events';
import { expect, it, vi } from 'vitest';
import { workerPort } from '../../../src/main/app/worker-port.ts';

vi.mock('electron', () => ({ MessageChannelMain: vi.fn() }));

/** A port whose other end the test plays, and what was called on it. */
function played() {
  const calls: string[] = [];
  const port = Object.assign(new EventEmitter(), {
    start: () => void calls.push('start'),
    close: () => void calls.push('close'),
    postMessage: () => void calls.push('post'),
  });
  const heard: unknown[] = [];
  const own = workerPort(port);
  own.onMessage((message) => heard.push(message));
  own.onClose(() => heard.push('closed'));
  return { port, own, calls, heard };
}

it('the close of the worker’s end of the port is not reported, not even a minute later', () => {
  vi.useFakeTimers();
  const { port, heard, calls } = played();
  port.emit('close');
  vi.advanceTimersByTime(60_000);
  vi.useRealTimers();
  expect([heard, calls]).toEqual([[], ['start']]);
});

it('a message that no genuine worker sends closes the port once, and nothing is sent afterwards', () => {
  const { port, own, heard, calls } = played();
  port.emit('message', { data: { kind: 'ready' } });
  port.emit('message', { data: { kind: 'ready', key: 'x' } });
  port.emit('message', { data: 7 });
  own.post({ kind: 'ping', id: 0 });
  expect(heard).toEqual([{ kind: 'ready' }, 'closed']);
  expect(calls).toEqual(['start', 'close']);
});
