// One device of a call that a test can put into a network of its own: the real desk over a real broker connection,
// watching its own addresses. `apart.ts` starts it as a process. Its page is a browser in the same network, and the
// test passes all messages between the two.
import { userTag } from '../../../src/core/keys/address.ts';
import { beginChain } from '../../../src/core/keys/chain-build.ts';
import { devicesOf, payloadOf } from '../../../src/core/keys/chain.ts';
import { chainHead, chainRelation } from '../../../src/core/keys/chain-head.ts';
import { linksToCarry } from '../../../src/core/signal/message.ts';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import type { GrantMessage, WorkerMessage } from '../../../src/contract/ports.ts';
import { ownAddresses, watchNetwork } from '../../../src/main/signalling/network-watch.ts';
import { createSlices } from '../../../src/main/time/slices.ts';
import type { MediaChoice } from '../../../src/main/calls/call-deps.ts';
import { createDesk } from '../../../src/main/calls/desk.ts';
import { MemoryHistory } from '../../main/memory-history.ts';
import { openBook } from '../../../src/main/contacts/book.ts';
import { createLog } from '../../../src/main/log.ts';
import { createAddressReader } from '../../../src/main/people/address-reader.ts';
import { createChainPeople } from '../../../src/main/people/chain-people.ts';
import { createBrokerConnection } from '../../../src/main/signalling/broker-connection.ts';
import { fixedPolicy } from '../../main/policy/fixed-policy.ts';
import { MemoryStore } from '../../main/memory-store.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { deviceKeysOf } from '../device-keys.ts';

/** A message from the test to a device. */
export type ToDevice =
  | {
      readonly kind: 'begin';
      readonly address: string;
      readonly brokerUrl: string;
      readonly iceServers: MediaChoice['iceServers'];
    }
  | { readonly kind: 'place'; readonly address: string; readonly media?: 'audio' | 'video' }
  | { readonly kind: 'fact'; readonly fact: MediaFact }
  | { readonly kind: 'worker'; readonly message: WorkerMessage };

/** A message from a device: commands for the page, messages for its sealing worker, and the state of its call. */
export type FromDevice =
  | { readonly kind: 'command'; readonly command: MediaCommand }
  | { readonly kind: 'grant'; readonly message: GrantMessage }
  | { readonly kind: 'online' } // its chain is published
  | { readonly kind: 'pictures'; readonly isPaused: boolean; readonly isPeers: boolean; readonly decoded: number }
  | { readonly kind: 'phase'; readonly phase: string; readonly atMs: number };

const tell = (message: FromDevice): void => void process.send?.(message);
const clock = realClock();
const random = systemRandom;
const nothing = (): void => undefined;

function begin({ address, brokerUrl, iceServers }: Extract<ToDevice, { kind: 'begin' }>) {
  const deviceKeys = deviceKeysOf(random(32));
  const device = deviceKeys.id;
  const at = Math.floor(clock.nowMs() / 1000);
  const signer = { publicKey: deviceKeys.d, sign: deviceKeys.sign };
  const chain = beginChain({ address, s: deviceKeys.s, proto: [1], at }, signer);
  const log = createLog('error', nothing);
  const connection = createBrokerConnection({ clock, random, log });
  const book = openBook(new MemoryStore(), nothing, nothing);
  const desk = createDesk({
    transport: connection,
    people: createChainPeople({
      reader: createAddressReader({ source: connection, clock, random, slices: createSlices() }),
      pins: book,
      organisation: { devicesOf: () => [], oneOf: () => Promise.resolve(undefined), credentials: () => undefined },
      onClaim: nothing,
      onNoClaim: nothing,
      onDevices: nothing,
      firstSeenMs: () => undefined,
      clock,
      log,
    }),
    clock,
    random,
    log,
    own: {
      address,
      name: 'one',
      person: chain.person,
      deviceKeys,
      deviceId: device,
      devices: () => devicesOf(chain),
      carried: () => linksToCarry(chain),
      whyOut: () => undefined,
      head: () => chainHead(chain),
      relation: (head) => chainRelation(chain, head),
      headSinceMs: () => 0,
    },
    book,
    history: new MemoryHistory().open(),
    callIds: new MemoryStore(),
    mediaChoice: () => ({
      microphones: [],
      processing: { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true },
      cameras: [],
      background: 'off',
      codecs: ['VP8'],
      iceServers,
      mustRelay: false,
      isConstantRate: false,
    }),
    policy: fixedPolicy(),
    settings: () => ({ unknownCallers: 'ring' }),
    confirmations: {
      check: () => Promise.resolve({ kind: 'none' }),
      markOfDevice: () => ({ kind: 'none' }),
      onChange: nothing,
    },
    onRecord: nothing,
    isDoNotDisturb: () => false,
    onNotice: nothing,
  });
  desk.onMediaCommand((command) => {
    tell({ kind: 'command', command });
    if (command.kind !== 'open') return;
    desk.attachWorker(command.call, {
      post: (message) => tell({ kind: 'grant', message: structuredClone(message) }),
      onMessage: (listener) => void (heardFromWorker = listener),
      onClose: nothing,
      close: nothing,
    });
  });
  let last = '';
  desk.onView(() => {
    const view = desk.views().at(-1);
    const phase = view?.phase.kind ?? 'none';
    if (view !== undefined) {
      const { picturePaused: isPaused = false, remote, numbers } = view;
      tell({ kind: 'pictures', isPaused, isPeers: remote.camera, decoded: numbers.decodedFrames });
    }
    if (phase === last) return;
    last = phase;
    tell({ kind: 'phase', phase, atMs: clock.nowMs() });
    if (view?.direction === 'in' && phase === 'ringing') setImmediate(() => desk.answer(view.id, view.media));
  });
  let isPublished = false;
  connection.onView(({ kind }) => {
    if (kind !== 'online' || isPublished) return;
    isPublished = true;
    void connection.publishChain(userTag(address), payloadOf(chain)).then(() => tell({ kind: 'online' }));
  });
  // The part of `networkChanged` in src/main/app/account.ts that this device needs.
  watchNetwork(ownAddresses, clock, (change, addresses) => {
    if (change === 'lost') connection.reconnect();
    else connection.retryNow();
    desk.networkChanged(change, addresses);
  });
  connection.open({ device, url: brokerUrl });
  return desk;
}

let desk: ReturnType<typeof begin> | undefined;
let heardFromWorker: (message: WorkerMessage) => void = nothing;

process.on('message', (message: ToDevice) => {
  if (message.kind === 'begin') desk = begin(message);
  else if (message.kind === 'place') desk?.place(message.address, message.media ?? 'audio');
  else if (message.kind === 'fact') desk?.mediaFact(message.fact);
  else heardFromWorker(message.message);
});
process.on('disconnect', () => process.exit());
