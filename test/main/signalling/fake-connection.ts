// A connection that remembers what it was asked and answers when the test says so.
import type { Bytes } from '../../../src/core/bytes.ts';
import type { Connection } from '../../../src/main/signalling/connection.ts';

interface Published {
  readonly topic: string;
  readonly text: string;
  readonly expirySeconds: number | undefined;
  readonly answer: (outcome: 'sent' | 'refused' | 'lost') => void;
}

/** Records; every publish waits for its `answer`. */
export class FakeConnection implements Connection {
  readonly published: Published[] = [];
  readonly subscribed: string[] = [];
  readonly identifiers: number[] = [];
  readonly unsubscribed: string[] = [];

  readonly publish = (
    topic: string,
    payload: Bytes,
    how: { readonly retain: boolean; readonly expirySeconds?: number },
  ) =>
    new Promise<'sent' | 'refused' | 'lost'>((answer) => {
      const text = new TextDecoder().decode(payload);
      this.published.push({ topic, text, expirySeconds: how.expirySeconds, answer });
    });
  readonly subscribe = async (
    topics: readonly string[],
    how: { readonly identifier?: number },
  ): Promise<'subscribed'> => {
    if (how.identifier !== undefined) this.identifiers.push(how.identifier);
    this.subscribed.push(...topics);
    return 'subscribed';
  };
  readonly unsubscribe = (topics: readonly string[]): void => {
    this.unsubscribed.push(...topics);
  };
  readonly end = (): void => undefined;
  readonly cut = (): void => undefined;
}
