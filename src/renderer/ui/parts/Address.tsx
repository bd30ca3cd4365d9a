// An address, broken before its @ where it does not fit.
import type { ReactNode } from 'react';

/** `address` as text. */
export function Address({ address }: { readonly address: string }): ReactNode {
  const at = address.lastIndexOf('@');
  if (at < 1) return address;
  return (
    <>
      {address.slice(0, at)}
      <wbr />
      {address.slice(at)}
    </>
  );
}
