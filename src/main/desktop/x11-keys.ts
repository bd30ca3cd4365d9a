// Keys that are held on a desktop of X11: the display server is asked which keys are down, and only while a key of ours
// is held (docs/decisions/0084). Each watch has a connection of its own. Of the server's answers only the first is kept
// until that watch ends.
import { open } from 'node:fs/promises';
import { createConnection, type Socket } from 'node:net';
import { homedir, hostname } from 'node:os';
import { join } from 'node:path';
import type { ReleaseSeen } from '../../contract/global-keys.ts';
import type { Clock } from '../time/clock.ts';
import {
  ANSWER_WITHIN_MS,
  ASK_EVERY_MS,
  type HeldKeys,
  type HeldKeysEvents,
  MOST_HELD_MS,
  type WatchEnd,
} from './held-keys.ts';
import { cookieFor, displayPeer, type DisplayPlace, placeOfDisplay } from './x11-display.ts';
import { countDown, createDisplayReader, isAnyUp, type KeysDown, setUpRequest } from './x11-messages.ts';

const MOST_AUTHORITY_BYTES = 65_536;

/** What this file needs of the machine. */
export interface X11KeysParts {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Pick<Clock, 'after'>;
  /** `seen` may return something else now. */
  readonly onChange: () => void;
}

/** Held keys on this desktop, of which nothing is watched yet. */
export function createX11Keys({ env, clock, onChange }: X11KeysParts): HeldKeys {
  const place = placeOfDisplay(env['DISPLAY']);
  let seen: ReleaseSeen = place === undefined ? 'no-display' : 'by-display';
  const see = (now: ReleaseSeen): void => {
    if (now === seen) return;
    seen = now;
    onChange();
  };

  // `fewest` missing: only whether the display server lets us in.
  function watch(fewest: number | undefined, { onDown, onEnd }: HeldKeysEvents): () => void {
    const reader = createDisplayReader();
    let socket: Socket | undefined;
    let first: KeysDown | undefined;
    let isOver = false;
    let cancelWait = (): void => undefined;
    const cancelBound = clock.after(MOST_HELD_MS, () => end('lost'));

    function end(why: WatchEnd): void {
      if (isOver) return;
      isOver = true;
      cancelWait();
      cancelBound();
      socket?.destroy();
      first?.fill(0);
      onEnd(why);
    }
    const wait = (delayMs: number, run: () => void): void => {
      cancelWait();
      cancelWait = clock.after(delayMs, run);
    };
    const ask = (): void => {
      wait(ANSWER_WITHIN_MS, () => end('lost'));
      socket?.write(reader.query());
    };
    function ready(): void {
      see('by-display');
      if (fewest === undefined) end('released');
      else ask();
    }
    function answered(down: KeysDown, atLeast: number): void {
      if (first === undefined) {
        if (countDown(down) < atLeast) return end('released'); // the release came before the first answer
        first = down;
        onDown();
      } else {
        const isUp = isAnyUp(first, down);
        // If enough keys are still down, the one that is up may be another key that was down by chance.
        const isClear = countDown(down) < atLeast;
        down.fill(0);
        if (isUp) return end(isClear ? 'released' : 'lost');
      }
      wait(ASK_EVERY_MS, ask);
    }
    function take(chunk: Uint8Array): void {
      for (const says of reader.take(chunk)) {
        if (isOver) return;
        if (says.kind === 'ready') ready();
        else if (says.kind === 'keys') answered(says.down, fewest ?? 0);
        else fail();
      }
    }
    function fail(): void {
      if (first === undefined && !isOver) see('no-display');
      end('lost');
    }
    async function begin(at: DisplayPlace): Promise<void> {
      const authority = await authorityOf(env);
      if (isOver) return;
      const made = at.kind === 'local' ? createConnection(at.path) : createConnection(at.port, at.host);
      socket = made;
      made.setNoDelay(true);
      made.unref();
      made.on('data', take);
      made.on('error', fail);
      made.on('close', fail);
      made.on('connect', () => {
        const peer = displayPeer(made.remoteAddress, hostname());
        const cookie = peer === undefined ? undefined : cookieFor(authority, at.number, peer);
        made.write(setUpRequest(cookie));
      });
    }
    wait(ANSWER_WITHIN_MS, fail);
    if (place === undefined) queueMicrotask(fail);
    else void begin(place).catch(fail);
    return () => end('lost');
  }

  return {
    repeats: true,
    seen: () => seen,
    use: () => {
      if (place !== undefined) watch(undefined, { onDown: () => undefined, onEnd: () => undefined });
    },
    watch: (chord, events) => watch(chord.split('+').length, events),
  };
}

// The file of cookies, or nothing where there is none. A display server may let us in without one.
async function authorityOf(env: X11KeysParts['env']): Promise<Uint8Array> {
  const path = env['XAUTHORITY'] ?? join(env['HOME'] ?? homedir(), '.Xauthority');
  const bytes = new Uint8Array(MOST_AUTHORITY_BYTES);
  try {
    const file = await open(path);
    try {
      const { bytesRead } = await file.read(bytes, 0, bytes.length, 0);
      return bytes.subarray(0, bytesRead);
    } finally {
      await file.close();
    }
  } catch {
    return bytes.subarray(0, 0);
  }
}
