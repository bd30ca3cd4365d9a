import { describe, expect, it } from 'vitest';
import type { CallView, View } from '../../../src/contract/view.ts';
import { desktopTexts } from '../../../src/text/desktop.ts';
import type { TrayEntry } from '../../../src/main/desktop/tray-menu.ts';
import { trayMenu } from '../../../src/main/desktop/tray-menu.ts';
import { callFixture, viewFixture } from './view-fixture.ts';

const texts = desktopTexts.de;
const labels = (entries: readonly TrayEntry[]): readonly string[] =>
  entries.flatMap((entry) => (entry.kind === 'line' ? [] : [entry.label]));
const actions = (entries: readonly TrayEntry[]): readonly unknown[] =>
  entries.flatMap((entry) => (entry.kind === 'action' ? [entry.action] : []));
const calling = (change: Partial<CallView>): View => ({ ...viewFixture, calls: [{ ...callFixture, ...change }] });
const ringing = { direction: 'in', phase: { kind: 'ringing', silenced: false } } as const;

describe('the tray menu', () => {
  it('the idle tray menu offers status, open and quit', () => {
    expect(labels(trayMenu(viewFixture, texts))).toEqual(['Bereit', 'Status', 'Siegel öffnen', 'Siegel beenden']);
  });

  it('the tray menu has no status before there is an identity', () => {
    const view = { ...viewFixture, identity: undefined };
    expect(labels(trayMenu(view, texts))).toEqual(['Noch nicht eingerichtet', 'Siegel öffnen', 'Siegel beenden']);
  });

  it('the tray menu answers a voice call by voice and a video call either way', () => {
    const voice = trayMenu(calling(ringing), texts);
    expect(labels(voice).slice(1, 4)).toEqual(['Annehmen', 'Ablehnen', 'Lautlos']);
    const video = trayMenu(calling({ ...ringing, media: 'video' }), texts);
    expect(labels(video).slice(1, 5)).toEqual(['Annehmen', 'Mit Video annehmen', 'Ablehnen', 'Lautlos']);
    const answer = { kind: 'answer', call: callFixture.id };
    expect(actions(voice)[0]).toEqual({ ...answer, media: 'audio' });
    expect(actions(video).slice(0, 2)).toEqual([
      { ...answer, media: 'audio' },
      { ...answer, media: 'video' },
    ]);
  });

  it('the tray menu does not offer silence for a silenced call', () => {
    const view = calling({ ...ringing, phase: { kind: 'ringing', silenced: true } });
    expect(labels(trayMenu(view, texts))).not.toContain('Lautlos');
  });

  it('the tray menu mutes and hangs up a live call and shows whether it is muted', () => {
    const entries = trayMenu(calling({ local: { ...callFixture.local, mute: true } }), texts);
    const mute = entries.find((entry) => entry.kind === 'check');
    expect(mute).toMatchObject({ checked: true, action: { kind: 'mute', mute: false, call: callFixture.id } });
    expect(labels(entries)).toContain('Auflegen');
    expect(actions(entries)).toContainEqual({ kind: 'hang-up', call: callFixture.id });
  });

  it('the tray menu holds and resumes a live call, and offers neither before the call is live', () => {
    const holds = (change: Partial<CallView>): readonly TrayEntry[] =>
      trayMenu(calling(change), texts).filter((entry) => entry.kind === 'check' && entry.label === 'Anruf halten');
    const action = { kind: 'hold', call: callFixture.id };
    expect(holds({})).toMatchObject([{ checked: false, action: { ...action, hold: true } }]);
    const local = { ...callFixture.local, hold: true };
    expect(holds({ local })).toMatchObject([{ checked: true, action: { ...action, hold: false } }]);
    expect(holds({ phase: { kind: 'connecting' } })).toEqual([]);
  });

  it('the tray menu hangs up a call that is being placed, without offering mute', () => {
    const entries = trayMenu(calling({ phase: { kind: 'placing' } }), texts);
    expect(labels(entries)).toContain('Auflegen');
    expect(actions(entries)).toContainEqual({ kind: 'hang-up', call: callFixture.id });
    expect(labels(entries)).not.toContain('Mikrofon stummschalten');
  });

  it('the tray menu offers to hold or end the first call when a second rings', () => {
    const second = { ...callFixture, ...ringing, id: 'b'.repeat(32), name: 'Bernd' } as const;
    const view: View = { ...viewFixture, calls: [callFixture, second] };
    const entries = trayMenu(view, texts);
    expect(labels(entries).slice(0, 6)).toEqual([
      'Bernd ruft an',
      'Halten und annehmen',
      'Beenden und annehmen',
      'Ablehnen',
      'Lautlos',
      'Im Gespräch mit Anna, nicht verifiziert: Sicherheitscode vergleichen',
    ]);
    const answer = { kind: 'answer', call: second.id, media: 'audio' };
    expect(actions(entries).slice(0, 2)).toEqual([
      { ...answer, forOther: 'hold' },
      { ...answer, forOther: 'end' },
    ]);
    const menu = entries.find((entry) => entry.kind === 'menu');
    expect(menu?.kind === 'menu' && labels(menu.entries)).toContain('Auflegen');
  });

  it('the tray menu lists two calls separately with their own actions', () => {
    const local = { ...callFixture.local, hold: true };
    const second: CallView = { ...callFixture, id: 'b'.repeat(32), name: 'Bernd', direction: 'in' };
    const menus = trayMenu({ ...viewFixture, calls: [{ ...callFixture, local }, second] }, texts).filter(
      (entry) => entry.kind === 'menu',
    );
    expect(menus.slice(0, 2).map(({ label }) => label)).toEqual([
      'Sie halten den Anruf mit Anna, nichts wird gesendet',
      'Im Gespräch mit Bernd, nicht verifiziert: Sicherheitscode vergleichen',
    ]);
    const holds = menus.slice(0, 2).map(({ entries }) => entries.find(({ kind }) => kind === 'check'));
    expect(holds).toMatchObject([{ action: { call: callFixture.id } }, { action: { call: second.id } }]);
  });

  it('the tray menu names both calls while the second is placed, and cannot resume the first yet', () => {
    const local = { ...callFixture.local, hold: true };
    const first = { ...callFixture, local };
    const second: CallView = { ...callFixture, id: 'b'.repeat(32), name: 'Bernd', phase: { kind: 'placing' } };
    const entriesWith = (phase: CallView['phase']): readonly TrayEntry[] =>
      trayMenu({ ...viewFixture, calls: [first, { ...second, phase }] }, texts);
    const holdsIn = (phase: CallView['phase']): readonly string[] =>
      entriesWith(phase)
        .flatMap((entry) => (entry.kind === 'menu' ? entry.entries : []))
        .flatMap((entry) => (entry.kind === 'check' && entry.action.kind === 'hold' ? [entry.action.call] : []));
    const calls = { kind: 'calling', ringing: true } as const;
    expect(labels(entriesWith(calls))[0]).toBe('Anruf bei Bernd. Sie halten den Anruf mit Anna, nichts wird gesendet');
    for (const phase of [{ kind: 'placing' }, calls, { kind: 'securing' }] as const) expect(holdsIn(phase)).toEqual([]);
    expect(holdsIn({ kind: 'live', since: 1 })).toEqual([first.id, second.id]);
    expect(holdsIn({ kind: 'ringing', silenced: false })).toEqual([first.id]);
  });

  it('the tray menu shows nothing of an ended call', () => {
    const phase = { kind: 'ended', reason: 'hung-up', at: 1, connected: true } as const;
    expect(labels(trayMenu(calling({ phase }), texts))).toEqual(labels(trayMenu(viewFixture, texts)));
  });
});
