// Figures of a running call for an auditor: what main knows about the keys, what the worker counted, and what the page
// measured about path and codecs. None is secret.
import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { CallNumbers, StreamCounters } from '../../../contract/view.ts';
import { dropsByCause, dropTotal } from '../../state/drops.ts';
import { formatCount } from '../../i18n/format.ts';
import { useLanguage, useNumbers } from '../page.tsx';
import { classNames } from '../style/class-names.ts';
import styles from './security.module.css';

const c = classNames(styles);

/**
 * The peer's device, cipher suites, key generation and step, path and its quality, codecs, the peer's DTLS fingerprint,
 * and the frames of each stream.
 */
export function Numbers({ peerDevice = '' }: { readonly peerDevice: string | undefined }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const or = (text: string): string => (text === '' ? t('numbers.notYet') : text);
  const numbers = useNumbers();
  if (numbers === undefined) return <p className={c('soft')}>{t('numbers.notYet')}</p>;
  const facts: readonly (readonly [string, string])[] = [
    [t('numbers.device'), or(peerDevice)],
    [t('numbers.handshake'), or(numbers.handshake)],
    [t('numbers.suite'), or(numbers.suite)],
    [t('numbers.generation'), formatCount(language, numbers.generation)],
    [t('numbers.step'), formatCount(language, numbers.step)],
    [t('numbers.path'), t(pathText(numbers), { by: numbers.pathBy.toUpperCase() })],
    ...lineFacts(numbers, t),
    [t('numbers.audioCodec'), or(numbers.codec.audio)],
    [t('numbers.videoCodec'), or(numbers.codec.video)],
    [t('numbers.decoded'), formatCount(language, numbers.decodedFrames)],
    [t('numbers.fingerprint'), or(numbers.fingerprint)],
  ];
  return (
    <>
      <dl className={c('facts')}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <table className={c('table')}>
        <caption>{t('numbers.frames')}</caption>
        <thead>
          <tr>
            <th scope="col">{t('numbers.stream')}</th>
            <th scope="col">{t('numbers.sealed')}</th>
            <th scope="col">{t('numbers.opened')}</th>
            <th scope="col">{t('numbers.dropped')}</th>
          </tr>
        </thead>
        <tbody>
          {numbers.streams.filter(isUsed).map((stream) => (
            <tr key={stream.stream}>
              <th scope="row">{t(`numbers.streams.${stream.stream}`)}</th>
              <td>{formatCount(language, stream.sealed)}</td>
              <td>{formatCount(language, stream.opened)}</td>
              <td>{formatCount(language, dropTotal(stream))}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <Drops streams={numbers.streams} />
    </>
  );
}

function lineFacts({ line }: CallNumbers, t: TFunction): readonly (readonly [string, string])[] {
  if (line === undefined) return [];
  return [
    [t('numbers.roundTrip'), t('numbers.ms', { trip: line.roundTripMs, jitter: line.jitterMs })],
    [t('numbers.loss'), t('numbers.percent', { here: line.lostHere, there: line.lostThere })],
  ];
}

function pathText({ path, pathBy }: CallNumbers) {
  if (path === 'unknown') return 'numbers.pathUnknown';
  if (pathBy === 'unknown') return path === 'direct' ? 'numbers.pathDirect' : 'numbers.pathRelay';
  return path === 'direct' ? 'numbers.pathDirectBy' : 'numbers.pathRelayBy';
}

function isUsed(stream: StreamCounters): boolean {
  return stream.stream !== 2 || stream.sealed + stream.opened + dropTotal(stream) > 0;
}

function Drops({ streams }: { readonly streams: readonly StreamCounters[] }): ReactNode {
  const { t } = useTranslation();
  const language = useLanguage();
  const rows = streams.flatMap(({ stream, sealDropped, openDropped }) => [
    ...dropsByCause(sealDropped).map((drop) => ({ ...drop, stream, way: 'numbers.sealing' as const })),
    ...dropsByCause(openDropped).map((drop) => ({ ...drop, stream, way: 'numbers.opening' as const })),
  ]);
  if (rows.length === 0) return <p className={c('soft')}>{t('numbers.noDrops')}</p>;
  return (
    <table className={c('table')}>
      <caption>{t('numbers.drops')}</caption>
      <tbody>
        {rows.map(({ stream, way, cause, count }) => (
          <tr key={`${stream} ${way} ${cause}`}>
            <th scope="row">
              {t(`numbers.streams.${stream}`)} · {t(way)} · {t(`numbers.cause.${cause}`)}
            </th>
            <td>{formatCount(language, count)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
