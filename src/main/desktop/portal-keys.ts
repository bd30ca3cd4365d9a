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
const PATIENCE_MS = 25_000; // as for the answer to a call
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
  let ending: Promise<void> = Promise.resolve();
  const isSet = (act: GlobalAct): boolean => (wanted[act] ?? '') !== '';

  function forget(): void {
    session = undefined;
    presses.forget();
  }

  // Whatever is asked next waits until the former sessions are closed.
  function end(asked: Portal, last: Session): void {
    const close = async (): Promise<void> => {
      await last.pending?.withdraw();
      await asked.call(last.path, SESSION, 'Close', '', []).catch(() => undefined);
    };
    ending = ending.then(close);
  }

  // Rejects after 25 s without an answer if `isSilent`: the portal asks the person nothing for this request.
  async function answerOf(made: Session, request: PortalRequest, isSilent: boolean): Promise<PortalResponse> {
    made.pending = request;
    const late = new Promise<never>((_resolve, reject) => {
      if (isSilent) reach.clock.after(PATIENCE_MS, () => reject(new Error('the portal does not answer')));
    });
    const answer = await Promise.race([request.answered, late]);
    delete made.pending;
    return answer;
  }

  // What a session has, as the desktop remembers it, a(sa{sv}).
  async function listed(asked: Portal, made: Session): Promise<BusValue | undefined> {
    const request = asked.request(SHORTCUTS, 'ListShortcuts', 'o', [made.path]);
    return (await answerOf(made, request, true)).results.get('shortcuts');
  }

  async function granted(asked: Portal, made: Session): Promise<readonly GrantedKey[]> {
    const acts = GlobalAct.options.filter(isSet);
    const keys = acts.map((act) => [act, proposalOf(reach.describe(act), wanted[act] ?? '')]);
    const options = { session_handle_token: ['s', made.token] } as const;
    const created = await answerOf(made, asked.request(SHORTCUTS, 'CreateSession', '', [], options), true);
    if (created.response !== SUCCESS || session !== made) return [];
    // Before version 6.4, KDE Plasma gives the keys that it remembers without a BindShortcuts, and opens its settings
    // at each BindShortcuts. So there is none if Plasma remembers exactly the keys that are set. If it remembers more
    // keys, there must be one, because Plasma would give the others as well.
    const known = asked.version === 1 ? await listed(asked, made).catch(() => undefined) : undefined;
    const isAll = acts.every((act) => grantedOf(known).some((each) => each.act === act));
    if (isAll && Array.isArray(known) && known.length === acts.length) return grantedOf(known);
    const request = asked.request(SHORTCUTS, 'BindShortcuts', 'oa(sa{sv})s', [made.path, keys, NO_WINDOW]);
    const { response, results } = await answerOf(made, request, false);
    // GNOME 48 grants keys, and answers all the same that the request ended in another way (response 2). KDE Plasma
    // 6.4.0 grants keys, and lists none of them in its answer.
    const answer = results.get('shortcuts');
    const ask = response === DECLINED ? undefined : async () => listed(asked, made);
    const given = answer === undefined ? (made.granted ?? grantedOf(await ask?.())) : grantedOf(answer);
    // GNOME answers a refusal in the same way as it answers some grants.
    if (response !== SUCCESS && given.length === 0) declined = wanted;
    return given;
  }

  // A session takes keys once, so other keys need another session.
  async function ask(): Promise<void> {
    const last = session;
    forget();
    const asked = portal;
    if (asked === undefined) return;
    if (last !== undefined) end(asked, last);
    await ending;
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

  function hear({ interface: of, member, path, body: [at, what, timeMs] }: BusMessage): void {
    if (of === SESSION && member === 'Closed' && path === session?.path) {
      presses.forget();
      session.granted = [];
      return reach.onChange();
    }
    if (of !== SHORTCUTS || session === undefined || at !== session.path) return;
    if (member === 'ShortcutsChanged') {
      presses.endTalk(); // a release of the former keys may never be announced
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
    presses.down(act, typeof timeMs === 'number' ? timeMs : 0);
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

/** A chord of ours as the XDG shortcuts specification 1.0 writes it: modifiers, and the key's name as an X11 keysym. */
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
