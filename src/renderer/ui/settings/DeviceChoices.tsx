// The choice of microphone, camera and speaker, in the settings and in a call. Main keeps it and tells the stage.
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { StageView } from '../../../contract/page-view.ts';
import { usePage } from '../page.tsx';
import { Choice } from '../parts/Choice.tsx';
import { useDevices } from '../parts/use-devices.ts';

const kinds = ['microphone', 'camera', 'speaker'] as const;

/** Three selects, with what was `chosen` in each; a chosen device that is not there now stays chosen and says so. */
export function DeviceChoices({ chosen: choices }: { readonly chosen: StageView['devices'] }): ReactNode {
  const { t } = useTranslation();
  const { ask } = usePage();
  const devices = useDevices() ?? [];
  return kinds.map((kind) => {
    const found = devices.filter((device) => device.kind === kind && device.id !== '' && device.id !== 'default');
    const chosen = choices[kind];
    const gone = chosen !== '' && found.every(({ id }) => id !== chosen);
    return (
      <Choice
        key={kind}
        label={t(`settings.${kind}`)}
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
  });
}
