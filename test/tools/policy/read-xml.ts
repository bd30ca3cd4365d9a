// Reads the XML of generated files for the tests that look inside. These files are well-formed, as xmllint and
// plistutil show in files-accepted.test.ts. The parser here is for no other XML.

/** An element with its direct text. */
export interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly Element[];
  readonly text: string;
}

interface Open {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: Element[];
  text: string;
}

const unescape = (text: string): string =>
  text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&');

/** The root element of `xml`. */
export function readXml(xml: string): Element {
  const root: Open = { name: '', attributes: {}, children: [], text: '' };
  const stack: Open[] = [root];
  for (const [token] of xml.matchAll(/<!--[\s\S]*?-->|<[^>]+>|[^<]+/g)) {
    const top = stack.at(-1)!;
    if (token.startsWith('<!') || token.startsWith('<?')) continue;
    if (token.startsWith('</')) {
      stack.pop();
      stack.at(-1)!.children.push(top);
    } else if (token.startsWith('<')) {
      const attributes = Object.fromEntries(
        [...token.matchAll(/([\w:]+)="([^"]*)"/g)].map(([, key, value]) => [key!, unescape(value!)]),
      );
      const element = { name: /^<([\w:]+)/.exec(token)![1]!, attributes, children: [], text: '' };
      if (token.endsWith('/>')) top.children.push(element);
      else stack.push(element);
    } else top.text += unescape(token);
  }
  return root.children[0]!;
}

/** Every element below `element` with this name. */
export function all(element: Element, name: string): readonly Element[] {
  return element.children.flatMap((child) => [...(child.name === name ? [child] : []), ...all(child, name)]);
}

/** A property list's value. */
export function readPlist(element: Element): unknown {
  switch (element.name) {
    case 'plist':
      return readPlist(element.children[0]!);
    case 'dict': {
      const pairs: [string, unknown][] = [];
      for (let at = 0; at < element.children.length; at += 2)
        pairs.push([element.children[at]!.text, readPlist(element.children[at + 1]!)]);
      return Object.fromEntries(pairs);
    }
    case 'array':
      return element.children.map(readPlist);
    case 'integer':
      return Number(element.text);
    case 'true':
    case 'false':
      return element.name === 'true';
    default:
      return element.text;
  }
}
