// Opens a microphone or camera for a part of the page, as a call does: the chosen device, or another of its kind.
import { useEffect, useState } from 'react';
import type { Background } from '../../../contract/background.ts';
import type { DeviceCause } from '../../../contract/device-cause.ts';
import type { Processing } from '../../../contract/sound.ts';
import { createCamera } from '../../call/camera.ts';
import { createDevices } from '../../call/devices.ts';
import { createMicrophone } from '../../call/microphone.ts';
import type { FilterLoss } from '../../call/track-filter.ts';
import { usePage } from '../page.tsx';
import { useDevices } from '../parts/use-devices.ts';

/**
 * The device wanted: a microphone with the processing of its sound, or a camera with its background. `names`
 * (`MediaDevice.id`) are in order of preference.
 */
export type Wanted =
  | { readonly kind: 'microphone'; readonly names: readonly string[]; readonly processing: Processing }
  | { readonly kind: 'camera'; readonly names: readonly string[]; readonly background: Background };

/** The state of the device. `none`: no device of its kind is plugged in. */
export type Opened =
  | { readonly kind: 'opening' }
  | { readonly kind: 'open'; readonly track: MediaStreamTrack; readonly name: string; readonly noiseLoss?: FilterLoss }
  | { readonly kind: 'failed'; readonly cause: DeviceCause | 'none' };

const OPENING: Opened = { kind: 'opening' };

/**
 * Opens the wanted device and tells main the result. Opens it anew if `wanted` changes, if a device of its kind is
 * plugged in or out, if the device ends by itself, or when `again` is called. `undefined` opens nothing.
 */
export function useOpened(wanted: Wanted | undefined): readonly [opened: Opened, again: () => void] {
  const [opened, setOpened] = useState<Opened>(OPENING);
  const [attempt, setAttempt] = useState(0);
  const there = useDevices();
  const ofKind = there?.filter(({ kind }) => kind === wanted?.kind).map(({ id }) => id);
  const listed = ofKind?.join('\n');
  const { ask } = usePage();
  const key = wanted === undefined ? '' : JSON.stringify([wanted, attempt]);
  useEffect(() => {
    if (key === '' || listed === undefined) return undefined;
    const [now] = JSON.parse(key) as [Wanted, number];
    let isOver = false;
    const tell = (next: Opened): void => {
      if (isOver) return;
      setOpened(next);
      if (next.kind === 'opening') return;
      // If only the background could not be hidden, the camera itself did open, and main is told so.
      const came = next.kind === 'open' || next.cause === 'background' ? 'opened' : next.cause;
      void ask.attempt('tryout.told', { device: now.kind, came });
    };
    const devices = createDevices({
      onEnded: () => isOver || setAttempt((count) => count + 1),
      onFailed: (_kind, cause) => tell({ kind: 'failed', cause: listed === '' ? 'none' : cause }),
    });
    const tellSound = (): void => {
      const { track, name, noiseLoss } = microphone.sound();
      if (track !== undefined) tell({ kind: 'open', track, name, ...(noiseLoss === undefined ? {} : { noiseLoss }) });
    };
    const microphone = createMicrophone(devices, tellSound);
    const camera = createCamera(devices, () => tell({ kind: 'failed', cause: 'background' }));
    const open = async (): Promise<void> => {
      if (now.kind === 'microphone') {
        await microphone.open(now.names, now.processing);
        return isOver ? microphone.end() : tellSound();
      }
      const track = await camera.open(now.names, now.background);
      if (isOver) return camera.close();
      if (track !== undefined) tell({ kind: 'open', track, name: track.label });
    };
    void open();
    return () => {
      isOver = true;
      microphone.end();
      camera.close();
      devices.closeAll();
      setOpened(OPENING);
    };
  }, [ask, key, listed]);
  return [opened, () => setAttempt((count) => count + 1)];
}
