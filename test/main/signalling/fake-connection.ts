// A connection that records what it was asked and answers when the test says so.
import type { Bytes } from '../../../src/core/bytes.ts';
import type { Connection } from '../../../src/main/signalling/connection.ts';

interface Published {
  readonly topic: string;
  readonly text: string;
  readonly expirySeconds: number | undefined;
  readonly answer: (outcome: 'sent' | 'refused' | 'lost') => void;
}

type Subscribed = 'subscribed' | 'refused' | 'lost';

/** Records its calls. Each publish waits for its `answer`; a SUBSCRIBE gets the answer of `answerSubscribe`. */
export class FakeConnection implements Connection {
  readonly published: Published[] = [];
  readonly subscribed: string[] = [];
  readonly identifiers: number[] = [];
  readonly unsubscribed: string[] = [];
  /** Each SUBSCRIBE as it was sent. */
  readonly subscribes: { readonly topics: readonly string[]; readonly identifier: number | undefined }[] = [];
  answerSubscribe: (topics: readonly string[]) => Promise<Subscribed> = () => Promise.resolve('subscribed');

  readonly publish = (
    topic: string,
    payload: Bytes,
    how: { readonly retain: boolean; readonly expirySeconds?: number },
  ) =>
    new Promise<'sent' | 'refused' | 'lost'>((answer) => {
      const text = new TextDecoder().decode(payload);
      this.published.push({ topic, text, expirySeconds: how.expirySeconds, answer });
    });
  readonly subscribe = (
    topics: readonly string[],
    { identifier }: { readonly identifier?: number },
  ): Promise<Subscribed> => {
    if (identifier !== undefined) this.identifiers.push(identifier);
    this.subscribed.push(...topics);
    this.subscribes.push({ topics, identifier });
    return this.answerSubscribe(topics);
  };
  readonly unsubscribe = (topics: readonly string[]): void => {
    this.unsubscribed.push(...topics);
  };
  readonly end = (): void => undefined;
  readonly cut = (): void => undefined;
}
