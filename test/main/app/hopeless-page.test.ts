// What happens to calls and windows when a page crashes on every load.
import { beforeEach, expect, it, vi } from 'vitest';
import { giveUpPage } from '../../../src/main/app/hopeless-page.ts';
import { desktopTexts } from '../../../src/text/desktop.ts';

const { answer, shown } = vi.hoisted(() => ({ answer: { response: 0 }, shown: [] as unknown[] }));
vi.mock('electron', () => ({
  dialog: {
    showMessageBox: (options: unknown) => {
      shown.push(options);
      return Promise.resolve(answer);
    },
  },
}));

const CALL = 'a'.repeat(32);
const told: string[] = [];
let isOn: boolean;
const desk = {
  hangUp: (call: string) => {
    told.push(`hang up ${call}`);
    return isOn ? ({ ok: true, value: undefined } as const) : ({ ok: false, code: 'unknown-call' } as const);
  },
  dismiss: (call: string) => {
    told.push(`dismiss ${call}`);
    return { ok: true, value: undefined } as const;
  },
};
const giveUp = (kind: Parameters<typeof giveUpPage>[0], call = CALL): Promise<void> =>
  giveUpPage(kind, call, {
    desk: () => desk,
    silence: (silenced) => void told.push(`silence ${silenced}`),
    showMain: () => void told.push('main'),
    texts: () => desktopTexts.de,
  });

beforeEach(() => {
  told.length = 0;
  shown.length = 0;
  isOn = true;
});

it.each(['stage', 'security'] as const)('a call ends when its %s page is given up', async (kind) => {
  await giveUp(kind);
  expect(told).toEqual([`hang up ${CALL}`]);
});

it('an ended call is dismissed when its security page is given up', async () => {
  isOn = false;
  await giveUp('security');
  expect(told).toEqual([`hang up ${CALL}`, `dismiss ${CALL}`]);
});

it('a call whose card is given up is silenced and not hung up', async () => {
  await giveUp('card');
  expect(told).toEqual([`silence ${CALL}`]);
});

it('after the main window was given up, it opens again only if the person asks for it', async () => {
  await giveUp('main', '');
  expect(told).toEqual([]);
  answer.response = 1;
  await giveUp('main', '');
  expect(told).toEqual(['main']);
  expect(shown).toMatchObject([
    { message: 'Das Fenster lässt sich nicht anzeigen.' },
    { buttons: ['Schließen', 'Noch einmal versuchen'] },
  ]);
});
