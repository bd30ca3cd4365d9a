// What the desk scene found, as data, and the list of what must hold. All data were seen, heard or captured in this
// run. scene.ts decides how they are found.
import { desktopTexts } from '../../../src/text/desktop.ts';
import { en } from '../../../src/text/page/en.ts';
import type { HistoryEntry } from '../../../src/contract/view.ts';
import { OTHER_MICROPHONE } from '../../desktop/desktop.ts';
import type { ShownNotification } from '../../desktop/notification-server.ts';
import type { Check } from '../report.ts';
import { people, type Who } from './cast.ts';
import { SAME } from './likeness.ts';
import { BARELY, CLEARLY, type Heard } from './measured.ts';

const texts = desktopTexts.en;

/** A share of one person and what the other saw. `apart` and `apartFromOther` are distances as in likeness.ts. */
export interface SharedReport {
  readonly by: Who;
  readonly sizeSeen: readonly number[];
  readonly sizeShown: readonly number[];
  readonly apart: number;
  // The distance of what the viewer saw from the viewer's own screen: proof that different pictures differ.
  readonly apartFromOther: number;
  readonly tray: string;
  readonly bar: string;
}

/** How a call ended at each desk. */
type Ends = Readonly<Record<Who, string>>;

/** Everything the scene found. */
export interface DeskReport {
  readonly app: string;
  readonly at: string;
  readonly answered: {
    readonly notification: ShownNotification;
    readonly ring: Heard;
    readonly lightWhileRinging: readonly number[];
  };
  readonly sound: {
    readonly before: { readonly emil: Heard; readonly dora: Heard };
    readonly after: { readonly emil: Heard; readonly dora: Heard; readonly doraLeft: Heard };
  };
  readonly sharing: {
    readonly screen: SharedReport;
    readonly framed: boolean;
    readonly window: SharedReport;
    readonly endedBy: string; // why Dora's own sharing ended
    readonly framedAfter: boolean;
  };
  readonly headset: {
    readonly muted: Heard;
    readonly lightsMuted: readonly number[];
    readonly again: Heard;
    readonly ends: Ends;
  };
  readonly notifications: {
    readonly locked: ShownNotification;
    readonly missed: ShownNotification;
    readonly incoming: ShownNotification;
    readonly returned: string; // the direction of the resulting call, at Emil's desk
    readonly left: number; // how many notifications Dora's desktop showed after her answer
  };
  readonly keys: { readonly before: Heard; readonly muted: Heard; readonly again: Heard; readonly ends: Ends };
  /** Emil's list of calls, the newest first. */
  readonly listed: readonly (Pick<HistoryEntry, 'direction' | 'outcome'> & { readonly isMissed: boolean })[];
  /** What left the network of both desktops: every lookup and connection beyond loopback, as tcpdump writes it. */
  readonly capture: readonly string[];
  readonly pictures: readonly string[];
}

const clearly = ({ tones }: Heard, hz: number): boolean => (tones[hz] ?? 0) > CLEARLY;
const barely = ({ tones }: Heard, hz: number): boolean => (tones[hz] ?? 1) < BARELY;
const isSame = ({ apart, apartFromOther }: SharedReport): boolean => apart < SAME && apartFromOther > 2 * SAME;
const sameSize = ({ sizeSeen, sizeShown }: SharedReport): boolean => sizeSeen.join() === sizeShown.join();

/** What must hold for the scene to have succeeded. */
export function deskChecks(report: DeskReport): readonly Check[] {
  const { answered, sound, sharing, headset, notifications, keys } = report;
  const [dora, other, emil] = [people.dora.toneHz, OTHER_MICROPHONE.toneHz, people.emil.toneHz];
  const [atDora, atEmil] = [people.dora.name, people.emil.name];
  return [
    {
      says: 'Emil’s notification of the call named Dora, and had buttons to answer and to decline',
      holds:
        answered.notification.body.includes(atDora) &&
        answered.notification.buttons.join() === [texts.answer, texts.decline].join(),
    },
    {
      says: 'the call rang on Emil’s loudspeaker',
      holds: answered.ring.loudest > 0 && (answered.ring.tones[523.25] ?? 0) > 0.25,
    },
    {
      says: 'the ring light of Emil’s headset was on while the call rang',
      holds: answered.lightWhileRinging[1] === 0b100,
    },
    {
      says: 'Emil heard Dora’s first microphone, and not the other one',
      holds: clearly(sound.before.emil, dora) && barely(sound.before.emil, other),
    },
    { says: 'Dora heard Emil', holds: clearly(sound.before.dora, emil) },
    {
      says: 'after Dora’s change of microphone Emil heard the other one, and no longer the first',
      holds: clearly(sound.after.emil, other) && barely(sound.after.emil, dora),
    },
    { says: 'Dora heard Emil on the other loudspeaker', holds: clearly(sound.after.dora, emil) },
    { says: 'after Dora’s change of loudspeaker the first one was silent', holds: sound.after.doraLeft.loudest === 0 },
    {
      says: 'Emil saw Dora’s screen as it was, in its full size',
      holds: isSame(sharing.screen) && sameSize(sharing.screen),
    },
    { says: 'Dora’s screen had the frame of a shared screen', holds: sharing.framed },
    {
      says: 'Dora was told in her window and in her tray that her screen is shared',
      holds: sharing.screen.tray.includes(texts.sharesScreen) && sharing.screen.bar.includes(en.sharing.screen),
    },
    {
      says: 'Dora saw Emil’s window as it was, in its full size',
      holds: isSame(sharing.window) && sameSize(sharing.window),
    },
    {
      says: 'Emil’s tray said that a window is shared, and the call window said which',
      holds:
        sharing.window.tray.includes(texts.sharesWindow) && sharing.window.bar.includes(people.emil.document.title),
    },
    {
      says: 'Emil’s share ended Dora’s, and the frame left her screen',
      holds: sharing.endedBy === 'peer' && !sharing.framedAfter,
    },
    { says: 'the headset’s button muted Emil: Dora heard nothing', holds: headset.muted.loudest === 0 },
    { says: 'the lights of the headset said that Emil is muted', holds: headset.lightsMuted[1] === 0b1_0011 },
    { says: 'after another press of the headset’s button, Dora heard Emil', holds: clearly(headset.again, emil) },
    {
      says: 'the call ended because Emil hung up with the headset',
      holds: headset.ends.emil === 'hung-up' && headset.ends.dora === 'peer-hung-up',
    },
    {
      says: 'on a locked screen the notification named nobody and had no button',
      holds: notifications.locked.body === '' && notifications.locked.buttons.length === 0,
    },
    {
      says: 'once the screen was unlocked, the notification of the missed call named Dora and offered to call back',
      holds: notifications.missed.body === atDora && notifications.missed.buttons.join() === texts.callBack,
    },
    {
      says: 'Emil called back from the notification of the missed call, and Dora was notified of his call',
      holds: notifications.returned === 'out' && notifications.incoming.body.includes(atEmil),
    },
    { says: 'no notification was left on Dora’s desktop after she had answered', holds: notifications.left === 0 },
    { says: 'Dora heard Emil once the call was answered by a key', holds: clearly(keys.before, emil) },
    {
      says: 'a key muted Emil while another program was in front: Dora heard nothing',
      holds: keys.muted.loudest === 0,
    },
    { says: 'Dora heard Emil after another press of the mute key', holds: clearly(keys.again, emil) },
    {
      says: 'the call ended because Dora hung up with a key of the call window',
      holds: keys.ends.dora === 'hung-up' && keys.ends.emil === 'peer-hung-up',
    },
    {
      says: 'all four calls are in Emil’s list, one of them missed',
      holds: report.listed.length === 4 && report.listed.filter(({ isMissed }) => isMissed).length === 1,
    },
    { says: 'the capture shows no lookup and no connection beyond loopback', holds: report.capture.length === 0 },
  ];
}
