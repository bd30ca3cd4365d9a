// The only importer of ipcMain: every command of a page passes here or not at all. It checks who asks and what shape it has,
// calls the handler, and answers with a value or a code. Nothing is thrown across, nothing but the table is answered.
import { ipcMain } from 'electron';
import type { IpcMainInvokeEvent, WebContents } from 'electron';
import * as v from 'valibot';
import { COMMAND_CHANNEL, commands } from '../../contract/ipc.ts';
import type { CommandName, Handlers, Reply, WindowKind } from '../../contract/ipc.ts';
import { ORIGIN } from '../app/content-policy.ts';

/** What the wall needs: the handlers, the kind of one of our windows, and where a bug is told. */
export interface WallParts {
  readonly handlers: Handlers;
  readonly kindOf: (contents: WebContents) => WindowKind | undefined;
  readonly onBug: (command: CommandName, error: unknown) => void;
}

const notAllowed = { ok: false, code: 'not-allowed' } as const;

/** Answers commands on the one channel until the returned function is called. */
export function raiseWall(parts: WallParts): () => void {
  ipcMain.handle(COMMAND_CHANNEL, (event, ...args: readonly unknown[]) => answer(parts, event, args));
  return () => ipcMain.removeHandler(COMMAND_CHANNEL);
}

/** The kind of the window that asks, `undefined` unless it is the main frame of one of our windows with our origin. */
function kindOfSender(parts: WallParts, event: IpcMainInvokeEvent): WindowKind | undefined {
  if (event.sender.isDestroyed()) return undefined; // asking it anything would throw
  const frame = event.senderFrame; // null once the frame is gone or has navigated away
  if (frame === null || frame !== event.sender.mainFrame || frame.parent !== null) return undefined;
  return frame.origin === ORIGIN ? parts.kindOf(event.sender) : undefined;
}

async function answer(parts: WallParts, event: IpcMainInvokeEvent, args: readonly unknown[]): Promise<Reply<unknown>> {
  const kind = kindOfSender(parts, event);
  if (kind === undefined) return notAllowed;
  const [name, input] = args;
  // An array counts as an object without fields: the table means none.
  if (args.length > 2 || Array.isArray(input) || !isCommand(name)) return { ok: false, code: 'bad-input' };
  const command = commands[name];
  if (!(command.from as readonly WindowKind[]).includes(kind)) return notAllowed;
  const parsed = v.safeParse(command.input, input);
  if (!parsed.success) return { ok: false, code: 'bad-input' };
  // The table pairs each handler with its own input; the compiler cannot follow that pairing through a name held in a variable.
  const handler = parts.handlers[name] as (
    input: unknown,
    from: WindowKind,
  ) => Promise<Reply<unknown>> | Reply<unknown>;
  try {
    return await handler(parsed.output, kind);
  } catch (error) {
    parts.onBug(name, error);
    return { ok: false, code: 'internal' };
  }
}

function isCommand(name: unknown): name is CommandName {
  return typeof name === 'string' && Object.hasOwn(commands, name);
}
