// One device of a call that a test can set into a network of its own: the real desk over a real link, watching its own addresses.
// Started by `apart.ts` as a process; its page is a browser of the same network, to which the test passes everything on.
import { unwrap } from '../../../src/core/assert.ts';
import { userTag } from '../../../src/core/keys/address.ts';
import { issueCertificate } from '../../../src/core/keys/certificate.ts';
import { headOf, issueDeviceList, relationTo, reopenDeviceList } from '../../../src/core/keys/device-list.ts';
import { makeSigningKey } from '../../../src/core/keys/identity.ts';
import type { MediaCommand, MediaFact } from '../../../src/contract/media.ts';
import type { GrantMessage, WorkerMessage } from '../../../src/contract/ports.ts';
import { ownAddresses, watchNetwork } from '../../../src/main/app/network-watch.ts';
import type { MediaChoice } from '../../../src/main/calls/call-deps.ts';
import { createDesk } from '../../../src/main/calls/desk.ts';
import { MemoryHistory } from '../../main/memory-history.ts';
import { openBook } from '../../../src/main/contacts/book.ts';
import { createLog } from '../../../src/main/log.ts';
import { createListPeople } from '../../../src/main/people/list-people.ts';
import { createDirectory } from '../../../src/main/signalling/directory.ts';
import { createLink } from '../../../src/main/signalling/link.ts';
import { fixedPolicy } from '../../main/policy/fixed-policy.ts';
import { MemoryStore } from '../../main/memory-store.ts';
import { realClock, systemRandom } from '../../main/signalling/test-clock.ts';
import { deviceKeysOf } from '../device-keys.ts';

/** What a test tells a device. */
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

/** What a device tells: commands for the page, messages for its sealing worker, and how its call stands. */
export type FromDevice =
  | { readonly kind: 'command'; readonly command: MediaCommand }
  | { readonly kind: 'grant'; readonly message: GrantMessage }
  | { readonly kind: 'online' } // its list is published
  | { readonly kind: 'pictures'; readonly isPaused: boolean; readonly isPeers: boolean; readonly decoded: number }
  | { readonly kind: 'phase'; readonly phase: string; readonly atMs: number };

const tell = (message: FromDevice): void => void process.send?.(message);
const clock = realClock();
const random = systemRandom;
const nothing = (): void => undefined;

function begin({ address, brokerUrl, iceServers }: Extract<ToDevice, { kind: 'begin' }>) {
  const userKey = makeSigningKey(random(32));
  const deviceKeys = deviceKeysOf(random(32));
  const device = deviceKeys.id;
  const at = Math.floor(clock.nowMs() / 1000);
  const fields = { address, keys: deviceKeys, name: 'one', since: at, until: at + 86_400 };
  const certificate = issueCertificate(userKey, fields);
  const payload = issueDeviceList(userKey, { address, devices: [certificate], at }, undefined);
  const list = unwrap(reopenDeviceList(payload, address), 'just issued');
  const log = createLog('error', nothing);
  const link = createLink({ clock, random, log });
  const book = openBook(new MemoryStore(), nothing, nothing);
  const desk = createDesk({
    transport: link,
    people: createListPeople({ directory: createDirectory(link, clock), book, clock }),
    clock,
    random,
    log,
    own: {
      address,
      person: userKey.publicKey,
      deviceKeys,
      deviceId: device,
      certificate: () => certificate,
      devices: () => [],
      isRemoved: () => false,
      head: () => headOf(list),
      relation: (head) => relationTo(list, head),
      headSinceMs: () => 0,
    },
    book,
    history: new MemoryHistory().open(),
    callIds: new MemoryStore(),
    mediaChoice: () => ({
      microphoneId: '',
      cameraId: '',
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
    isQuiet: () => false,
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
  link.onView(({ kind }) => {
    if (kind !== 'online' || isPublished) return;
    isPublished = true;
    void link.publishList(userTag(address), payload).then(() => tell({ kind: 'online' }));
  });
  // As the account does it.
  watchNetwork(ownAddresses, clock, (change, addresses) => {
    if (change === 'lost') link.reconnect();
    else link.retryNow();
    desk.networkChanged(change, addresses);
  });
  link.open({ device, url: brokerUrl });
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
