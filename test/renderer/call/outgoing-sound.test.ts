// Which sound is sent while the computer's sound is shared: a mute takes the microphone out before anything else, and
// only the voice is sent if the mix does not run. The audio graph is faked; shared-sound.spec.ts has a real graph.
import { beforeEach, expect, it, vi } from 'vitest';
import { createOutgoingSound, type OutgoingSound } from '../../../src/renderer/call/outgoing-sound.ts';

class Graph extends EventTarget {
  static readonly all: Graph[] = [];
  static failing: 'no' | 'making' | 'starting' = 'no';
  state = 'suspended';
  readonly inputs = new Set<string>();
  readonly track = { id: 'mix', stop: () => void stopped.push('mix') };
  begin: () => void = () => undefined;
  constructor() {
    super();
    if (Graph.failing === 'making') throw new TypeError('too many');
    Graph.all.push(this);
  }
  createMediaStreamDestination(): unknown {
    return { stream: { getAudioTracks: () => [this.track] } };
  }
  createGain(): unknown {
    return { gain: { value: 1 }, connect: (to: unknown) => to };
  }
  createMediaStreamSource(stream: readonly (readonly { readonly id: string }[])[]): unknown {
    const id = stream[0]?.[0]?.id ?? '';
    return {
      connect: (to: unknown) => {
        this.inputs.add(id);
        return to;
      },
      disconnect: () => void this.inputs.delete(id),
    };
  }
  resume(): Promise<void> {
    if (Graph.failing === 'starting') return Promise.reject(new Error('no'));
    return new Promise((resolve) => {
      this.begin = () => {
        this.state = 'running';
        resolve();
      };
    });
  }
  close(): Promise<void> {
    this.turns('closed');
    return Promise.resolve();
  }
  turns(state: string): void {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const stopped: string[] = [];
const sent: string[] = [];
let lost: number;
let sound: OutgoingSound;
const track = (id: string): MediaStreamTrack => ({ id }) as MediaStreamTrack;
const [VOICE, COMPUTER] = [track('voice'), track('computer')];
const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

beforeEach(() => {
  [sent.length, stopped.length, Graph.all.length, Graph.failing, lost] = [0, 0, 0, 'no', 0];
  vi.stubGlobal('AudioContext', Graph);
  vi.stubGlobal('MediaStream', Array);
  const peer = {
    setTrack: (stream: number, given: { readonly id: string } | undefined) => {
      expect(stream).toBe(0);
      sent.push(given?.id ?? 'nothing');
      return Promise.resolve();
    },
  };
  sound = createOutgoingSound(peer, () => void lost++);
});

/** Voice and computer, in a mix that runs. */
async function mixing(): Promise<Graph> {
  void sound.setMicrophone(VOICE);
  sound.setComputer(COMPUTER);
  const graph = Graph.all.at(-1);
  if (graph === undefined) throw new Error('no graph was made');
  graph.begin();
  await settle();
  return graph;
}

it('without a shared sound the microphone’s own track is sent and no audio graph is made', async () => {
  await sound.setMicrophone(VOICE);
  await sound.setMicrophone(undefined);
  expect([sent, Graph.all]).toEqual([['voice', 'nothing'], []]);
});

it('the voice is sent alone until the mix runs, and then voice and shared sound are sent as one track', async () => {
  void sound.setMicrophone(VOICE);
  sound.setComputer(COMPUTER);
  await settle();
  expect(sent).toEqual(['voice', 'voice']);
  Graph.all[0]?.begin();
  await settle();
  expect([sent.at(-1), [...(Graph.all[0]?.inputs ?? [])]]).toEqual(['mix', ['voice', 'computer']]);
  await sound.setMicrophone(VOICE); // main repeats the microphone with every switch
  expect([sent.at(-1), Graph.all.length]).toEqual(['mix', 1]);
});

it('a mute takes the microphone out of the mix at once, before the engine has replaced the track', async () => {
  const graph = await mixing();
  void sound.setMicrophone(undefined);
  expect([[...graph.inputs], stopped, sent.at(-1)]).toEqual([[], ['mix'], 'computer']);
});

it('a mute while a mix begins is not undone when the mix runs', async () => {
  void sound.setMicrophone(VOICE);
  sound.setComputer(COMPUTER);
  const graph = Graph.all[0];
  void sound.setMicrophone(undefined);
  graph?.begin();
  await settle();
  expect([sent.at(-1), [...(graph?.inputs ?? [])], lost]).toEqual(['computer', [], 0]);
});

it('after the shared sound has ended, the voice alone is sent, or nothing while the microphone is muted', async () => {
  const graph = await mixing();
  sound.setComputer(undefined);
  expect([[...graph.inputs], sent.at(-1), lost]).toEqual([[], 'voice', 0]);
  sound.setComputer(COMPUTER);
  void sound.setMicrophone(undefined);
  sound.setComputer(undefined);
  expect(sent.at(-1)).toBe('nothing');
});

it.each(['making', 'starting'] as const)(
  'if %s the mix fails, only the voice is sent, and the failure is reported once',
  async (at) => {
    Graph.failing = at;
    void sound.setMicrophone(VOICE);
    sound.setComputer(COMPUTER);
    await settle();
    expect([sent.at(-1), lost]).toEqual(['voice', 1]);
    await sound.setMicrophone(undefined);
    expect([sent.at(-1), lost]).toEqual(['nothing', 1]); // the shared sound is not sent again by itself
  },
);

it('if a mix stops by itself, only the voice is sent and the loss is reported once, but the end of a call reports no loss', async () => {
  (await mixing()).turns('suspended');
  await settle();
  expect([sent.at(-1), lost]).toEqual(['voice', 1]);
  sound.setComputer(COMPUTER);
  Graph.all.at(-1)?.begin();
  await settle();
  expect(sent.at(-1)).toBe('mix');
  sound.close();
  await settle();
  expect([lost, [...(Graph.all.at(-1)?.inputs ?? [])]]).toEqual([1, []]);
});
