// The page of a trial call. It opens two connections like those of a call, which reach each other through the relays
// only, and sends a tone and a picture that it generates. It opens no device and has no permission to. The worker that
// opens frames tells main when frames have arrived.
import { PORT_MESSAGE, type Siegel } from '../../contract/ipc.ts';
import { createPeer, type Peer, type PeerListeners } from './peer.ts';
import { startSealWorker } from './transform.ts';

const TONE_HZ = 440;
const PICTURES_PER_SECOND = 10;

/**
 * Starts the call when main sends `open`, and gives back the allocations at the relays when main sends `close`. Main
 * then ends the page.
 */
export function serveTrial(siegel: Pick<Siegel, 'on'>): void {
  const [sealing, opening] = [startSealWorker(() => undefined), startSealWorker(() => undefined)];
  const waiting = [sealing, opening]; // main sends its ports in this order
  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === window && data === PORT_MESSAGE && port !== undefined) waiting.shift()?.connect(port);
  });
  let ends: readonly Peer[] = [];
  siegel.on('media', (command) => {
    if (command.kind === 'close') for (const end of ends) end.close();
    if (command.kind !== 'open') return;
    const one: Peer = createPeer(
      { ...command, offers: true },
      sealing,
      listening(() => other),
    );
    const other: Peer = createPeer(
      { ...command, offers: false },
      opening,
      listening(() => one),
    );
    ends = [one, other];
    void connect(one, other);
  });
}

const listening = (far: () => Peer): PeerListeners => ({
  onCandidates: (list) => void far().addCandidates(list),
  onConnection: () => undefined,
  onTrack: () => undefined,
});

async function connect(one: Peer, other: Peer): Promise<void> {
  const offer = await one.offer(false);
  await one.setTrack(0, tone());
  await one.setTrack(1, picture());
  const answer = await other.describe('offer', offer);
  await one.describe('answer', answer ?? '');
}

function tone(): MediaStreamTrack | undefined {
  const silent: AudioContextOptions & { readonly sinkId: { readonly type: 'none' } } = { sinkId: { type: 'none' } };
  const context = new AudioContext(silent); // the tone is only sent, never played here
  const end = context.createMediaStreamDestination();
  const oscillator = new OscillatorNode(context, { frequency: TONE_HZ });
  oscillator.connect(end);
  oscillator.start();
  return end.stream.getAudioTracks()[0];
}

function picture(): MediaStreamTrack | undefined {
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d');
  let drawn = 0;
  const draw = (): void => {
    if (context === null) return;
    context.fillStyle = `hsl(${(drawn++ * 20) % 360} 50% 50%)`;
    context.fillRect(0, 0, canvas.width, canvas.height);
  };
  draw();
  setInterval(draw, 1000 / PICTURES_PER_SECOND);
  return canvas.captureStream(PICTURES_PER_SECOND).getVideoTracks()[0];
}
