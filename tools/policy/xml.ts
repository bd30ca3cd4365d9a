// XML as a tree and as text: every text and attribute is escaped here and nowhere else. Nothing here knows of policies.

/** An element. If it has a text, that is its only child. */
export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlNode[];
}

/** A remark for a person who reads the file. */
export interface XmlComment {
  readonly comment: string;
}

export type XmlNode = XmlElement | XmlComment | string;

/** An element with its attributes in the order given. */
export function el(name: string, attributes: Readonly<Record<string, string>>, ...children: XmlNode[]): XmlElement {
  return { name, attributes, children };
}

/** `text` escaped for XML 1.0 content and quoted attributes; throws on a character that XML cannot hold. */
export function escapeXml(text: string): string {
  // oxlint-disable-next-line no-control-regex -- these are the characters XML 1.0 §2.2 leaves out
  if (/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/.test(text)) throw new Error('a character XML cannot hold');
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

function lines(node: XmlNode, indent: string): readonly string[] {
  if (typeof node === 'string') return [indent + escapeXml(node)];
  // XML 1.0 §2.5: a comment must not contain two hyphens in a row.
  if ('comment' in node) return [`${indent}<!-- ${escapeXml(node.comment).replaceAll('--', '–')} -->`];
  const attributes = Object.entries(node.attributes).map(([key, value]) => ` ${key}="${escapeXml(value)}"`);
  const open = `${indent}<${node.name}${attributes.join('')}`;
  const [first] = node.children;
  if (first === undefined) return [`${open}/>`];
  if (typeof first === 'string') return [`${open}>${escapeXml(first)}</${node.name}>`];
  return [`${open}>`, ...node.children.flatMap((child) => lines(child, `${indent}  `)), `${indent}</${node.name}>`];
}

/** Elements one after another, without a file around them. */
export function xmlText(...nodes: readonly XmlElement[]): string {
  return nodes.flatMap((node) => lines(node, '')).join('\n');
}

/** A whole file in UTF-8, with `doctype` and `comment` if they are given. */
export function xmlFile(root: XmlElement, head: { readonly comment?: string; readonly doctype?: string } = {}): string {
  return `${[
    '<?xml version="1.0" encoding="utf-8"?>',
    ...(head.doctype === undefined ? [] : [head.doctype]),
    ...(head.comment === undefined ? [] : lines({ comment: head.comment }, '')),
    ...lines(root, ''),
  ].join('\n')}\n`;
}
