// What a page and a peer may say before the machine hears of it, and which workers are listened to.
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../../../src/core/call/event.ts';
import { NO_PAGE, type PageState } from '../../../src/core/call/page-state.ts';
import type { MediaFact } from '../../../src/contract/media.ts';
import type { GrantMessage, WorkerMessage } from '../../../src/contract/ports.ts';
import type { GrantPort } from '../../../src/main/calls/session/grant.ts';
import { MediaPage } from '../../../src/main/calls/media-page.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';
import { sampleSdp } from '../../flows/support/sample-sdp.ts';

const THEIRS = `sha-256 ${Array.from({ length: 32 }, () => 'BB').join(':')}`;
const host = 'a=candidate:1 1 udp 2122260223 192.0.2.7 50123 typ host generation 0';

function bench(mustRelay = false) {
  const clock = new HandClock();
  const events: CallEvent[] = [];
  const facts: MediaFact['kind'][] = [];
  let page: PageState = NO_PAGE;
  const media = new MediaPage(
    'c',
    'callee',
    {
      clock,
      mediaChoice: () => ({
        microphoneId: '',
        cameraId: '',
        codecs: [],
        iceServers: [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }],
        mustRelay,
        isConstantRate: false,
      }),
      policy: {
        values: () => {
          throw new Error('nobody asks for policy here');
        },
        onChange: () => undefined,
      },
    },
    {
      state: () => ({ kind: 'fresh' }),
      page: () => page,
      dispatch: (event) => events.push(event),
      command: () => undefined,
      talk: () => undefined,
      onCounters: () => undefined,
      onConnection: () => undefined,
      onLeft: () => undefined,
      onReplaced: () => undefined,
      onStats: () => facts.push('stats'),
      onNoDevice: ({ kind }) => facts.push(kind),
      isCameraOn: () => false,
    },
  );
  media.open(
    { kind: 'open-page', nr: 1, offers: true, rules: 'first', theirs: undefined },
    { isVerified: false, viaRelay: false },
  );
  return { media, events, facts, is: (kind: PageState['kind']) => (page = { ...NO_PAGE, kind }) };
}

describe('a `reopen` of the peer', () => {
  const said = (type: 'offer' | 'answer', sdp: string) =>
    ({ kind: 'reopen', type, nr: 1, fingerprint: THEIRS, sdp }) as const;
  const good = sampleSdp('them', THEIRS, 'offer').replace('a=mid:0\r\n', `a=mid:0\r\n${host}\r\n`);

  test('is told to nobody where its description cannot be used', () => {
    const { events, media } = bench();
    for (const type of ['offer', 'answer'] as const) {
      media.takeReopen(said(type, 'v=0'));
      media.takeReopen({ ...said(type, good), fingerprint: THEIRS.replaceAll('B', 'C') });
    }
    expect(events).toEqual([]);
  });

  test('keeps its candidates where a direct way may be taken from READY on, and loses them where only relays may be used', () => {
    const kept = [false, true].map((mustRelay) => {
      const { events, media } = bench(mustRelay);
      media.takeReopen(said('offer', good));
      const [event] = events;
      return event?.kind === 'peer-reopens' && event.message.sdp.includes('192.0.2.7 50123');
    });
    expect(kept).toEqual([true, false]);
  });
});

test('what a page reports counts while the machine hears it, and its first word always', () => {
  const { events, facts, is, media } = bench();
  const noDevice = { kind: 'no-device', call: 'c', device: 'camera', cause: 'gone' } as const;
  for (const kind of ['opening', 'owed', 'present'] as const) {
    is(kind);
    media.fact(noDevice);
    media.fact({ kind: 'failed', call: 'c', cause: 'internal' });
    media.fact({ kind: 'begun', call: 'c' });
  }
  expect(facts).toEqual(['no-device']);
  expect(events.map(({ kind }) => kind)).toEqual(['page-begun', 'page-begun', 'page-failed', 'page-begun']);
});

describe('the ports to workers', () => {
  function worker(): { port: GrantPort; posted: string[]; say: (message: WorkerMessage) => void; close: () => void } {
    const posted: string[] = [];
    let hear: (message: WorkerMessage) => void = () => undefined;
    let end = (): void => undefined;
    return {
      posted,
      say: (message) => hear(message),
      close: () => end(),
      port: {
        post: (message: GrantMessage) => void posted.push(message.kind),
        onMessage: (listener) => (hear = listener),
        onClose: (listener) => (end = listener),
        close: () => void posted.push('closed'),
      },
    };
  }
  const ready: WorkerMessage = { kind: 'ready' };

  test('each worker has a number, and is heard until it is let go', () => {
    const { events, media } = bench();
    const [one, other] = [worker(), worker()];
    media.workers.take(one.port);
    media.workers.take(other.port);
    media.performs['end-worker']({ kind: 'end-worker', worker: 1 });
    media.performs['still-worker']({ kind: 'still-worker', worker: 1, isStill: true });
    media.performs['ping-worker']({ kind: 'ping-worker', worker: 2, id: 0 });
    for (const each of [one, other]) {
      each.say(ready);
      each.say({ kind: 'gap', stream: 0 }); // sound has no key frames
      each.close();
    }
    expect([one.posted, other.posted]).toEqual([['end', 'closed'], ['ping']]);
    expect(events.map((event) => `${event.kind} ${'worker' in event ? String(event.worker) : ''}`)).toEqual([
      'worker-came 1',
      'worker-came 2',
      'worker-alive 2',
      'worker-closed 2',
    ]);
  });

  test('all are let go with the page at the end of the call', () => {
    const { media } = bench();
    const one = worker();
    media.workers.take(one.port);
    media.close();
    expect([one.posted, media.workers.port]).toEqual([['end', 'closed'], undefined]);
  });
});
