// The lifetime of a device's certificate, as an administrator writes it: 14d, 12h, 90s.
import { CaError } from './ca-error.ts';

const UNITS: Readonly<Record<string, number>> = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 };
/** Devices accept 31 days at most (protocol §12), and a certificate begins five minutes before it is made. */
const MOST_MS = 30 * 86_400_000;

/** The lifetime in ms; throws a CaError if it is invalid or over 30 days. */
export function readLife(text: string): number {
  const [, count, unit] = /^([1-9][0-9]{0,6})([smhd])$/.exec(text) ?? [];
  const ms = Number(count) * (UNITS[unit ?? ''] ?? Number.NaN);
  if (!(ms <= MOST_MS)) throw new CaError('--life is a number with s, m, h or d, and 30d at most');
  return ms;
}
