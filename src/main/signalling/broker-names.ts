// Who owns a device's name at the embedded broker, which knows no passwords: the first connection that used the name,
// while that connection responds. This holder is asked when another connection claims the name, so a connection that
// broke silently loses the name a second after such a claim. Nothing prevents a stranger from being first (decision
// 0005).
import type { Clock } from '../time/clock.ts';

const ANSWER_WITHIN_MS = 1000;

interface Claimant<C> {
  readonly connection: C;
  readonly answer: (isGranted: boolean) => void;
}

interface Holder<C> {
  readonly connection: C;
  /** The connections that want the name while the holder is asked, in order of arrival. */
  readonly claimants: Claimant<C>[];
  cancel: () => void;
}

/** Names and the connections that hold them. */
export interface BrokerNames<C> {
  /** Whether `connection` holds this name from now on. Takes a second at most if another connection holds it. */
  readonly claim: (name: string, connection: C) => Promise<boolean>;
  /** A connection has responded, and so keeps its name. */
  readonly heard: (name: string, connection: C) => void;
  /** A connection has ended. */
  readonly left: (name: string, connection: C) => void;
}

/** Nobody holds a name yet. `ask` sends a holder something that every client answers. */
export function createBrokerNames<C>(ask: (name: string, holder: C) => void, clock: Clock): BrokerNames<C> {
  const holders = new Map<string, Holder<C>>();

  function hold(name: string, connection: C): void {
    holders.set(name, { connection, claimants: [], cancel: () => undefined });
  }

  function holderOf(name: string, connection: C): Holder<C> | undefined {
    const holder = holders.get(name);
    return holder?.connection === connection ? holder : undefined;
  }

  function left(name: string, connection: C): void {
    const holder = holderOf(name, connection);
    if (holder === undefined) return;
    holder.cancel();
    holders.delete(name);
    const [first, ...others] = holder.claimants;
    if (first !== undefined) hold(name, first.connection);
    first?.answer(true);
    for (const { answer } of others) answer(false);
  }

  return {
    claim: (name, connection) =>
      new Promise((answer) => {
        const holder = holders.get(name);
        if (holder === undefined) {
          hold(name, connection);
          answer(true);
          return;
        }
        holder.claimants.push({ connection, answer });
        if (holder.claimants.length > 1) return;
        holder.cancel = clock.after(ANSWER_WITHIN_MS, () => left(name, holder.connection));
        ask(name, holder.connection);
      }),
    heard: (name, connection) => {
      const holder = holderOf(name, connection);
      holder?.cancel();
      for (const { answer } of holder?.claimants.splice(0) ?? []) answer(false);
    },
    left,
  };
}
