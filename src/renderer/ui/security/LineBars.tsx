// How good the line is: bars for the eye, and words as soon as it lacks something that people can hear.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LineQuality } from '../../../contract/view.ts';
import { classNames } from '../style/class-names.ts';
import styles from './line-bars.module.css';

const c = classNames(styles);
const BARS = [1, 2, 3, 4];
const SPOKEN_BELOW = 3;

/** Bars of the line; `small` leaves the words to whoever asks for them. */
export function LineBars({ line, small }: { readonly line: LineQuality; readonly small: boolean }): ReactNode {
  const { t } = useTranslation();
  const words = t(`quality.${line.lacks}`);
  const label = `${t('quality.label', { bars: line.bars })}, ${words}`;
  return (
    <span className={c('line')}>
      <svg className={c('bars')} viewBox="0 0 20 16" width="20" height="16" role="img" aria-label={label}>
        <title>{label}</title>
        {BARS.map((bar) => (
          <rect
            key={bar}
            className={c(bar <= line.bars ? 'on' : 'off')}
            x={(bar - 1) * 5}
            y={16 - bar * 4}
            width="4"
            height={bar * 4}
          />
        ))}
      </svg>
      {!small && line.bars < SPOKEN_BELOW && <span className={c('words')}>{words}</span>}
    </span>
  );
}
