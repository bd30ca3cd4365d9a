// Plays the sound that main wants from this page, for as long as main wants it.
import { useEffect, useRef } from 'react';
import { unwrap } from '../../../core/assert.ts';
import type { Sounding } from '../../../contract/sound.ts';
import { play } from '../../sound/play.ts';
import { sounds } from '../../sound/sounds.ts';
import { usePage } from '../page.tsx';

/**
 * Plays `sounding` while it is set. Another volume or place restarts a ring. A sound that ends by itself is not played
 * again before another such sound was played.
 */
export function useSound(sounding: Sounding | undefined): void {
  const devices = unwrap(usePage().devices, 'this kind of page has devices');
  const key = sounding === undefined ? '' : JSON.stringify(sounding);
  const ended = useRef('');
  useEffect(() => {
    if (key === '') return undefined;
    const wanted = JSON.parse(key) as Sounding;
    if (wanted.sound === ended.current) return undefined;
    if (sounds[wanted.sound].times !== Infinity) ended.current = wanted.sound;
    return play(wanted, devices);
  }, [devices, key]);
}
