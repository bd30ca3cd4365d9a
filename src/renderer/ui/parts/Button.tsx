// The buttons of the program: with text, or an icon with its text as label and tooltip. Nothing here knows what a
// button does.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps, Tooltip, TooltipTrigger } from 'react-aria-components';
import { classNames } from '../style/class-names.ts';
import styles from './button.module.css';

const c = classNames(styles);

/** The meaning of a press: the main step, another step, a minor step, an end, a beginning. */
export type Tone = 'primary' | 'plain' | 'quiet' | 'danger' | 'go';

interface Props extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  readonly tone?: Tone;
  readonly icon?: LucideIcon | undefined;
  readonly children: ReactNode;
}

/** A button with text, and an icon before it if given. */
export function Button({ tone = 'plain', icon: Icon, children, ...rest }: Props): ReactNode {
  return (
    <AriaButton {...rest} className={c('button', tone)}>
      {Icon !== undefined && <Icon size={18} aria-hidden />}
      {children}
    </AriaButton>
  );
}

interface IconProps extends Omit<ButtonProps, 'className' | 'style' | 'children'> {
  readonly tone?: Tone;
  readonly icon: LucideIcon;
  readonly label: string;
}

/** A button of one icon; `label` is read by screen readers and shown as tooltip. */
export function IconButton({ tone = 'quiet', icon: Icon, label, ...rest }: IconProps): ReactNode {
  return (
    <WithTip words={label}>
      <AriaButton {...rest} aria-label={label} className={c('button', 'icon', tone)}>
        <Icon size={18} aria-hidden />
      </AriaButton>
    </WithTip>
  );
}

/** A button with a tooltip: shown after a moment under the pointer, at once with the focus. */
export function WithTip({ words, children }: { readonly words: string; readonly children: ReactNode }): ReactNode {
  return (
    <TooltipTrigger delay={500}>
      {children}
      <Tooltip className={c('tip')} offset={6}>
        {words}
      </Tooltip>
    </TooltipTrigger>
  );
}
