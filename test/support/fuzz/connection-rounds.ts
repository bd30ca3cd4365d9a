// Each round opens one connection to a server that follows no rule. The owner of the connection publishes, subscribes,
// and ends or cuts the connection at any moment. The promises: one `onClosed`, which comes last; every answer settled;
// no uncaught error.
import { createLog } from '../../../src/main/log.ts';
import { type Connection, openConnection } from '../../../src/main/signalling/connection.ts';
import { diceOf, type Dice } from './mutate.ts';
import { hostileServer } from './hostile-server.ts';

/** The result of the rounds; `faults` begin with the seed that repeats them. */
export interface Rounds {
  readonly opened: number;
  readonly faults: readonly string[];
}

const DEVICE = 'a'.repeat(26);
const OTHER = 'b'.repeat(26);
const TOPICS = [`sgl/1/in/${DEVICE}/${OTHER}`, `sgl/1/in/${DEVICE}/${DEVICE}`, `sgl/1/dir/${OTHER}`, '', '$SYS/x'];
const log = createLog('error', () => undefined);
// Runs twenty times too fast: timeouts for answers and goodbyes are a second or more, and most answers never come here.
const clock = {
  nowMs: () => Date.now(),
  after: (delayMs: number, run: () => void) => {
    const timer = setTimeout(run, Math.ceil(delayMs / 20));
    return () => clearTimeout(timer);
  },
};

/** Plays `count` rounds, one after the other. All dice of round `n` depend on `seed + n` alone. */
export async function connectionRounds(count: number, seed: number): Promise<Rounds> {
  const faults: string[] = [];
  let round = seed;
  let opened = 0;
  const note = (what: unknown): void => {
    faults.push(`seed ${round}: ${what instanceof Error ? (what.stack ?? what.message) : String(what)}`);
  };
  process.on('uncaughtException', note);
  process.on('unhandledRejection', note);
  const server = await hostileServer(TOPICS, () => diceOf(round));
  try {
    for (; round < seed + count; round++) {
      if (await play(server.port, diceOf(round + 0x1000_0000), note)) opened++;
    }
    for (let turn = 0; turn < 10; turn++) await soon(); // what the last round has left behind
  } finally {
    await server.stop();
    process.off('uncaughtException', note);
    process.off('unhandledRejection', note);
  }
  return { opened, faults };
}

const soon = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

async function play(port: number, dice: Dice, note: (what: unknown) => void): Promise<boolean> {
  let hasOpened = false;
  let isClosed = false;
  const answers: Promise<unknown>[] = [];
  await new Promise<void>((resolve) => {
    const connection = openConnection(
      {
        url: new URL(`mqtt://127.0.0.1:${port}`),
        clientId: DEVICE,
        way: { tls: {} },
        will: { topic: `sgl/1/pr/${DEVICE}`, payload: new Uint8Array([1]), delaySeconds: 1, expirySeconds: 9 },
      },
      {
        onOpen: () => {
          hasOpened = true;
          if (isClosed) note('opened after its end');
          for (let n = dice(5); n >= 0; n--) answers.push(act(connection, dice));
        },
        onMessage: () => {
          if (isClosed) note('a message after its end');
          if (dice(3) === 0) answers.push(act(connection, dice));
          if (dice(12) === 0) throw new Error('a handler of ours that fails');
        },
        onClosed: () => {
          if (isClosed) note('closed twice');
          isClosed = true;
          resolve();
        },
      },
      clock,
      log,
    );
  });
  await Promise.all(answers); // a hang here ends the run by the test's time limit
  for (let turn = 0; turn < 3; turn++) await soon();
  return hasOpened;
}

function act(connection: Connection, dice: Dice): Promise<unknown> {
  switch (dice(9)) {
    case 0:
      connection.end();
      return Promise.resolve();
    case 1:
      if (dice(3) === 0) connection.cut('timeout');
      return Promise.resolve();
    case 2:
      connection.unsubscribe([`sgl/1/pr/${OTHER}`]);
      return Promise.resolve();
    case 3:
    case 4:
      return connection.subscribe([`sgl/1/in/${DEVICE}/+`], { qos: 1, retained: false, identifier: 1 + dice(9) });
    default:
      return connection.publish(`sgl/1/in/${OTHER}/${DEVICE}`, new Uint8Array(dice(200)), { retain: false });
  }
}
