// Microphones, cameras and loudspeakers of a running call, chosen as a person chooses them: in the bar of its window.
import { en } from '../../src/text/page/en.ts';
import type { Person } from './person.ts';

/**
 * Opens the choice of devices in the call's bar and chooses the device with this label. `kind` is the text that the
 * choice shows for this kind of device, such as “Microphone”.
 */
export async function chooseDevice(person: Person, kind: string, label: string): Promise<void> {
  await person.press(en.call.devices);
  const stage = await person.window('stage');
  const choice = stage.getByRole('dialog', { name: en.call.devices });
  await choice.getByRole('button', { name: new RegExp(kind) }).click();
  await stage.getByRole('option', { name: label }).click();
  await stage.keyboard.press('Escape');
}
