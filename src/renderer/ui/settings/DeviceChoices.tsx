// The choice of microphone, camera and speaker: in the settings, in a call, and where they are tried. Main keeps it and tells the stage.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageView } from '../../../contract/page-view.ts';
import { usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { useDevices } from '../parts/use-devices.ts';

const kinds = ['microphone', 'camera', 'speaker'] as const;

/** Three selects, with what was `chosen` in each. */
export function DeviceChoices({ chosen }: { readonly chosen: StageView['devices'] }): ReactNode {
  return kinds.map((kind) => <DeviceChoice key={kind} kind={kind} chosen={chosen[kind]} />);
}

interface Props {
  readonly kind: (typeof kinds)[number];
  readonly chosen: string;
  readonly labelHidden?: boolean; // where a title above says the same
}

/** One select; a chosen device that is not there now stays chosen and says so. */
export function DeviceChoice({ kind, chosen, labelHidden = false }: Props): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const devices = useDevices() ?? [];
  const found = devices.filter((device) => device.kind === kind && device.id !== '' && device.id !== 'default');
  const gone = chosen !== '' && found.every(({ id }) => id !== chosen);
  return (
    <Choice
      label={t(`settings.${kind}`)}
      labelHidden={labelHidden}
      value={chosen === '' ? 'default' : chosen}
      options={[
        { id: 'default', text: t('settings.systemDefault') },
        ...(gone ? [{ id: chosen, text: t('settings.deviceGone') }] : []),
        ...found.map(({ id, label }, at) => ({
          id,
          text: label === '' ? `${t(`settings.${kind}`)} ${at + 1}` : label,
        })),
      ]}
      onChange={(id) => void ask.send('devices.set', { devices: { [kind]: id === 'default' ? '' : id } })}
    />
  );
}
