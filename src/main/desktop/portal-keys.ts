// Keyboard keys that work while another program is in front, on a Wayland desktop. Only the compositor sees the
// keyboard there. Its portal (org.freedesktop.portal.GlobalShortcuts, version 1) asks the person, chooses the keys, and
// announces each press and each release. The keys that are set here are proposals. Decision 0084.
import { GlobalAct, type GlobalKeys, type GrantedKey } from '../../contract/global-keys.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../time/clock.ts';
import type { BusArgument, BusValue } from './bus-types.ts';
import { followBus } from './follow-bus.ts';
import type { GlobalKeysEvents, GlobalKeysFollower } from './global-keys.ts';
import { createPortalPresses } from './portal-presses.ts';
import {
  openPortal,
  type Portal,
  type PortalRequest,
  type PortalResponse,
  type PortalSession,
} from './portal-requests.ts';
import type { BusMessage, SessionBus } from './session-bus.ts';

const SHORTCUTS = 'org.freedesktop.portal.GlobalShortcuts';
const SESSION = 'org.freedesktop.portal.Session';
const SUCCESS = 0;
const DECLINED = 1;
const NO_WINDOW = ''; // the question of the desktop belongs to no window of ours
const MOST_DESCRIBED = 80; // UTF-16 units, as in the contract

/** What the keys of a Wayland desktop need. */
export interface PortalKeysReach extends GlobalKeysEvents {
  readonly connect: () => Promise<SessionBus>;
  /** What a key does, in the person's language: the desktop shows it. */
  readonly describe: (act: GlobalAct) => string;
  /** Whether this desktop is known to announce a held key again and again. */
  readonly repeats: boolean;
  readonly clock: Pick<Clock, 'after' | 'nowMs'>;
  readonly log: Log;
}

// A session of the portal.
interface Session extends PortalSession {
  /** What was granted, once the portal has said so. */
  granted?: readonly GrantedKey[];
  /** The request that is not answered yet. */
  pending?: PortalRequest;
}

/** The global keys of a Wayland desktop, none of which is set yet. */
export function createPortalKeys(reach: PortalKeysReach): GlobalKeysFollower {
  const presses = createPortalPresses(reach);
  let wanted: Partial<GlobalKeys> = {};
  let declined: Partial<GlobalKeys> | undefined; // the keys about which the person is not asked again
  let from: 'desktop' | 'nobody' = 'desktop'; // until the bus or the portal says otherwise
  let portal: Portal | undefined;
  let session: Session | undefined;
  const isSet = (act: GlobalAct): boolean => (wanted[act] ?? '') !== '';

  function forget(): void {
    session = undefined;
    presses.forget();
  }

  async function end(asked: Portal, last: Session): Promise<void> {
    await last.pending?.withdraw();
    await asked.call(last.path, SESSION, 'Close', '', []).catch(() => undefined);
  }

  async function answerOf(made: Session, request: PortalRequest): Promise<PortalResponse> {
    made.pending = request;
    const answer = await request.answered;
    delete made.pending;
    return answer;
  }

  // What a session has, as the desktop remembers it.
  async function listed(asked: Portal, made: Session): Promise<readonly GrantedKey[]> {
    const { results } = await answerOf(made, asked.request(SHORTCUTS, 'ListShortcuts', 'o', [made.path]));
    return grantedOf(results.get('shortcuts'));
  }

  async function granted(asked: Portal, made: Session): Promise<readonly GrantedKey[]> {
    const acts = GlobalAct.options.filter(isSet);
    const keys = acts.map((act) => [act, proposalOf(reach.describe(act), wanted[act] ?? '')]);
    const options = { session_handle_token: ['s', made.token] } as const;
    const created = await answerOf(made, asked.request(SHORTCUTS, 'CreateSession', '', [], options));
    if (created.response !== SUCCESS || session !== made) return [];
    // KDE Plasma before 6.4 gives the keys that it remembers at once, and opens its settings whenever it is asked.
    const known = asked.version === 1 ? await listed(asked, made).catch(() => []) : [];
    if (acts.every((act) => known.some((each) => each.act === act))) return known;
    const request = asked.request(SHORTCUTS, 'BindShortcuts', 'oa(sa{sv})s', [made.path, keys, NO_WINDOW]);
    const { response, results } = await answerOf(made, request);
    if (response === DECLINED) {
      declined = wanted;
      return [];
    }
    // GNOME 48 grants and answers that the request ended in another way. KDE Plasma 6.4.0 grants and lists nothing.
    const answer = results.get('shortcuts');
    return answer === undefined ? (made.granted ?? (await listed(asked, made))) : grantedOf(answer);
  }

  // A session takes keys once, so other keys need another session.
  async function ask(): Promise<void> {
    const last = session;
    forget();
    const asked = portal;
    if (asked === undefined) return;
    if (last !== undefined) await end(asked, last);
    const isOvertaken = session !== undefined || portal !== asked;
    if (isOvertaken || !GlobalAct.options.some(isSet)) return;
    const made: Session = asked.newSession();
    session = made;
    if (wanted === declined) made.granted = [];
    else
      made.granted = await granted(asked, made).catch((error: unknown) => {
        reach.log.info('the desktop gives no keys', { error });
        return [];
      });
    reach.onChange();
  }

  function hear({ interface: of, member, path, body: [at, what] }: BusMessage): void {
    if (of === SESSION && member === 'Closed' && path === session?.path) {
      presses.forget();
      session.granted = [];
      return reach.onChange();
    }
    if (of !== SHORTCUTS || session === undefined || at !== session.path) return;
    if (member === 'ShortcutsChanged') {
      presses.forget(); // a release of the former keys may never be announced
      session.granted = grantedOf(what);
      return reach.onChange();
    }
    const act = GlobalAct.options.find((each) => each === what && isSet(each));
    if (act === undefined) return;
    if (member === 'Deactivated') presses.up(act);
    if (member !== 'Activated') return;
    if (session.granted?.every((each) => each.act !== act) === true) {
      session.granted = [...session.granted, { act, described: '' }]; // it was given, whatever was answered
      reach.onChange();
    }
    presses.down(act);
  }

  async function follow(bus: SessionBus, isOpen: () => boolean): Promise<void> {
    const found = await openPortal(bus, SHORTCUTS, hear);
    if (!isOpen()) return;
    portal = found;
    from = found === undefined ? 'nobody' : 'desktop';
    reach.onChange();
    void ask();
  }

  return {
    begin: () =>
      followBus({
        connect: reach.connect,
        follow,
        onLost: () => {
          portal = undefined;
          forget();
          reach.onChange();
        },
        onFailure: (error) => {
          from = 'nobody';
          reach.log.info('the desktop is not asked for keys', { error });
          reach.onChange();
        },
        clock: reach.clock,
      }),
    follow: ({ globalKeys }) => {
      if (GlobalAct.options.every((act) => (wanted[act] ?? '') === globalKeys[act])) return;
      wanted = globalKeys;
      void ask();
      reach.onChange();
    },
    inForce: () => {
      if (from === 'nobody') return { from };
      const granted = session?.granted;
      return { from, ...(granted !== undefined && { granted: [...granted] }) };
    },
    remove: forget, // the session ends with our connection
  };
}

// What a key does, and which one we propose.
function proposalOf(description: string, chord: string): BusArgument {
  return { description: ['s', description], preferred_trigger: ['s', triggerOf(chord)] };
}

const modifiers: Readonly<Record<string, string>> = { Ctrl: 'CTRL', Alt: 'ALT', Shift: 'SHIFT', Super: 'LOGO' };

/** A chord of ours as the XDG shortcuts specification 1.0 writes it: modifiers, and the key's name among X11 keysyms. */
export function triggerOf(chord: string): string {
  return chord
    .split('+')
    .map((part) => modifiers[part] ?? (part.length === 1 ? part.toLowerCase() : part))
    .join('+');
}

// The keys in the portal's answer, a(sa{sv}), one for each act. What is not readable is left out.
function grantedOf(shortcuts: BusValue | undefined): readonly GrantedKey[] {
  const found = new Map<GlobalAct, string>();
  for (const shortcut of Array.isArray(shortcuts) ? (shortcuts as readonly BusValue[]) : []) {
    const [id, properties] = Array.isArray(shortcut) ? (shortcut as readonly BusValue[]) : [];
    const act = GlobalAct.options.find((each) => each === id);
    if (act === undefined || !(properties instanceof Map)) continue;
    const trigger: unknown = properties.get('trigger_description');
    found.set(act, typeof trigger === 'string' ? trigger.slice(0, MOST_DESCRIBED) : '');
  }
  return [...found].map(([act, described]) => ({ act, described }));
}
