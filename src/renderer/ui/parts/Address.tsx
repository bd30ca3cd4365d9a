// An address, broken before its @ if it does not fit, and the code points of its characters that are not ASCII.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { codePointsOf } from '../../state/code-points.ts';

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

interface CodePointsProps {
  readonly address: string;
  readonly className: string;
}

/** The characters before the @ that are not ASCII, with their code points. Nothing if there are none. */
export function CodePoints({ address, className }: CodePointsProps): ReactNode {
  const { t } = useTranslation();
  const points = codePointsOf(address);
  if (points.length === 0) return undefined;
  return (
    <p className={className}>
      {t('person.codePoints')}{' '}
      {points.map((point) => (
        <bdi key={point}>{point} </bdi>
      ))}
    </p>
  );
}
