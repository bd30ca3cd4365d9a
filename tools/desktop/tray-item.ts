// Reads one StatusNotifierItem of the session bus and its com.canonical.dbusmenu, as a desktop's panel would. It
// changes nothing except by a click on a menu entry.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import dbus from 'dbus-next';

/** One entry of the tray's menu; separators have the label ''. */
export interface TrayEntry {
  readonly id: number;
  readonly label: string;
  readonly enabled: boolean;
  readonly checked: boolean;
}

/** The visible state of a tray icon at one moment; `icon` is a hash of the picture. */
export interface TrayLook {
  readonly tooltip: string;
  readonly status: string;
  readonly icon: string;
  readonly menu: readonly TrayEntry[];
}

const ITEM = 'org.kde.StatusNotifierItem';
const MENU = 'com.canonical.dbusmenu';

/** Calls a method on the bus and returns the reply's body; `undefined` if the other side does not answer or refuses. */
export async function ask(
  bus: dbus.MessageBus,
  destination: string,
  objectPath: string,
  member: string,
  signature: string,
  body: readonly unknown[],
): Promise<readonly unknown[] | undefined> {
  const dot = member.lastIndexOf('.');
  const message = new dbus.Message({
    destination,
    path: objectPath,
    interface: member.slice(0, dot),
    member: member.slice(dot + 1),
    signature,
    body: [...body],
  });
  const reply = await bus.call(message).catch(() => undefined);
  return reply?.body;
}

function plain(value: unknown): unknown {
  return value instanceof dbus.Variant ? (value.value as unknown) : value;
}

function field(record: unknown, name: string): unknown {
  return typeof record === 'object' && record !== null ? plain((record as Record<string, unknown>)[name]) : undefined;
}

function picture(properties: unknown): string {
  const pixmaps = field(properties, 'IconPixmap');
  const hash = createHash('sha256');
  if (Array.isArray(pixmaps) && pixmaps.length > 0) {
    for (const [, , bytes] of pixmaps as readonly (readonly [number, number, Uint8Array])[])
      hash.update(Buffer.from(bytes));
    return hash.digest('hex').slice(0, 16);
  }
  const name = field(properties, 'IconName');
  if (typeof name !== 'string' || name === '') return '';
  const theme = field(properties, 'IconThemePath');
  try {
    const file = path.isAbsolute(name) ? name : path.join(typeof theme === 'string' ? theme : '', `${name}.png`);
    return hash.update(readFileSync(file)).digest('hex').slice(0, 16);
  } catch {
    return name; // the name of a themed icon
  }
}

function entries(node: unknown): readonly TrayEntry[] {
  const [id, properties, children] = plain(node) as readonly [number, unknown, readonly unknown[]];
  const label = field(properties, 'label');
  const visible = field(properties, 'visible') !== false;
  const own: TrayEntry = {
    id,
    label: typeof label === 'string' ? label.replace(/_(.)/g, '$1') : '',
    enabled: field(properties, 'enabled') !== false,
    checked: field(properties, 'toggle-state') === 1,
  };
  return [...(id === 0 || !visible ? [] : [own]), ...children.flatMap(entries)];
}

/** Reads the present state of the item of `service`; `undefined` if it is gone. */
export async function readItem(bus: dbus.MessageBus, service: string): Promise<TrayLook | undefined> {
  const all = await ask(bus, service, '/StatusNotifierItem', 'org.freedesktop.DBus.Properties.GetAll', 's', [ITEM]);
  const properties = all?.[0];
  if (properties === undefined) return undefined;
  const text = (name: string): string => {
    const value = field(properties, name);
    return typeof value === 'string' ? value : '';
  };
  const tip = field(properties, 'ToolTip');
  const [, , title, description] = Array.isArray(tip) ? (tip as readonly unknown[]) : [];
  const menu = field(properties, 'Menu');
  const layout =
    typeof menu === 'string' ? await ask(bus, service, menu, `${MENU}.GetLayout`, 'iias', [0, -1, []]) : undefined;
  const words = [title, description].filter((part) => typeof part === 'string' && part !== '');
  return {
    tooltip: words.length > 0 ? words.join(' ') : text('Title'),
    status: text('Status'),
    icon: picture(properties),
    menu: layout === undefined ? [] : entries(layout[1]),
  };
}

/**
 * Clicks the menu entry with this label; false if there is none, if it is disabled, or if the item is gone. Ids change,
 * so the entry is looked up each time.
 */
export async function clickEntry(bus: dbus.MessageBus, service: string, label: string): Promise<boolean> {
  const properties = await ask(bus, service, '/StatusNotifierItem', 'org.freedesktop.DBus.Properties.GetAll', 's', [
    ITEM,
  ]);
  const menu = field(properties?.[0], 'Menu');
  const entry = (await readItem(bus, service))?.menu.find((each) => each.label === label && each.enabled);
  if (entry === undefined || typeof menu !== 'string') return false;
  const body = [entry.id, 'clicked', new dbus.Variant('s', ''), Math.floor(Date.now() / 1000)];
  return (await ask(bus, service, menu, `${MENU}.Event`, 'isvu', body)) !== undefined;
}
