// What main sends to a call page, which reports of the page reach the machine, and when its workers are released.
import { describe, expect, test } from 'vitest';
import type { CallEvent } from '../../../src/core/call/event.ts';
import type { PageState } from '../../../src/core/call/page-state.ts';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import type { GrantMessage, WorkerMessage } from '../../../src/contract/ports.ts';
import type { GrantPort } from '../../../src/main/calls/session/grant.ts';
import { MediaPage } from '../../../src/main/calls/media-page.ts';
import { PAGES } from '../../core/call/pages.ts';
import { HandClock } from '../../flows/support/hand-clock.ts';

const THEIRS = `sha-256 ${Array.from({ length: 32 }, () => 'BB').join(':')}`;

function bench() {
  const clock = new HandClock();
  const events: CallEvent[] = [];
  const facts: MediaFact['kind'][] = [];
  const commands: MediaCommand[] = [];
  const relays = [{ urls: 'turn:turn.example', username: 'u', credential: 'c' }];
  let iceServers = relays;
  let page: PageState = PAGES.none;
  const made = new MediaPage(
    'c',
    {
      clock,
      mediaChoice: () => ({
        microphones: ['m'],
        cameras: ['k'],
        background: 'off',
        processing: { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true },
        codecs: [],
        iceServers,
        mustRelay: false,
        isConstantRate: false,
      }),
    },
    {
      page: () => page,
      dispatch: (event) => events.push(event),
      command: (command) => commands.push(command),
      session: () => undefined,
      onCounters: () => undefined,
      onStats: () => facts.push('stats'),
    },
  );
  return {
    media: made,
    events,
    facts,
    commands,
    relays,
    lend: (next: typeof relays) => (iceServers = next),
    is: (kind: PageState['kind']) => (page = PAGES[kind]),
  };
}

describe('call pages that open', () => {
  const rules = { isVerified: false, viaRelay: true };
  const opens = { kind: 'open-page', nr: 1, offers: true, ...rules, theirs: undefined } as const;

  test('a page opens with the relays that exist when it opens', () => {
    const { events, lend, media } = bench();
    media.performs['open-page'](opens);
    lend([]);
    media.performs['open-page']({ ...opens, isVerified: true });
    expect(events).toMatchObject([
      { kind: 'path-opened', offers: true, ...rules, hasRelays: true, mustRelay: false },
      { kind: 'path-opened', offers: true, isVerified: true, viaRelay: true, hasRelays: false },
    ]);
  });

  test('a page that opens is given the peer’s known description', () => {
    const { events, media } = bench();
    media.performs['open-page']({ ...opens, theirs: { type: 'offer', sdp: 'theirs', fingerprint: THEIRS } });
    expect(events.map(({ kind }) => kind)).toEqual(['path-opened', 'remote-description']);
  });

  test('a page gets devices and relays, later only changed relays, and never an empty list', () => {
    const { commands, lend, media, relays } = bench();
    media.performs['make-connection']({ kind: 'make-connection', offers: true, relayOnly: true, camera: false });
    const renew = (): void => media.performs['renew-relays']();
    renew();
    lend([]);
    renew();
    const other = relays.map((relay) => ({ ...relay, username: 'v' }));
    lend(other);
    renew();
    renew();
    expect(commands).toMatchObject([
      { kind: 'open', call: 'c', relayOnly: true, microphones: ['m'], cameras: ['k'], iceServers: relays },
      { kind: 'relays', call: 'c', iceServers: other },
    ]);
  });
});

test('a page’s start and failure reach the machine even while the page is opening, and its statistics only once the page is present', () => {
  const { events, facts, is, media } = bench();
  const stats = {
    kind: 'stats',
    call: 'c',
    path: 'direct',
    pathBy: 'udp',
    audioCodec: '',
    videoCodec: '',
    decodedFrames: 0,
    framesPerSecond: 0,
    width: 0,
    height: 0,
    packetsReceived: [0, 0, 0],
    packetsSent: [0, 0, 0],
  } satisfies MediaFact;
  for (const kind of ['opening', 'owed', 'present'] as const) {
    is(kind);
    media.fact(stats);
    media.fact({ kind: 'failed', call: 'c', cause: 'internal' });
    media.fact({ kind: 'begun', call: 'c' });
  }
  expect(facts).toEqual(['stats']);
  expect(events.map(({ kind }) => kind)).toEqual([1, 2, 3].flatMap(() => ['page-failed', 'page-begun']));
});

test.each<[string, MediaFact, Partial<CallEvent>]>([
  [
    'a description',
    { kind: 'description', call: 'c', type: 'answer', sdp: 'ours' },
    { kind: 'local-description', type: 'answer', sdp: 'ours' },
  ],
  [
    'candidates',
    { kind: 'candidates', call: 'c', list: [{ mid: '0', ufrag: 'u', candidate: 'one' }] },
    { kind: 'local-candidates', list: [{ mid: '0', ufrag: 'u', candidate: 'one' }] },
  ],
  [
    'its connection',
    { kind: 'connection', call: 'c', state: 'connected', fingerprint: THEIRS, pair: 'u' },
    { kind: 'connection', state: 'connected', fingerprint: THEIRS, pair: 'u' },
  ],
  [
    'a missing device',
    { kind: 'no-device', call: 'c', device: 'camera', cause: 'busy' },
    { kind: 'no-device', device: 'camera', cause: 'busy' },
  ],
  [
    'a captured screen with sound',
    { kind: 'screen', call: 'c', state: 'captured', sound: 'on' },
    { kind: 'share-captured', sound: 'on' },
  ],
  [
    'a captured screen without a statement about sound',
    { kind: 'screen', call: 'c', state: 'captured' },
    { kind: 'share-captured', sound: 'failed' },
  ],
  ['lost sound of a screen', { kind: 'screen', call: 'c', state: 'sound-lost' }, { kind: 'share-sound-lost' }],
  ['a closed screen', { kind: 'screen', call: 'c', state: 'closed' }, { kind: 'share-lost', why: 'closed' }],
  ['a failed screen', { kind: 'screen', call: 'c', state: 'failed' }, { kind: 'share-lost', why: 'failed' }],
  ['a failure', { kind: 'failed', call: 'c', cause: 'worker-lost' }, { kind: 'page-failed', cause: 'worker-lost' }],
])('the page’s report of %s reaches the machine as one event with what it says', (_what, fact, event) => {
  const { events, media } = bench();
  media.fact(fact);
  expect(events).toHaveLength(1);
  expect(events).toMatchObject([event]);
});

describe('worker ports', () => {
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

  test('each worker has a number, and its messages reach the machine until it is released', () => {
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

  test('all workers are released when the media of a call are closed', () => {
    const { media } = bench();
    const [one, other] = [worker(), worker()];
    for (const each of [one, other]) media.workers.take(each.port);
    media.performs['close-media']();
    expect([one.posted, other.posted, media.workers.port]).toEqual([['end', 'closed'], ['end', 'closed'], undefined]);
  });
});
