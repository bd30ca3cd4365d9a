// The session descriptions of the rehearsal are made before anybody accepts a call, so no network address may be
// gathered for them.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { rehearse } from '../../../src/renderer/call/rehearsal.ts';

let done: string[] = [];
let refuses = '';

// Has no setLocalDescription, because that method would begin to gather addresses. A call of the method fails the test.
class PlayedConnection {
  static readonly made: PlayedConnection[] = [];
  readonly name = `connection ${String(PlayedConnection.made.push(this))}`;
  readonly #does = (what: string): void => {
    if (what === refuses) throw new Error('refused');
    done.push(`${this.name} ${what}`);
  };
  readonly addTransceiver = (kind: string): void => this.#does(`adds ${kind}`);
  readonly createOffer = async (): Promise<{ sdp: string }> => {
    this.#does('offers');
    return { sdp: 'v=0' };
  };
  readonly setRemoteDescription = async ({ type, sdp }: { type: string; sdp: string }): Promise<void> =>
    this.#does(`takes ${type} ${sdp}`);
  readonly createAnswer = async (): Promise<void> => this.#does('answers');
  readonly close = (): void => this.#does('closes');
}

beforeEach(() => {
  done = [];
  refuses = '';
  PlayedConnection.made.length = 0;
  vi.stubGlobal('RTCPeerConnection', PlayedConnection);
});
afterEach(() => void vi.unstubAllGlobals());

it('the rehearsal makes an offer and an answer, sets neither as a local description and closes both connections', async () => {
  await rehearse();
  expect(done).toEqual([
    'connection 1 adds audio',
    'connection 1 adds video',
    'connection 1 adds video',
    'connection 1 offers',
    'connection 2 takes offer v=0',
    'connection 2 answers',
    'connection 1 closes',
    'connection 2 closes',
  ]);
});

it('the rehearsal closes both connections if the engine refuses to make the offer', async () => {
  refuses = 'offers';
  await expect(rehearse()).rejects.toThrow('refused');
  expect(done.slice(-2)).toEqual(['connection 1 closes', 'connection 2 closes']);
});
