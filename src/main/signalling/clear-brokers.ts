// Brokers that are reached without TLS. Others on the network can then read who calls whom, and the password for the
// broker. So main itself asks the person before the first connection, once for each scheme, host and port. Brokers on
// this machine are exempt, and so are those that policy names, because an administrator has decided about them. A page
// can cause the question but not answer it.
import type { RefusalCode } from '../../contract/failure.ts';
import { isSentInClear } from '../../contract/connection-view.ts';
import type { PolicyValues } from '../../core/policy/table.ts';
import { placeOf } from './endpoint.ts';
import { placesOf } from './broker-target.ts';
import { parseBrokerUrl } from './stream.ts';

/** Who decides about connections without TLS. */
export interface ClearBrokers {
  /** Whether this broker may be connected to now. Asks nobody. */
  readonly isAllowed: (url: string) => boolean;
  /**
   * Whether this broker may be connected to now. If only the person can decide, they are asked, once for each place
   * until `renew`.
   */
  readonly mayUse: (url: string) => boolean;
  /** Resolves when the latest question of `mayUse` is answered, or at once if there was none. */
  readonly answered: () => Promise<void>;
  /** The person begins a set-up or a linking: the next use asks again, even if they refused earlier. */
  readonly renew: () => void;
  /**
   * Asks again about the last place, because the person wants it. `done`: it is allowed, or there is no such place.
   * `cancelled`, `asked-lately`: the person refused, or was not asked. `disk`: the consent could not be stored.
   */
  readonly askAgain: () => Promise<'done' | RefusalCode>;
}

/** What the decision is made from. */
export interface ClearBrokersParts {
  /** Where the person has agreed before, and how to store another agreement. */
  readonly settings: {
    readonly clearPlaces: () => readonly string[];
    readonly allowInClear: (place: string) => 'written' | 'disk';
  };
  readonly policy: { readonly values: () => Pick<PolicyValues, 'BrokerUrl' | 'FallbackBrokerUrls'> };
  /** Asks the person. */
  readonly consent: (question: {
    readonly kind: 'clear';
    readonly place: string;
  }) => Promise<'yes' | 'no' | 'asked-lately'>;
  /** A place was allowed. */
  readonly onAllowed: () => void;
}

/** Nobody was asked yet. */
export function createClearBrokers({ settings, policy, consent, onAllowed }: ClearBrokersParts): ClearBrokers {
  const asked = new Set<string>();
  let last: string | undefined;
  let asking: Promise<unknown> = Promise.resolve();

  // A text that is no broker URL is never connected to, and needs no question.
  function placeToAllow(text: string): string | undefined {
    const url = parseBrokerUrl(text);
    if (url === undefined || !isSentInClear(url.href)) return undefined;
    const { BrokerUrl, FallbackBrokerUrls } = policy.values();
    const place = placeOf(url);
    const named = [...settings.clearPlaces(), ...placesOf([BrokerUrl]), ...placesOf(FallbackBrokerUrls)];
    return named.includes(place) ? undefined : place;
  }

  async function ask(place: string): Promise<'done' | RefusalCode> {
    asked.add(place);
    last = place;
    const answer = await consent({ kind: 'clear', place });
    if (answer !== 'yes') return answer === 'no' ? 'cancelled' : answer;
    if (settings.allowInClear(place) === 'disk') return 'disk';
    onAllowed();
    return 'done';
  }

  return {
    isAllowed: (url) => placeToAllow(url) === undefined,
    mayUse: (url) => {
      const place = placeToAllow(url);
      if (place === undefined) return true;
      if (!asked.has(place)) asking = ask(place);
      last = place;
      return false;
    },
    answered: () => asking.then(() => undefined),
    renew: () => asked.clear(),
    askAgain: () => (last === undefined ? Promise.resolve('done') : ask(last)),
  };
}
