// Every section of the settings, in groups and in the order on the page. The page and its list of contents are both
// built from this table. What a section shows is in a file of its own.
import type { ParseKeys } from 'i18next';
import type { ReactNode } from 'react';
import type { MainView } from '../../../contract/page-view.ts';
import { AboutSection } from './AboutSection.tsx';
import { AppearanceSection } from './AppearanceSection.tsx';
import { DevicesSection } from './DevicesSection.tsx';
import { HeadsetSection } from './HeadsetSection.tsx';
import { KeySection } from './KeySection.tsx';
import { KeysSection } from './KeysSection.tsx';
import { LocalBrokerSection } from './LocalBrokerSection.tsx';
import { NotificationsSection } from './NotificationsSection.tsx';
import { OrganisationSection } from './OrganisationSection.tsx';
import { PageLinks, type PageLinksProps } from './PageLinks.tsx';
import { PrivacySection } from './PrivacySection.tsx';
import { ProxySection } from './ProxySection.tsx';
import { RecoverySection } from './RecoverySection.tsx';
import { RelaySection } from './RelaySection.tsx';
import { RingSection } from './RingSection.tsx';
import { ServerSection } from './ServerSection.tsx';
import { SoundSection } from './SoundSection.tsx';
import { StatusSection } from './StatusSection.tsx';
import { YouSection } from './YouSection.tsx';

type Seen = Pick<MainView, 'recovery' | 'enrolment' | 'managed' | 'proxyLogin'>;

/** One section of the settings. */
export interface SectionEntry {
  readonly title: ParseKeys; // also the heading of the section itself
  readonly Part: (props: PageLinksProps) => ReactNode;
  readonly isThere?: (seen: Seen) => boolean; // without it, the section is always there
}

/** All sections in their groups: the person, calls, the program, connections, help. */
export const sectionGroups: readonly { readonly name: ParseKeys; readonly sections: readonly SectionEntry[] }[] = [
  {
    name: 'settings.groups.person',
    sections: [
      { title: 'settings.you', Part: YouSection },
      { title: 'ownStatus.title', Part: StatusSection },
      { title: 'devices.title', Part: DevicesSection },
      { title: 'recoveryCode.title', Part: RecoverySection, isThere: ({ recovery }) => recovery !== undefined },
      { title: 'settings.key', Part: KeySection },
    ],
  },
  {
    name: 'settings.groups.calls',
    sections: [
      { title: 'settings.devices', Part: SoundSection },
      { title: 'headset.title', Part: HeadsetSection },
      { title: 'ring.title', Part: RingSection },
      { title: 'notified.title', Part: NotificationsSection },
    ],
  },
  {
    name: 'settings.groups.program',
    sections: [
      { title: 'look.title', Part: AppearanceSection },
      { title: 'keys.title', Part: KeysSection },
      { title: 'settings.privacy', Part: PrivacySection },
    ],
  },
  {
    name: 'settings.groups.connection',
    sections: [
      {
        title: 'organisation.title',
        Part: OrganisationSection,
        isThere: ({ enrolment, managed }) => enrolment.kind !== 'off' || managed.organisation !== '',
      },
      { title: 'settings.server', Part: ServerSection },
      { title: 'proxy.title', Part: ProxySection, isThere: ({ proxyLogin }) => proxyLogin !== undefined },
      { title: 'settings.local', Part: LocalBrokerSection },
      { title: 'relay.title', Part: RelaySection },
    ],
  },
  {
    name: 'settings.groups.help',
    sections: [
      { title: 'support.title', Part: PageLinks },
      { title: 'settings.about', Part: AboutSection },
    ],
  },
];
