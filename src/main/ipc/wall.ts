// The only importer of ipcMain: every command of a page passes through here. The wall checks the sender and the form of
// the input, calls the handler, and replies with a value or a code. No error is thrown across the wall, and only
// commands of the table are carried out.
import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import * as v from 'valibot';
import { COMMAND_CHANNEL, commands } from '../../contract/ipc.ts';
import type { CommandName, Handlers, Reply } from '../../contract/ipc.ts';
import type { Sender, WindowKind } from '../../contract/command-shapes.ts';
import { ORIGIN } from '../app/content-policy.ts';

/** What the wall needs: the handlers, which of our pages sent a command, and where bugs are reported. */
export interface WallParts {
  /**
   * Commands wait for the handlers: the wall exists before the first page, when the program behind it may still be
   * under construction.
   */
  readonly handlers: Handlers | Promise<Handlers>;
  readonly pageOf: (contents: WebContents) => Sender | undefined;
  readonly onBug: (command: CommandName, error: unknown) => void;
}

const notAllowed = { ok: false, code: 'not-allowed' } as const;

/** Replies to commands on the one channel until the returned function is called. */
export function raiseWall(parts: WallParts): () => void {
  ipcMain.handle(COMMAND_CHANNEL, (event, ...args: readonly unknown[]) => answer(parts, event, args));
  return () => ipcMain.removeHandler(COMMAND_CHANNEL);
}

/**
 * The page that sent the command. `undefined` unless it is a page of ours and the command comes from its main frame,
 * with our origin.
 */
function senderOf(parts: WallParts, event: IpcMainInvokeEvent): Sender | undefined {
  if (event.sender.isDestroyed()) return undefined; // any access to it would throw
  const frame = event.senderFrame; // null once the frame is gone or has navigated away
  if (frame === null || frame !== event.sender.mainFrame || frame.parent !== null) return undefined;
  return frame.origin === ORIGIN ? parts.pageOf(event.sender) : undefined;
}

async function answer(parts: WallParts, event: IpcMainInvokeEvent, args: readonly unknown[]): Promise<Reply<unknown>> {
  const from = senderOf(parts, event);
  if (from === undefined) return notAllowed;
  const [name, input] = args;
  // A schema without required fields also accepts an empty array, but no command of the table takes an array.
  if (args.length > 2 || Array.isArray(input) || !isCommand(name)) return { ok: false, code: 'bad-input' };
  const command = commands[name];
  if (!(command.from as readonly WindowKind[]).includes(from.kind)) return notAllowed;
  const parsed = v.safeParse(command.input, input);
  if (!parsed.success) return { ok: false, code: 'bad-input' };
  if (from.call !== '' && namedCall(parsed.output, from.call) !== from.call) return notAllowed;
  try {
    const handlers = await parts.handlers;
    // The table pairs each handler with its own input. The compiler cannot follow that for a name in a variable.
    const handler = handlers[name] as (input: unknown, from: Sender) => Promise<Reply<unknown>> | Reply<unknown>;
    return await handler(parsed.output, { kind: from.kind, call: from.call });
  } catch (error) {
    parts.onBug(name, error);
    return { ok: false, code: 'internal' };
  }
}

// A page that belongs to a call may name only that call, whatever id it has seen or guessed.
function namedCall(input: unknown, own: string): unknown {
  return typeof input === 'object' && input !== null && 'call' in input ? input.call : own;
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}
