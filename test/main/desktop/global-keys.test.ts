import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { Chord, type GlobalAct, GlobalKeys, type ReleaseSeen } from '../../../src/contract/global-keys.ts';
import type { CallView } from '../../../src/contract/view.ts';
import { createGlobalKeys, globalPress, talkCall } from '../../../src/main/desktop/global-keys.ts';
import type { HeldKeysEvents } from '../../../src/main/desktop/held-keys.ts';
import { heldClock } from '../signalling/test-clock.ts';
import { callFixture } from './view-fixture.ts';

const none: GlobalKeys = { mute: '', talk: '', answer: '', hangUp: '' };

/** A desktop on which another program holds `foreign`. `F24` is a key that the engine does not know. */
function desktop(foreign: readonly string[] = [], seen: ReleaseSeen = 'by-display') {
  const registered = new Map<string, () => void>();
  const released: string[] = [];
  const pressed: GlobalAct[] = [];
  const talks: boolean[] = [];
  const watches: HeldKeysEvents[] = [];
  const mayRepeat: boolean[] = [];
  const uses: boolean[] = [];
  const clock = heldClock();
  let changes = 0;
  const keys = createGlobalKeys({
    shortcuts: {
      register: (chord, run) => {
        if (chord.endsWith('F24')) throw new Error('unknown key');
        if (foreign.includes(chord) || registered.has(chord)) return false;
        registered.set(chord, run);
        return true;
      },
      unregister: (chord) => {
        released.push(chord);
        registered.delete(chord);
      },
    },
    heldKeys: {
      repeats: true,
      seen: () => seen,
      use: (isAnySet) => void uses.push(isAnySet),
      watch: (_chord, events) => (watches.push(events), () => events.onEnd('lost')),
    },
    clock,
    onPress: (act, may) => {
      pressed.push(act);
      mayRepeat.push(may);
    },
    onTalk: (isHeld) => void talks.push(isHeld),
    onChange: () => void changes++,
  });
  const taken = (): readonly GlobalAct[] => {
    const inForce = keys.inForce();
    return inForce.from === 'system' ? inForce.taken : [];
  };
  return { keys, taken, registered, released, pressed, mayRepeat, talks, watches, uses, clock, changes: () => changes };
}

describe('global keys', () => {
  it('global keys are registered while set, trigger their action, and are released when unset', () => {
    const { keys, registered, pressed, changes } = desktop();
    keys.follow({ globalKeys: none });
    expect([[...registered.keys()], changes()]).toEqual([[], 0]);
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' } });
    registered.get('Ctrl+Alt+M')?.();
    registered.get('F13')?.();
    expect(pressed).toEqual(['mute', 'hangUp']);
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' } });
    expect(changes()).toBe(1);
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+K' } });
    expect([...registered.keys()]).toEqual(['Ctrl+Alt+K']);
    keys.remove();
    expect(registered.size).toBe(0);
  });

  it('global keys that are taken, duplicated or unknown are reported and never released', () => {
    const { keys, taken, registered, released } = desktop(['Ctrl+Alt+M']);
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+M', answer: 'Ctrl+Alt+A', hangUp: 'Ctrl+Alt+A' } });
    expect(taken()).toEqual(['mute', 'hangUp']);
    keys.follow({ globalKeys: { ...none, mute: 'F24', answer: 'Ctrl+Alt+A' } });
    expect([taken(), [...registered.keys()]]).toEqual([['mute'], ['Ctrl+Alt+A']]);
    keys.follow({ globalKeys: none });
    expect([taken(), registered.size]).toEqual([[], 0]);
    expect(released).toEqual(['Ctrl+Alt+A', 'Ctrl+Alt+A']); // Ctrl+Alt+A was set twice, and each time given back
  });

  it('a global key that the system repeats while it is held counts once', () => {
    const { keys, registered, pressed, watches, clock } = desktop();
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' } });
    registered.get('Ctrl+Alt+M')?.();
    watches[0]?.onDown();
    for (let times = 0; times < 30; times++) registered.get('Ctrl+Alt+M')?.();
    expect(pressed).toEqual(['mute']);
    watches[0]?.onEnd('released');
    clock.advance(120);
    registered.get('Ctrl+Alt+M')?.();
    expect(pressed).toEqual(['mute', 'mute']);
  });

  it('where no key release is seen, a second press within a second can only mute', () => {
    const { keys, registered, pressed, mayRepeat, clock } = desktop([], 'never');
    keys.follow({ globalKeys: { ...none, mute: 'Ctrl+Alt+M', hangUp: 'F13' } });
    for (const chord of ['Ctrl+Alt+M', 'F13']) registered.get(chord)?.();
    clock.advance(800);
    for (const chord of ['Ctrl+Alt+M', 'F13']) registered.get(chord)?.();
    expect([pressed, mayRepeat]).toEqual([
      ['mute', 'hangUp', 'mute'],
      [false, false, true],
    ]);
    const talking = { ...callFixture, phase: { kind: 'live', since: 1 } } as const;
    const muted = { ...talking, local: { ...talking.local, mute: true } };
    expect(globalPress('mute', [talking], false, true)).toMatchObject({ kind: 'mute', mute: true });
    expect(globalPress('mute', [muted], false, true)).toBeUndefined();
  });

  it('the part that watches held keys learns at the start and at each change whether any global key is set', () => {
    const { keys, uses } = desktop();
    keys.begin();
    for (const globalKeys of [none, { ...none, mute: 'F13' }, { ...none, mute: 'F14' }, none])
      keys.follow({ globalKeys });
    expect(uses).toEqual([false, true, true, false]);
    keys.follow({ globalKeys: { ...none, answer: 'F13' } });
    keys.remove();
    expect(uses.slice(4)).toEqual([true, false]);
  });

  it('the key to talk is reported while it is held, and as released when another key is set', () => {
    const { keys, registered, pressed, talks, watches } = desktop();
    keys.follow({ globalKeys: { ...none, talk: 'Ctrl+Alt+T' } });
    for (let times = 0; times < 30; times++) registered.get('Ctrl+Alt+T')?.();
    expect([pressed, talks, watches.length]).toEqual([[], [], 1]);
    watches[0]?.onDown();
    expect(talks).toEqual([true]);
    keys.follow({ globalKeys: { ...none, talk: 'Ctrl+Alt+K' } });
    expect([talks, [...registered.keys()]]).toEqual([[true, false], ['Ctrl+Alt+K']]);
  });

  it('where no release can be seen, the key to talk is not taken from other programs', () => {
    const { keys, taken, registered } = desktop([], 'never');
    keys.follow({ globalKeys: { ...none, talk: 'Ctrl+Alt+T', mute: 'F13' } });
    expect([[...registered.keys()], taken()]).toEqual([['F13'], []]);
  });

  it('global keys that were stored before there was a key to talk are read with an empty one', () => {
    expect(v.parse(GlobalKeys, { mute: 'F13', answer: '', hangUp: '' })).toEqual({ ...none, mute: 'F13' });
  });

  it.each(['', 'Ctrl+Alt+M', 'Alt+Shift+9', 'Ctrl+Alt+Shift+Super+F5', 'F13', 'Ctrl+F24'])(
    'a global key may be %j',
    (chord) => {
      expect(v.is(Chord, chord)).toBe(true);
    },
  );

  it.each([
    'M',
    'Ctrl+M',
    'Shift+M',
    'F5',
    'Ctrl+F5',
    'Alt+Ctrl+M',
    'Ctrl+Alt+',
    'Ctrl+Alt+Ä',
    'Ctrl+Alt+F25',
    'Ctrl+Alt+MM',
  ])('a global key may not be %j', (chord) => {
    expect(v.is(Chord, chord)).toBe(false);
  });
});

describe('actions of global keys', () => {
  const rings: CallView = { ...callFixture, id: 'b'.repeat(32), phase: { kind: 'ringing', silenced: false } };
  const held: CallView = { ...callFixture, local: { ...callFixture.local, hold: true } };
  const ended: CallView = { ...callFixture, phase: { kind: 'ended', reason: 'hung-up', at: 1, connected: true } };

  it('the answer key answers a ringing call and holds the active one', () => {
    expect(globalPress('answer', [rings], false)).toEqual({ kind: 'answer', call: rings.id, media: 'audio' });
    expect(globalPress('answer', [callFixture, rings], false)).toMatchObject({ call: rings.id, forOther: 'hold' });
    expect(globalPress('answer', [callFixture], false)).toBeUndefined();
  });

  it('the answer key only opens the main window for a silenced call, a stranger’s call without sound, or a caller in dispute', () => {
    const silenced: CallView = { ...rings, phase: { kind: 'ringing', silenced: true } };
    const changed: CallView = { ...rings, trust: { kind: 'changed', seenAt: 1 } };
    const visual: CallView = { ...rings, phase: { kind: 'ringing', silenced: false, visual: true } };
    for (const call of [silenced, visual, changed])
      expect(globalPress('answer', [call], false)).toEqual({ kind: 'open' });
  });

  it('global keys open no microphone while the screen is locked', () => {
    expect(globalPress('answer', [rings], true)).toBeUndefined();
    const muted = { ...callFixture, local: { ...callFixture.local, mute: true } };
    expect(globalPress('mute', [muted], true)).toBeUndefined();
    expect(globalPress('mute', [muted], false)).toMatchObject({ mute: false });
  });

  it('the mute and hang-up keys act on the audible call or else a held one, never on a ringing or ended one', () => {
    const { id, local } = callFixture;
    const heard = { ...callFixture, id: 'c'.repeat(32) };
    expect(globalPress('mute', [callFixture], true)).toEqual({ kind: 'mute', call: id, mute: !local.mute });
    expect(globalPress('mute', [held, heard], false)).toMatchObject({ call: heard.id });
    expect(globalPress('hangUp', [held, heard], false)).toEqual({ kind: 'hang-up', call: heard.id });
    expect(globalPress('mute', [held, rings], false)).toMatchObject({ call: held.id });
    expect(globalPress('hangUp', [held, rings], false)).toEqual({ kind: 'hang-up', call: held.id });
    for (const act of ['mute', 'hangUp'] as const) expect(globalPress(act, [rings, ended], false)).toBeUndefined();
  });

  it('the key to talk concerns the live call that nobody holds, and none while the screen is locked', () => {
    const theirs: CallView = { ...callFixture, remote: { ...callFixture.remote, hold: true } };
    expect(talkCall([held, { ...callFixture, id: 'c'.repeat(32) }], false)).toBe('c'.repeat(32));
    for (const calls of [[], [rings], [held], [theirs], [ended]]) expect(talkCall(calls, false)).toBeUndefined();
    expect(talkCall([callFixture], true)).toBeUndefined();
  });
});
