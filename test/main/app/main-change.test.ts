// What the main window is sent after a change: what changed, and nothing else.
import { describe, expect, it } from 'vitest';
import type { ContactView, View } from '../../../src/contract/view.ts';
import { mainChange } from '../../../src/main/app/main-change.ts';
import { mainView } from '../../../src/main/app/page-views.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';

const contact = (address: string, change: Partial<ContactView> = {}): ContactView => ({
  address,
  name: '',
  trust: { kind: 'new' },
  presence: 'unknown',
  alwaysRings: false,
  isPinned: false,
  organisation: { kind: 'none' },
  ...change,
});
const many = Array.from({ length: 5000 }, (_, index) => contact(`person${index}@klinik.example`));
const view: View = { ...viewFixture, contacts: many };
const change = (from: View, to: View) => mainChange(mainView(from), mainView(to));

describe('a change of the main view', () => {
  it('an equal view in new objects is no change', () => {
    expect(change(view, { ...view, settings: { ...view.settings }, contacts: structuredClone(many) })).toBeUndefined();
  });

  it('a change of the main view names the parts that changed', () => {
    expect(change(view, { ...view, status: 'away' })).toEqual({
      parts: { status: 'away' },
      contacts: { set: [], gone: [] },
    });
  });

  it('a change of the main view sets a removed part to undefined', () => {
    const { identity: _identity, ...rest } = view;
    const told = change(view, rest);
    expect(told?.parts).toHaveProperty('identity', undefined);
  });

  it('a change of the main view lists exactly the contacts that changed, were added and were removed', () => {
    const online = contact('person7@klinik.example', { presence: 'online' });
    const added = contact('new@klinik.example');
    const after = [...many.filter((_, index) => index !== 7 && index !== 8), online, added];
    expect(change(view, { ...view, contacts: after })).toEqual({
      parts: {},
      contacts: { set: [online, added], gone: ['person8@klinik.example'] },
    });
  });

  it('a change of the main view contains no code, text or numbers of a call', () => {
    const call = {
      ...callFixture,
      code: { kind: 'shown', code: '48219037', role: 'read', mayConfirm: true },
      text: [{ id: 'p', from: 'peer', text: 'secret', done: true }],
    } as const;
    const told = change(view, { ...view, calls: [{ ...call, text: [...call.text] }] });
    expect(told?.parts.calls).toMatchObject([{ address: callFixture.address, code: { kind: 'shown' } }]);
    for (const secret of ['48219037', 'secret', 'numbers']) expect(JSON.stringify(told)).not.toContain(secret);
  });
});
