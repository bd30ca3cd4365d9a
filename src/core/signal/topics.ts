// Topic names (protocol §3). Ids and tags are 26 base32 characters, so no wildcard can hide in a topic.

const ID = '[a-z2-7]{26}';
const INBOX = new RegExp(`^sgl/1/in/(${ID})/(${ID})$`);
const PRESENCE = new RegExp(`^sgl/1/pr/(${ID})$`);
const HINT = new RegExp(`^sgl/1/dir/(${ID})$`);
const CHAIN = new RegExp(`^sgl/1/dir/(${ID})/(${ID})$`);
const CREDENTIAL = new RegExp(`^sgl/1/org/(${ID})$`);
const WHOLE_ID = new RegExp(`^${ID}$`);

/** Whether a text has the form of a device id, or of a tag. */
export function isId(text: string): boolean {
  return WHOLE_ID.test(text);
}

/** The inbox of device `to` for messages of device `from`. */
export function inboxTopic(to: string, from: string): string {
  return `sgl/1/in/${to}/${from}`;
}

/** The filter that a device subscribes to: its inbox, from every sender. */
export function inboxFilter(own: string): string {
  return `sgl/1/in/${own}/+`;
}

/** The topic of the retained hint that names the devices which may have a chain under this user tag. */
export function hintTopic(userTag: string): string {
  return `sgl/1/dir/${userTag}`;
}

/** The topic under which the broker retains the chain of `device`'s person, as far as `device` knows it. */
export function chainTopic(userTag: string, device: string): string {
  return `sgl/1/dir/${userTag}/${device}`;
}

/**
 * The filter for the chains of all devices under this user tag. RabbitMQ delivers no retained messages to this filter.
 */
export function chainFilter(userTag: string): string {
  return `sgl/1/dir/${userTag}/+`;
}

/** The topic of a device's retained presence. */
export function presenceTopic(device: string): string {
  return `sgl/1/pr/${device}`;
}

/** The topic of the retained certificate of a device, or of the revocation list of the authority with this tag. */
export function credentialTopic(device: string): string {
  return `sgl/1/org/${device}`;
}

/** The kind of a topic and the ids in it. A sender in it proves nothing until the content confirms it. */
export type Topic =
  | { readonly kind: 'inbox'; readonly to: string; readonly from: string }
  | { readonly kind: 'hint'; readonly userTag: string }
  | { readonly kind: 'chain'; readonly userTag: string; readonly device: string }
  | { readonly kind: 'presence'; readonly device: string }
  | { readonly kind: 'credential'; readonly device: string };

/** Takes a topic name apart. Undefined if it is not one of ours. */
export function readTopic(topic: string): Topic | undefined {
  const inbox = INBOX.exec(topic);
  if (inbox?.[1] !== undefined && inbox[2] !== undefined) return { kind: 'inbox', to: inbox[1], from: inbox[2] };
  const hint = HINT.exec(topic);
  if (hint?.[1] !== undefined) return { kind: 'hint', userTag: hint[1] };
  const chain = CHAIN.exec(topic);
  if (chain?.[1] !== undefined && chain[2] !== undefined) return { kind: 'chain', userTag: chain[1], device: chain[2] };
  const presence = PRESENCE.exec(topic);
  if (presence?.[1] !== undefined) return { kind: 'presence', device: presence[1] };
  const credential = CREDENTIAL.exec(topic);
  return credential?.[1] === undefined ? undefined : { kind: 'credential', device: credential[1] };
}
