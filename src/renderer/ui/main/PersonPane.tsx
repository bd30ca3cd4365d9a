// The right side: one person, how well they are verified, the ways to call them, their devices and calls.
import { ArrowLeft, UserRound, UserRoundPlus, UserRoundX } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SideDevice } from '../../../contract/dispute.ts';
import type { OrganisationMark as Mark } from '../../../contract/managed.ts';
import type { ContactView, HistoryEntry, Trust } from '../../../contract/view.ts';
import { formatDate } from '../../i18n/format.ts';
import { personName } from '../../state/person-name.ts';
import { trustText } from '../../state/trust-text.ts';
import { useLanguage, useMain, usePage, useTell } from '../page.tsx';
import { Button } from '../parts/Button.tsx';
import { wholeId } from '../parts/device-name.ts';
import { Digits } from '../parts/Digits.tsx';
import { Empty } from '../parts/Empty.tsx';
import { Fold } from '../parts/Fold.tsx';
import { useOrganisationText } from '../parts/organisation-text.ts';
import { OrganisationMark } from '../parts/OrganisationMark.tsx';
import { Toggle } from '../parts/Toggle.tsx';
import { TrustMark } from '../parts/TrustMark.tsx';
import { classNames } from '../style/class-names.ts';
import { CallButtons } from './CallButtons.tsx';
import { Claims, useClaims } from './Claims.tsx';
import { DisputeCard } from './DisputeCard.tsx';
import { PastCall } from './PastCall.tsx';
import { PersonHead } from './PersonHead.tsx';
import { RecentCalls } from './RecentCalls.tsx';
import { RecoveryCard } from './RecoveryCard.tsx';
import { SetUpAnew } from './SetUpAnew.tsx';
import homeStyles from './home.module.css';
import styles from './person.module.css';

const c = classNames(styles);
const h = classNames(homeStyles);

interface Props {
  readonly address: string | undefined;
  /** The chosen call with this person, if any. */
  readonly call?: HistoryEntry | undefined;
  readonly onBack: () => void;
}

/** The person of `address`, or the invitation to choose one. */
export function PersonPane({ address, call, onBack }: Props): ReactNode {
  const { t } = useTranslation();
  const { contacts, history } = useMain('contacts', 'history');
  const contact = contacts.find((known) => known.address === address);
  const called = call ?? history.find((entry) => entry.address === address);
  const pane = useRef<HTMLElement>(null);
  // Shows a newly chosen person from the top, even if what was in this place before had been scrolled.
  useEffect(() => {
    if (address === undefined || pane.current === null) return;
    pane.current.scrollTop = 0;
    pane.current.scrollIntoView({ block: 'start' });
  }, [address]);
  return (
    <section
      ref={pane}
      className={h('pane')}
      aria-label={contact === undefined ? ((called && personName(called)) ?? t('person.none')) : personName(contact)}
    >
      <div className={h('back')}>
        <Button tone="quiet" icon={ArrowLeft} onPress={onBack}>
          {t('app.back')}
        </Button>
      </div>
      {contact !== undefined && <Contact contact={contact} call={call} onRemoved={onBack} />}
      {contact === undefined && called !== undefined && (
        <Stranger name={called.name} address={called.address} call={call} />
      )}
      {contact === undefined && called === undefined && (
        <Empty icon={UserRound} title={t('person.none')}>
          <p>{t('person.noneText')}</p>
        </Empty>
      )}
    </section>
  );
}

interface ContactProps {
  readonly contact: ContactView;
  readonly call: HistoryEntry | undefined;
  readonly onRemoved: () => void;
}

function Contact({ contact, call, onRemoved }: ContactProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const tell = useTell();
  const claims = useClaims(contact.address);
  // Changes if another person is pinned for the address, since `trust` then has another date. Used as a React key, it
  // closes the folds that were open.
  const who = `${contact.address} ${JSON.stringify(contact.trust)}`;
  const remove = async (): Promise<void> => {
    if (!(await ask.send('contact.remove', { address: contact.address }))) return;
    tell({ kind: 'contact-removed', address: contact.address, name: personName(contact) });
    onRemoved();
  };
  return (
    <article className={c('person')}>
      <PersonHead name={contact.name} address={contact.address} detail={t(`presence.${contact.presence}`)} />
      {contact.trust.kind === 'changed' ? (
        <DisputeCard
          address={contact.address}
          name={personName(contact)}
          seenAt={contact.trust.seenAt}
          verifiedAt={contact.trust.verifiedAt}
        />
      ) : (
        <>
          {contact.trust.kind === 'pinned' && contact.trust.recovered !== undefined && (
            <RecoveryCard contact={contact} recovered={contact.trust.recovered} />
          )}
          {claims === undefined ? (
            <CallButtons key={contact.address} address={contact.address} />
          ) : (
            <Claims claims={claims} name={personName(contact)} />
          )}
          <Verification trust={contact.trust} />
        </>
      )}
      <Confirmation mark={contact.organisation} />
      {call !== undefined && (
        <PastCall entry={call} isClosed={contact.trust.kind === 'changed' || claims !== undefined} />
      )}
      <div className={c('folds')}>
        {contact.isPinned && <Fingerprint key={`digits ${who}`} address={contact.address} />}
        {contact.isPinned && contact.trust.kind !== 'changed' && (
          <KnownDevices key={contact.address} address={contact.address} />
        )}
        {contact.claimedBy !== undefined && <ClaimedBy key={contact.address} devices={contact.claimedBy} />}
        {contact.isPinned && <SetUpAnew key={`anew ${who}`} contact={contact} onRemoved={onRemoved} />}
      </div>
      <RecentCalls address={contact.address} />
      <Toggle
        label={t('person.alwaysRings')}
        hint={t('person.alwaysRingsHint')}
        on={contact.alwaysRings}
        onChange={(always) => void ask.send('contact.ringAlways', { address: contact.address, always })}
      />
      <div className={c('foot')}>
        <Button tone="quiet" icon={UserRoundX} onPress={() => void remove()}>
          {t('contacts.remove')}
        </Button>
      </div>
    </article>
  );
}

interface StrangerProps {
  readonly name: string;
  readonly address: string;
  readonly call: HistoryEntry | undefined;
}

function Stranger({ name, address, call }: StrangerProps): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const claims = useClaims(address);
  const dispute = useMain('disputes').disputes.find((each) => each.address === address);
  const called = personName({ name, address });
  return (
    <article className={c('person')}>
      <PersonHead name={name} address={address} detail={t('person.unknown')} />
      {dispute !== undefined ? (
        <DisputeCard address={address} name={called} seenAt={dispute.seenAt} />
      ) : claims === undefined ? (
        <CallButtons key={address} address={address} />
      ) : (
        <Claims claims={claims} name={called} />
      )}
      <div className={c('actions')}>
        <Button icon={UserRoundPlus} onPress={() => void ask.send('contact.add', { address, name })}>
          {t('contacts.add')}
        </Button>
      </div>
      {call !== undefined && <PastCall entry={call} isClosed={dispute !== undefined || claims !== undefined} />}
      <RecentCalls address={address} />
    </article>
  );
}

// How well a person is verified, as text with the date and the means.
function Verification({ trust }: { readonly trust: Exclude<Trust, { kind: 'changed' }> }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const since = trust.kind === 'verified' ? trust.at : trust.kind === 'pinned' ? trust.since : undefined;
  const date = since === undefined ? '' : formatDate(language, since);
  return (
    <section className={c('section')}>
      <h3 className={c('heading')}>{t('person.verification')}</h3>
      <TrustMark trust={trust} />
      <p className={c('note')}>{t(trustText(trust), { date })}</p>
    </section>
  );
}

// Whether the organisation confirms a person's device. Separate from one's own verification, with other texts and
// shapes.
function Confirmation({ mark }: { readonly mark: Mark }): ReactNode {
  const { t } = useTranslation();
  const { managed } = useMain('managed');
  const text = useOrganisationText(mark);
  if (mark.kind === 'none' && !managed.hasRoots) return undefined;
  return (
    <section className={c('section')}>
      <h3 className={c('heading')}>{t('organisation.heading')}</h3>
      <OrganisationMark mark={mark} />
      <p className={c('note')}>{text}</p>
    </section>
  );
}

// The digits of both people together, computed by main when the fold is opened.
function Fingerprint({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const [digits, setDigits] = useState('');
  const read = async (): Promise<void> => {
    const reply = await ask.request('contact.readFingerprint', { address });
    if (reply.ok) setDigits(reply.value);
  };
  return (
    <Fold title={t('person.fingerprint')} onOpen={() => void read()}>
      <p className={c('note')}>{t('person.fingerprintText')}</p>
      {digits === '' ? <p role="status">{t('claims.computing')}</p> : <Digits text={digits} size={5} />}
    </Fold>
  );
}

// The devices of the person, and since when this device knows each. Main is asked when the fold is opened.
function KnownDevices({ address }: { readonly address: string }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const language = useLanguage();
  const [devices, setDevices] = useState<readonly SideDevice[]>([]);
  const read = async (): Promise<void> => {
    const reply = await ask.request('contact.readDevices', { address });
    if (reply.ok) setDevices(reply.value);
  };
  return (
    <Fold title={t('person.devices')} onOpen={() => void read()}>
      <p className={c('note')}>{t('person.devicesText')}</p>
      <ul className={c('devices')} aria-label={t('person.devices')}>
        {devices.map(({ device, firstSeen }) => (
          <li key={device}>
            <code className={c('device')}>{wholeId(device)}</code>
            {firstSeen !== undefined && (
              <span>{t('person.deviceSeen', { date: formatDate(language, firstSeen) })}</span>
            )}
          </li>
        ))}
      </ul>
    </Fold>
  );
}

// Another person claims the address of a known person. That changes nothing about the known person, so it is only a
// closed fold.
function ClaimedBy({ devices }: { readonly devices: readonly string[] }): ReactNode {
  const { t } = useTranslation();
  return (
    <Fold title={t('person.claimedBy')}>
      <p className={c('note')}>{t('person.claimedByText')}</p>
      <ul className={c('devices')} aria-label={t('person.claimedBy')}>
        {devices.map((device) => (
          <li key={device}>
            <code className={c('device')}>{device}</code>
          </li>
        ))}
      </ul>
    </Fold>
  );
}
