// The list of contents of the settings. It leads to a section and marks the one in view. If there is room, the list is
// beside the column of sections. Otherwise a fixed row above the column opens the list.
import { ChevronDown } from 'lucide-react';
import { type ReactNode, useEffect, useId, useState } from 'react';
import { Button, Link } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { classNames } from '../style/class-names.ts';
import type { sectionGroups } from './sections.ts';
import styles from './contents.module.css';

const c = classNames(styles);
type Groups = typeof sectionGroups;

/** An entry for each section of `groups`. */
export function Contents({ groups }: { readonly groups: Groups }): ReactNode {
  const { t } = useTranslation();
  const [isOpen, setIsOpen] = useState(false); // used only where there is no room beside the column
  const list = useId();
  const titles = groups.flatMap(({ sections }) => sections.map(({ title }) => title));
  const [current, go] = useSectionInView(titles);
  const shown = titles.find((title) => title === current) ?? 'settings.you';
  return (
    <nav className={c('contents')} aria-label={t('settings.contents')}>
      <Button className={c('open')} aria-expanded={isOpen} aria-controls={list} onPress={() => setIsOpen(!isOpen)}>
        <span>{t('settings.contentsAt', { section: t(shown) })}</span>
        <ChevronDown size={16} aria-hidden />
      </Button>
      <div className={c('groups', isOpen && 'isOpen')} id={list}>
        {groups.map(({ name, sections }) => (
          <ul key={name} aria-label={t(name)}>
            {sections.map(({ title }) => (
              <li key={title}>
                <Link
                  className={c('entry')}
                  {...(title === current && { 'aria-current': 'location' })}
                  onPress={() => {
                    setIsOpen(false);
                    go(title);
                  }}
                >
                  {t(title)}
                </Link>
              </li>
            ))}
          </ul>
        ))}
      </div>
    </nav>
  );
}

const READ_PX = 64; // a section counts as read once no more of it than this is left in view

// Returns the current section and a function that scrolls to a section. The current section is the one that the person
// chose last, as long as its heading is in view: the section at the end of the page cannot reach the top. Otherwise it
// is the section at the top of the view.
function useSectionInView(titles: readonly string[]): readonly [string | undefined, (title: string) => void] {
  const [seen, setSeen] = useState(titles[0]);
  const [chosen, setChosen] = useState<string | undefined>(undefined);
  const key = titles.join(' ');
  useEffect(() => {
    const look = (): void => {
      const headings = key.split(' ').flatMap((title) => document.getElementById(title) ?? []);
      const view = headings[0]?.closest('main')?.getBoundingClientRect();
      if (view === undefined) return;
      const top = Math.max(view.top, headings[0]?.closest('[role="tabpanel"]')?.getBoundingClientRect().top ?? 0);
      const bottomOf = ({ parentElement }: HTMLElement): number => parentElement?.getBoundingClientRect().bottom ?? 0;
      setSeen(headings.find((heading) => bottomOf(heading) > top + READ_PX)?.id);
      const isInView = (heading: HTMLElement): boolean => {
        const box = heading.getBoundingClientRect();
        return box.bottom > top && box.top < view.bottom;
      };
      setChosen((was) => headings.find((heading) => heading.id === was && isInView(heading))?.id);
    };
    // Which element scrolls depends on the size of the window.
    document.addEventListener('scroll', look, { capture: true, passive: true });
    return () => document.removeEventListener('scroll', look, { capture: true });
  }, [key]);
  const go = (title: string): void => {
    const heading = document.getElementById(title);
    setChosen(title);
    heading?.focus({ preventScroll: true });
    heading?.scrollIntoView({ block: 'start' });
  };
  return [chosen ?? seen, go];
}
