// Class names of CSS modules, checked: a class that the style sheet lacks throws at the first render that names it.
import { unwrap } from '../../../core/assert.ts';

/** Returns a function that joins class names of `styles`; parts that are `false` or undefined are left out. */
export function classNames(styles: Readonly<Record<string, string>>) {
  return (...names: readonly (string | false | undefined)[]): string =>
    names
      .filter((name) => typeof name === 'string')
      .map((name) => unwrap(styles[name], `no class ${name} in this style sheet`))
      .join(' ');
}
