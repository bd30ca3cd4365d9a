// The product's stage as the page of a call whose desk runs in another process in the same network. The spec passes the
// desk's commands and keys to the page, and the page's facts to the desk. The page records when the peer's sound is
// decoded, so that a test can find gaps.
import { type Event, PORT_MESSAGE, type Siegel } from '../../../../src/contract/ipc.ts';
import type { MediaFact } from '../../../../src/contract/media.ts';
import type { GrantMessage, WorkerMessage } from '../../../../src/contract/ports.ts';
import { createStage } from '../../../../src/renderer/call/stage.ts';
import type { FromDevice, ToDevice } from '../../apart/device.ts';

interface ApartWindow {
  readonly toDesk: (message: ToDevice) => Promise<void>;
}

const LOOK_EVERY_MS = 20;
/** A gap this long is audible; the jitter buffer bridges shorter ones. */
const HEARD_MS = 500;

let listener: ((command: Event<'media'>) => void) | undefined;
let toWorker: MessagePort | undefined;
const connections: RTCPeerConnection[] = [];
let hasConnected = false;
const grown: number[] = []; // in ms since 1970: when more sound had been decoded than before

const say = (message: ToDevice): void => void (window as unknown as ApartWindow).toDesk(message);

/** Creates the stage; the desk's messages then arrive by `deskSays`. */
export async function deskPage(): Promise<void> {
  const siegel: Siegel = {
    window: 'stage',
    call: (name, input) => {
      if (name === 'media.fact') say({ kind: 'fact', fact: input as MediaFact });
      return Promise.resolve({ ok: true, value: undefined as never });
    },
    on: (name, heard) => {
      if (name === 'media') listener = heard;
      return () => undefined;
    },
  };
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const stage = createStage(siegel);
  const element = new Audio(); // the engine decodes only sound that something plays
  stage.subscribe(() => {
    element.srcObject = stage.remoteStream ?? null;
    if (stage.remoteStream !== undefined) void element.play();
  });
  let decoded = 0;
  const look = async (): Promise<void> => {
    const now = await decodedSamples();
    if (now > decoded) grown.push(Date.now());
    decoded = now;
    setTimeout(() => void look(), LOOK_EVERY_MS);
  };
  void look();
  await Promise.resolve();
}

/** Takes the desk's command for the page, or its message for the page's worker. */
export async function deskSays(message: FromDevice): Promise<void> {
  if (message.kind === 'command') {
    if (message.command.kind === 'open') openWorkerPort();
    listener?.(message.command);
  }
  // A port has no target origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  if (message.kind === 'grant') toWorker?.postMessage(revived(message.message));
  await Promise.resolve();
}

/**
 * When the last gap in the sound ended, and how long the gap was; undefined if no gap has ended. Only gaps that began
 * at most `HEARD_MS` before `sinceMs`, or later, count.
 */
export async function deskHeardAgain(sinceMs: number): Promise<{ atMs: number; goneMs: number } | undefined> {
  await Promise.resolve();
  const after = grown.filter((atMs) => atMs >= sinceMs - HEARD_MS);
  const gaps = after.slice(1).map((atMs, i) => ({ atMs, goneMs: atMs - (after[i] ?? atMs) }));
  return gaps.findLast(({ goneMs }) => goneMs >= HEARD_MS);
}

/** Whether sound has been decoded recently. */
export async function deskHears(): Promise<boolean> {
  await Promise.resolve();
  return Date.now() - (grown.at(-1) ?? 0) < HEARD_MS;
}

function openWorkerPort(): void {
  const { port1, port2 } = new MessageChannel();
  toWorker = port1;
  port1.addEventListener('message', ({ data }) => say({ kind: 'worker', message: data as WorkerMessage }));
  port1.start();
  setTimeout(() => window.postMessage(PORT_MESSAGE, location.origin, [port2]));
}

// Bytes arrive as lists of numbers.
function revived(message: GrantMessage): GrantMessage {
  if (message.kind !== 'grant-seal' && message.kind !== 'grant-open') return message;
  return { ...message, key: Uint8Array.from(message.key), salt: Uint8Array.from(message.salt) };
}

// Leaves out the samples that the jitter buffer made up itself (W3C webrtc-stats, RTCInboundRtpStreamStats).
async function decodedSamples(): Promise<number> {
  const connection = connections.at(-1);
  // Statistics are not read before the first connection: that would hide the peer's certificate from main (peer.ts).
  hasConnected ||= connection?.connectionState === 'connected';
  if (connection === undefined || !hasConnected) return 0;
  let samples = 0;
  for (const entry of (await connection.getStats()).values() as Iterable<{
    readonly type: string;
    readonly kind?: string;
    readonly totalSamplesReceived?: number;
    readonly concealedSamples?: number;
  }>) {
    if (entry.type === 'inbound-rtp' && entry.kind === 'audio') {
      samples += (entry.totalSamplesReceived ?? 0) - (entry.concealedSamples ?? 0);
    }
  }
  return samples;
}
