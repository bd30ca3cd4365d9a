// Fixtures of sharing a screen: choosing what to share, sharing it, and seeing the peer's screen. For tests only: names
// and titles are invented.
import type { PickerState } from '../../../src/main/app/page-views.ts';
import type { CallView } from '../../../src/contract/view.ts';
import { call, type Fixture, live, shown } from './fixture.ts';
import { liveNumbers } from './people.ts';

const video = { mute: false, camera: true, hold: false, screen: false } as const;
const voice = { media: 'audio', phase: live, code: shown, numbers: liveNumbers } as const;

/** A drawn window, as a `data:` address. */
function drawn(hue: number): string {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 320 200"><rect width="320" height="200" fill="hsl(${hue} 30% 92%)"/><rect width="320" height="22" fill="hsl(${hue} 30% 40%)"/><path d="M20 50h180M20 74h240M20 98h210M20 122h250M20 146h120" stroke="hsl(${hue} 12% 45%)" stroke-width="8"/></svg>`;
  return `data:image/svg+xml;base64,${btoa(svg)}`;
}
const offered: PickerState['offered'] = [
  { id: 'screen:1:0', kind: 'screen', name: '', picture: '' },
  { id: 'window:7:0', kind: 'window', name: 'Arztbrief_Musterfrau.odt - LibreOffice Writer', picture: '' },
  { id: 'window:8:0', kind: 'window', name: 'Dienstplan KW 49', picture: '' },
  { id: 'window:9:0', kind: 'window', name: '', picture: '' },
];
const pictured = offered.map((each, i) => ({ ...each, picture: i === 3 ? '' : drawn(i * 70) }));

function picker(change: Partial<PickerState> = {}, ofCall: Partial<CallView> = {}): Fixture {
  const state = { step: 'choose', offered: pictured, showsSiegel: true, givesSound: false, ...change } as const;
  return { ...call({ ...voice, ...ofCall }), window: 'picker', picker: state };
}

/** Every screen of sharing, by name. */
export const sharingFixtures: Readonly<Record<string, Fixture>> = {
  'share-pick': picker(),
  'share-pick-replaces': picker({}, { remote: { ...video, screen: true } }),
  'share-pick-windows': picker({ offered: pictured.slice(1) }, { mayShare: 'window' }),
  'share-pick-sound': picker({ showsSiegel: false, givesSound: true }),
  'share-pick-looking': picker({ offered: undefined }),
  'share-pick-nothing': picker({ offered: [] }, { mayShare: 'window' }),
  'share-permission': picker({ step: 'before-permission', offered: undefined, showsSiegel: false }),
  'share-denied': picker({ step: 'denied', offered: undefined, showsSiegel: false }),
  'share-system': picker({ step: 'before-system', offered: undefined }),
  'share-screen': call({ ...voice, sharing: { kind: 'on', what: 'screen', name: '' } }),
  'share-sound': call({ ...voice, sharing: { kind: 'on', what: 'screen', name: '', sound: 'on' } }),
  'share-sound-own': call({ ...voice, sharing: { kind: 'on', what: 'screen', name: '', sound: 'own-sound' } }),
  'share-window': call(
    {
      ...voice,
      local: { ...video, screen: true },
      remote: video,
      sharing: { kind: 'on', what: 'window', name: 'Arztbrief_Musterfrau.odt - LibreOffice Writer' },
    },
    true,
  ),
  'share-starting': call({ ...voice, sharing: { kind: 'starting', what: 'screen', name: '2' } }),
  'share-paused': call({ ...voice, sharing: { kind: 'paused', what: 'screen', name: '2' } }),
  'share-over': call({ ...voice, sharing: { kind: 'over', why: 'closed' } }),
  'share-seen': call({ ...voice, media: 'video', local: video, remote: { ...video, screen: true } }, true),
  'share-none': call({ ...voice, mayShare: 'none' }),
};
