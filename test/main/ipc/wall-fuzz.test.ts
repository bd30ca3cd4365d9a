// The wall against shapes, senders and sizes that nobody thought of: it always answers with a reply, and a handler
// receives only what its schema allows.
import type { IpcMainInvokeEvent } from 'electron';
import fc from 'fast-check';
import * as v from 'valibot';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandName, Handlers, Reply } from '../../../src/contract/ipc.ts';
import { type Sender, WindowKind } from '../../../src/contract/command-shapes.ts';
import { COMMAND_CHANNEL, commands } from '../../../src/contract/ipc.ts';
import { raiseWall } from '../../../src/main/ipc/wall.ts';

type Invoke = (event: IpcMainInvokeEvent, ...args: readonly unknown[]) => Promise<Reply<unknown>>;
const channels = vi.hoisted(() => new Map<string, unknown>());
vi.mock('electron', () => ({
  ipcMain: {
    handle: (channel: string, invoke: unknown) => channels.set(channel, invoke),
    removeHandler: (channel: string) => channels.delete(channel),
  },
}));

const names = Object.keys(commands) as CommandName[];
const kinds: readonly (WindowKind | undefined)[] = [...WindowKind.options, undefined];
const OWN = 'a'.repeat(32); // the call of every page except the main window
let seen: { readonly name: CommandName; readonly input: unknown; readonly from: Sender }[];
let invoke: Invoke;

beforeEach(() => {
  seen = [];
  const entries = names.map((name) => [
    name,
    (input: unknown, from: Sender): Reply<unknown> => {
      seen.push({ name, input, from });
      return { ok: true, value: undefined };
    },
  ]);
  raiseWall({
    handlers: Object.fromEntries(entries) as Handlers,
    pageOf: (contents) => {
      const { kind } = contents as { readonly kind?: WindowKind };
      return kind && { kind, call: kind === 'main' ? '' : OWN };
    },
    onBug: (_command, error) => {
      throw error;
    },
  });
  invoke = channels.get(COMMAND_CHANNEL) as Invoke;
});

// Frames and origins as an engine may report them. Only a parentless main frame with the first origin is ours.
const origins = fc.oneof(
  fc.constant('app://siegel'),
  fc.constantFrom(
    'app://siegel/',
    'app://siegel:1',
    'APP://SIEGEL',
    'app://siegel.evil',
    'https://siegel',
    'null',
    '',
    'file://',
  ),
  fc.string({ maxLength: 30 }),
);
const senders = fc.record({
  kind: fc.constantFrom(...kinds),
  origin: origins,
  isMain: fc.boolean(),
  isNested: fc.boolean(),
});

function eventOf({ kind, origin, isMain, isNested }: typeof senders extends fc.Arbitrary<infer T> ? T : never) {
  const mainFrame = { parent: isNested ? {} : null, origin };
  const senderFrame = isMain ? mainFrame : { parent: mainFrame, origin };
  return { sender: { kind, mainFrame, isDestroyed: () => false }, senderFrame } as unknown as IpcMainInvokeEvent;
}

// Values that a structured clone can contain. They use field names of the schemas, so that some inputs pass the first
// checks.
const field = fc.constantFrom(
  'call',
  'address',
  'name',
  'media',
  'settings',
  'preferences',
  'devices',
  'kind',
  'on',
  'mute',
  'code',
  'host',
  'port',
  'index',
  'token',
  'page',
  '__proto__',
  'constructor',
);
const leaf = fc.oneof(
  fc.constantFrom(
    'a'.repeat(32),
    'b'.repeat(32),
    'anna@klinik.example',
    'audio',
    'video',
    '12345678',
    'de',
    'dnd',
    'privacy',
    '',
  ),
  fc.boolean(),
  fc.integer(),
  fc.double(),
  fc.bigInt(),
  fc.date(),
  fc.uint8Array({ maxLength: 64 }),
  fc.constantFrom(undefined, null, Number.NaN, Infinity, -0),
  fc.string({ unit: 'binary', maxLength: 3000 }),
);
const shapes = fc.oneof(
  fc.dictionary(field, leaf, { maxKeys: 5 }),
  fc.dictionary(field, fc.dictionary(field, leaf), { maxKeys: 3 }),
  fc.array(leaf, { maxLength: 5 }),
  fc.anything({ withMap: true, withSet: true, withTypedArray: true, withDate: true, withBigInt: true }),
  leaf,
);

describe('the wall', () => {
  it('the wall answers every command, shape and sender, and passes on only what the table of commands allows', async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...names), shapes, senders, async (name, input, sender) => {
        seen = [];
        const reply = await invoke(eventOf(sender), name, input);
        const isOurs = sender.isMain && !sender.isNested && sender.origin === 'app://siegel';
        const may = isOurs && (commands[name].from as readonly unknown[]).includes(sender.kind);
        const fits = v.safeParse(commands[name].input, input).success && !Array.isArray(input);
        const isKnown = isOurs && sender.kind !== undefined;
        const named = fits && typeof input === 'object' && input !== null && 'call' in input ? input.call : OWN;
        const isOwn = sender.kind === 'main' || named === OWN;
        const passes = may && fits && isOwn;
        const isBad = (may && !fits) || (isKnown && Array.isArray(input));
        expect(reply).toEqual(
          passes ? { ok: true, value: undefined } : { ok: false, code: isBad ? 'bad-input' : 'not-allowed' },
        );
        expect(seen.map((each) => [each.name, each.from.kind])).toEqual(passes ? [[name, sender.kind]] : []);
        for (const { input: got } of seen) expect(v.safeParse(commands[name].input, got).success).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    // And `Object.prototype` was not polluted.
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('call');
  });

  it('the wall answers unknown command names of any type with bad-input', async () => {
    const ours = eventOf({ kind: 'main', origin: 'app://siegel', isMain: true, isNested: false });
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.anything(), fc.string()), async (name) => {
        fc.pre(!names.includes(name as CommandName));
        expect(await invoke(ours, name, {})).toEqual({ ok: false, code: 'bad-input' });
        expect(seen).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it.each(names)(
    'the wall refuses oversized text, a thousand fields and deeply nested objects for %s',
    async (name) => {
      const abyss = Array.from({ length: 5000 }).reduce<object>((inner) => ({ call: inner, settings: inner }), {});
      const long = 'a'.repeat(1 << 20);
      const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`f${index}`, index]));
      const fields = ['call', 'address', 'name', 'passphrase', 'token', 'host', 'code', 'text'];
      const wide = Object.fromEntries(fields.map((each) => [each, long]));
      const sender = eventOf({ kind: commands[name].from[0], origin: 'app://siegel', isMain: true, isNested: false });
      for (const input of [abyss, many, wide, { settings: { brokerUrl: long } }, { devices: { microphone: long } }]) {
        expect(await invoke(sender, name, input)).toEqual({ ok: false, code: 'bad-input' });
      }
      expect(seen).toEqual([]);
    },
  );
});
