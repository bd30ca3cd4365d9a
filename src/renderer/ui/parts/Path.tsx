// A path, a registry key or a URL. If it does not fit the line, it breaks after a slash and not inside a name.
import { Fragment, type ReactNode } from 'react';

/** `text` with places to break. */
export function Path({ text }: { readonly text: string }): ReactNode {
  return text.split(/(?<=[/\\])/u).map((part, at) => (
    <Fragment key={at}>
      {at > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}
