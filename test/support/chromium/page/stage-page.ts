// One of the two pages of a call: the product's stage, a fake `window.siegel` and a small main that passes descriptions
// and candidates to the other page, in the order of the desk. Both pass over a BroadcastChannel, or through the spec if
// the pages are in separate browsers.
import { type Event, PORT_MESSAGE, type Siegel } from '../../../../src/contract/ipc.ts';
import type { MediaCommand, MediaFact } from '../../../../src/contract/media.ts';
import { type Stage, createStage } from '../../../../src/renderer/call/stage.ts';
import { CallKeys, type GrantEnd, openGrantEnd } from './granter.ts';
import { untilTones } from './played-sound.ts';
import { until } from './until.ts';

type Role = 'caller' | 'callee';

const CALL = 'ab'.repeat(16);
const facts: MediaFact[] = [];
let listener: ((command: Event<'media'>) => void) | undefined;
let stage: Stage | undefined;
let worker: GrantEnd | undefined;
let connection: RTCPeerConnection | undefined;

const siegel: Siegel = {
  window: 'stage',
  call: (name, input) => {
    if (name === 'media.fact') onFact(input as MediaFact);
    return Promise.resolve({ ok: true, value: undefined as never });
  },
  on: (name, heard) => {
    if (name === 'media') listener = heard;
    return () => undefined;
  },
};
let pass: (command: MediaCommand) => void = () => undefined;

function onFact(fact: MediaFact): void {
  facts.push(fact);
  if (fact.kind === 'description') pass({ kind: 'describe', call: CALL, type: fact.type, sdp: fact.sdp });
  if (fact.kind === 'candidates') pass({ kind: 'candidates', call: CALL, list: fact.list });
}

/** Used by a page in a browser of its own: a function of the spec passes commands to the other page. */
interface ApartWindow {
  readonly passOn?: (command: MediaCommand) => Promise<void>;
}

/**
 * Opens the stage of one side and grants its worker the keys of `room` for sound and camera. The callee makes its offer
 * only when the spec commands it (`stageCommand`).
 */
export async function stageOpen(
  role: Role,
  room: string,
  iceServers: Extract<MediaCommand, { kind: 'open' }>['iceServers'] = [],
): Promise<void> {
  keepConnection();
  stage = createStage(siegel);
  const keys = new CallKeys(room);
  const end = openGrantEnd();
  worker = end;
  for (const stream of [0, 1] as const) {
    keys.grantSeal(end, role === 'caller' ? 'to-callee' : 'to-caller', stream);
    keys.grantOpen(end, role === 'caller' ? 'to-caller' : 'to-callee', stream);
  }
  const { passOn } = window as ApartWindow;
  if (passOn === undefined) passInside(room);
  else pass = (command) => void passOn(command);
  listener?.({
    kind: 'open',
    call: CALL,
    offers: role === 'callee',
    camera: true,
    microphones: [],
    processing: { echoCancellation: true, noiseSuppression: 'engine', autoGainControl: true },
    cameras: [],
    background: 'off',
    codecs: ['VP8', 'VP9', 'AV1', 'H264'],
    iceServers,
    relayOnly: false,
  });
  window.postMessage(PORT_MESSAGE, location.origin, [end.port]);
  await Promise.resolve();
}

function keepConnection(): void {
  const Real = window.RTCPeerConnection;
  window.RTCPeerConnection = class extends Real {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connection = this; // oxlint-disable-line unicorn/no-this-assignment, typescript/no-this-alias
    }
  };
}

function passInside(room: string): void {
  const channel = new BroadcastChannel(room);
  channel.addEventListener('message', ({ data }) => listener?.(data as MediaCommand));
  // A BroadcastChannel takes no target origin: its messages never leave this origin.
  // oxlint-disable-next-line unicorn/require-post-message-target-origin
  pass = (command) => channel.postMessage(command);
}

/** Gives a command as main would. */
export async function stageCommand(command: MediaCommand): Promise<void> {
  listener?.({ ...command, call: CALL });
  await Promise.resolve();
}

/** All facts reported so far. */
export async function stageFacts(): Promise<readonly MediaFact[]> {
  await Promise.resolve();
  return facts;
}

/** Our ICE user fragment in the candidate pair in use, as the engine reports it; undefined before there is a pair. */
export async function stagePairInUse(): Promise<string | undefined> {
  await Promise.resolve();
  const ice = connection?.getSenders()[0]?.transport?.iceTransport;
  return ice?.getSelectedCandidatePair()?.local.usernameFragment ?? undefined;
}

/** What the screens would show: the kinds of the tracks, followed by `!` if the track has ended. */
export async function stageStreams(): Promise<{
  readonly remote: readonly string[];
  readonly local: readonly string[];
}> {
  await Promise.resolve();
  const kinds = (stream: MediaStream | undefined): readonly string[] =>
    stream?.getTracks().map((track) => `${track.kind}${track.readyState === 'ended' ? '!' : ''}`) ?? [];
  return { remote: kinds(stage?.remoteStream), local: kinds(stage?.localStream) };
}

/** Sends main's `hold` to the worker alone; the page does not receive it. */
export async function stageHold(held: boolean): Promise<void> {
  worker?.post({ kind: 'hold', held });
  await Promise.resolve();
}

/** Waits until the sound of the other side contains every tone in `heard` and no other tone in `tones`. */
export async function stageHears(tones: readonly number[], heard: readonly number[]): Promise<void> {
  const stream = await until('the sound of the other side', () => Promise.resolve(stage?.remoteStream));
  await untilTones(stream, tones, heard);
}

/** The largest sample of the remote sound in the next 1.4 s, 0 to 1; the test tone comes once a second. */
export async function stageLoudness(): Promise<number> {
  const stream = stage?.remoteStream;
  if (stream === undefined || stream.getAudioTracks().length === 0) return 0; // no stream has arrived yet
  const element = new Audio(); // the engine feeds a remote stream into an audio graph only if an element plays it
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  const context = new AudioContext();
  const analyser = new AnalyserNode(context, { fftSize: 32_768 });
  context.createMediaStreamSource(stream).connect(analyser);
  await context.resume();
  let loudest = 0;
  const samples = new Float32Array(analyser.fftSize);
  for (let i = 0; i < 2; i++) {
    await new Promise((resolve) => setTimeout(resolve, (analyser.fftSize / context.sampleRate) * 1000));
    analyser.getFloatTimeDomainData(samples);
    loudest = samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), loudest);
  }
  element.srcObject = null;
  await context.close();
  return loudest;
}
