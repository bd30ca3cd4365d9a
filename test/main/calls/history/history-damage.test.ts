// Damaged parts of the call history: what does not open is kept unchanged until the history is cleared or expires, and
// the other parts are usable without it.
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { History } from '../../../../src/main/calls/history/history.ts';
import { systemFiles } from '../../../../src/main/vault/files.ts';
import { missedOf } from './call-entries.ts';
import { anna, HistoryRig } from './history-rig.ts';

const rig = new HistoryRig();

describe('history parts that do not open', () => {
  function twoGenerations(): History {
    rig.fill(120);
    const history = rig.open();
    history.see(); // so that every part has a previous generation
    return history;
  }
  const times = (history: History): readonly number[] => history.entries().map(({ at }) => at);

  test('a part of the history that does not open is kept aside and counted, and the others are shown', () => {
    twoGenerations();
    const bytes = ['history-2.sealed', 'history-2.sealed.previous'].map((name) => rig.damage(name));
    const vault = rig.vault();
    const history = rig.historyOf(vault);
    expect(times(history)).toEqual(
      [...Array(20).keys()].map((n) => 120 - n).concat([...Array(50).keys()].map((n) => 50 - n)),
    );
    expect(history.read({ limit: 0 }).keptAside).toBe(1);
    expect(vault.damages().map(({ purpose, recovered }) => [purpose, recovered])).toEqual([
      ['history-2', false],
      ['history-2', false],
    ]);
    const aside = rig.names().filter((name) => name.includes('.kept-'));
    expect(aside.map((name) => readFileSync(join(rig.directory, name)))).toEqual(bytes);
    history.add(missedOf(anna, 200));
    expect(rig.open().read({ limit: 1 })).toMatchObject({ entries: [{ at: 200 }], keptAside: 1 });
  });

  test('a damaged part of the history is replaced by its previous generation', () => {
    twoGenerations();
    rig.damage('history-2.sealed');
    const vault = rig.vault();
    expect(rig.historyOf(vault).entries()).toHaveLength(120);
    expect(rig.open().entries()).toHaveLength(120); // the damaged file was set aside before this start
    expect(vault.damages()).toMatchObject([{ purpose: 'history-2', recovered: true }]);
  });

  test('a part of the history does not open in the place of another part', () => {
    twoGenerations();
    for (const end of ['sealed', 'sealed.previous']) {
      cpSync(join(rig.directory, `history-1.${end}`), join(rig.directory, `history-2.${end}`));
    }
    expect(rig.open().read({ limit: 0 }).keptAside).toBe(1);
    expect(rig.open().entries()).toHaveLength(70);
  });

  test('a damaged part of the history is deleted when the history is cleared or a later part has expired', () => {
    for (const end of [(history: History) => history.clear(), (history: History) => history.keepSince(115)]) {
      twoGenerations();
      for (const name of ['history-1.sealed', 'history-1.sealed.previous']) rig.damage(name);
      const history = rig.open();
      expect(history.read({ limit: 0 }).keptAside).toBe(1);
      end(history);
      expect(history.read({ limit: 0 }).keptAside).toBe(0);
      expect(rig.names().filter((name) => name.includes('.kept-'))).toEqual([]);
      history.clear();
    }
  });

  test('an added call overwrites no part of the history if the system refuses to list the parts', () => {
    twoGenerations();
    const refused = Object.assign(new Error('refused'), { code: 'EIO' });
    const history = rig.open({
      ...systemFiles,
      list: () => {
        throw refused;
      },
    });
    history.add(missedOf(anna, 300));
    expect(times(rig.open())).toEqual([300, ...[...Array(120).keys()].map((n) => 120 - n)]);
  });
});
