// The home screen: rail, and the panel of the chosen tab below the strips of calls and the current notices.
import { type ReactNode, useEffect, useState } from 'react';
import { TabPanel, Tabs } from 'react-aria-components';
import type { Proposal } from '../../../contract/proposal.ts';
import { historyKey } from '../../state/history-outcome.ts';
import { usePage, useMain } from '../page.tsx';
import type { SettingsPage } from '../settings/settings-page.ts';
import { SettingsPanel } from '../settings/SettingsPanel.tsx';
import { classNames } from '../style/class-names.ts';
import { CallsPanel } from './CallsPanel.tsx';
import { CallStrips } from './CallStrip.tsx';
import { ContactsPanel } from './ContactsPanel.tsx';
import { Notices } from './Notices.tsx';
import { Rail, type Tab } from './Rail.tsx';
import styles from './home.module.css';

const c = classNames(styles);
const tabs: readonly Tab[] = ['calls', 'contacts', 'settings'];

/** Calls, contacts, settings. */
export function Home(): ReactNode {
  const [tab, setTab] = useState<Tab>('contacts');
  const [page, setPage] = useState<SettingsPage>('all');
  const [person, setPerson] = useState<string | undefined>(undefined);
  const [proposed, setProposed] = useState<Proposal | undefined>(undefined);
  const { ask } = usePage();
  const { proposal, contacts } = useMain('proposal', 'contacts');
  const [line, setLine] = useState<string | undefined>(undefined);
  const [followed, setFollowed] = useState<Proposal | undefined>(undefined);
  // A link, or an ended call, leads to the person or the record that it names. Neither places a call: only a press
  // does.
  if (proposal !== followed) {
    setFollowed(proposal);
    if (proposal !== undefined) {
      const { address } = proposal;
      const isShown = proposal.line !== undefined || contacts.some((contact) => contact.address === address);
      setTab(proposal.line === undefined ? 'contacts' : 'calls');
      if (isShown) setPerson(address);
      setProposed(isShown ? undefined : proposal);
      if (proposal.line !== undefined) setLine(historyKey(proposal.line));
    }
  }
  useEffect(() => {
    if (proposal !== undefined) void ask.send('proposal.dismiss', {});
  }, [ask, proposal]);
  const open = (wanted: SettingsPage): void => {
    setPage(wanted);
    setTab('settings');
  };
  return (
    <Tabs
      className={c('home')}
      orientation="vertical"
      selectedKey={tab}
      onSelectionChange={(key) => setTab(tabs.find((known) => known === key) ?? tab)}
    >
      <Rail />
      <main className={c('content')}>
        <div className={c('notices')}>
          <CallStrips />
          <Notices shown={tab === 'settings' ? page : undefined} onOpen={open} />
        </div>
        <TabPanel id="calls" className={c('panel')}>
          <CallsPanel person={person} onPerson={setPerson} line={line} onLine={setLine} />
        </TabPanel>
        <TabPanel id="contacts" className={c('panel')}>
          <ContactsPanel
            person={person}
            onPerson={setPerson}
            proposed={proposed}
            onProposedSeen={() => setProposed(undefined)}
          />
        </TabPanel>
        <TabPanel id="settings" className={c('panel')}>
          <SettingsPanel page={page} onPage={setPage} />
        </TabPanel>
      </main>
    </Tabs>
  );
}
