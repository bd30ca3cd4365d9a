// What is on the screen as assistive technology sees it (AT-SPI 2): the way into a packaged program that no debugger
// may enter. Elements are found by role and name and pressed through their own action, as a screen reader does it. This
// file knows nothing of Siegel.
import { setTimeout as wait } from 'node:timers/promises';
import dbus from 'dbus-next';

const ACCESSIBLE = 'org.a11y.atspi.Accessible';
const ROOT = '/org/a11y/atspi/accessible/root';
const LOOK_EVERY_MS = 150;
const PATIENCE_MS = 20_000;
// Positions in the state set of AT-SPI (AtspiStateType).
const STATE_CHECKED = 4;
const STATE_EDITABLE = 7;
const STATE_ENABLED = 8;

type Reference = readonly [bus: string, path: string];

/** One element, as it was when it was read. */
export interface Element {
  readonly role: string;
  readonly name: string;
  readonly description: string;
  readonly isEnabled: boolean;
  readonly isChecked: boolean;
  readonly isEditable: boolean;
  readonly reference: Reference;
}

/** What to look for: the role's name in AT-SPI, and the whole name or a pattern of it. */
export interface Wanted {
  readonly role: string;
  readonly name: string | RegExp;
}

/** The elements of all programs on one desktop. */
export class AccessibleScreen {
  readonly #bus: dbus.MessageBus;

  private constructor(bus: dbus.MessageBus) {
    this.#bus = bus;
  }

  /** Joins the accessibility bus of the session bus at `address`; its launcher must run. */
  static async join(address: string): Promise<AccessibleScreen> {
    const session = dbus.sessionBus({ busAddress: address });
    session.on('error', () => undefined);
    const deadline = Date.now() + PATIENCE_MS;
    for (;;) {
      const ask = {
        destination: 'org.a11y.Bus',
        path: '/org/a11y/bus',
        interface: 'org.a11y.Bus',
        member: 'GetAddress',
      };
      const reply = await session.call(new dbus.Message(ask)).catch(() => undefined);
      const found: unknown = reply?.body[0];
      if (typeof found === 'string' && found !== '') {
        session.disconnect();
        const bus = dbus.sessionBus({ busAddress: found });
        bus.on('error', () => undefined);
        return new AccessibleScreen(bus);
      }
      if (Date.now() > deadline) throw new Error('there is no accessibility bus');
      await wait(LOOK_EVERY_MS);
    }
  }

  /** All elements now, in reading order. An element that disappears while being read is left out. */
  async elements(): Promise<readonly Element[]> {
    const found: Element[] = [];
    const walk = async (reference: Reference): Promise<void> => {
      const element = await this.#read(reference).catch(() => undefined);
      if (element === undefined) return;
      found.push(element);
      const children = await this.#call(reference, ACCESSIBLE, 'GetChildren').catch(() => [[]]);
      for (const child of children[0] as readonly Reference[]) await walk(child);
    };
    await walk(['org.a11y.atspi.Registry', ROOT]);
    return found;
  }

  /** The first matching element, once it is there; rejects after `timeoutMs` and lists what was there instead. */
  async find(wanted: Wanted, timeoutMs = PATIENCE_MS): Promise<Element> {
    const deadline = Date.now() + timeoutMs;
    for (;;) {
      const elements = await this.elements();
      const found = elements.find((element) => fits(element, wanted));
      if (found !== undefined) return found;
      if (Date.now() > deadline) {
        const named = elements.filter(({ name }) => name !== '').map(({ role, name }) => `${role} “${name}”`);
        throw new Error(`not on the screen: ${wanted.role} “${String(wanted.name)}”; there were: ${named.join(', ')}`);
      }
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Whether such an element is on the screen now. */
  async has(wanted: Wanted): Promise<boolean> {
    return (await this.elements()).some((element) => fits(element, wanted));
  }

  /** Resolves once no such element is on the screen. */
  async gone(wanted: Wanted, timeoutMs = PATIENCE_MS): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (await this.has(wanted)) {
      if (Date.now() > deadline) throw new Error(`still on the screen: ${wanted.role} “${String(wanted.name)}”`);
      await wait(LOOK_EVERY_MS);
    }
  }

  /** Performs the element's own action, as a click does. */
  async press(wanted: Wanted, timeoutMs = PATIENCE_MS): Promise<void> {
    const { reference } = await this.find(wanted, timeoutMs);
    await this.#call(reference, 'org.a11y.atspi.Action', 'DoAction', 'i', [0]);
  }

  /** The middle of the element on the screen, in pixels. */
  async middle({ reference }: Element): Promise<{ readonly x: number; readonly y: number }> {
    const [extents] = await this.#call(reference, 'org.a11y.atspi.Component', 'GetExtents', 'u', [0]);
    const [x, y, width, height] = extents as readonly [number, number, number, number];
    return { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
  }

  close(): void {
    this.#bus.disconnect();
  }

  async #read(reference: Reference): Promise<Element> {
    const [[role], name, description, [states]] = await Promise.all([
      this.#call(reference, ACCESSIBLE, 'GetRoleName'),
      this.#property(reference, 'Name'),
      this.#property(reference, 'Description'),
      this.#call(reference, ACCESSIBLE, 'GetState'),
    ]);
    const low = (states as readonly number[])[0] ?? 0;
    const has = (state: number): boolean => ((low >>> state) & 1) === 1;
    const is = { isEnabled: has(STATE_ENABLED), isChecked: has(STATE_CHECKED), isEditable: has(STATE_EDITABLE) };
    return { role: String(role), name, description, ...is, reference };
  }

  async #property([destination, path]: Reference, name: string): Promise<string> {
    const properties = 'org.freedesktop.DBus.Properties';
    const [value] = await this.#call([destination, path], properties, 'Get', 'ss', [ACCESSIBLE, name]);
    return value instanceof dbus.Variant ? String(value.value) : '';
  }

  async #call(
    [destination, path]: Reference,
    iface: string,
    member: string,
    signature = '',
    body: unknown[] = [],
  ): Promise<unknown[]> {
    const reply = await this.#bus.call(
      new dbus.Message({ destination, path, interface: iface, member, signature, body }),
    );
    return reply?.body ?? [];
  }
}

function fits(element: Element, { role, name }: Wanted): boolean {
  return element.role === role && (typeof name === 'string' ? element.name === name : name.test(element.name));
}
