// electron-builder calls this with its Windows Installer project, before it compiles the project. This adds what the
// template of electron-builder cannot express: the deep link, no crash dumps, Windows 10 as the minimum, and no
// installation for one person. If the template has changed, the build stops.
import { readFileSync, writeFileSync } from 'node:fs';
import { el, type XmlElement, xmlText } from '../policy/xml.ts';
import { launchCondition, registryValues, REGISTRY_COMPONENT, windowsVersion } from './windows.ts';

/** Replaces the one match of `pattern` with `by`; throws if there is none or more than one. */
function replaceOne(text: string, pattern: RegExp, by: string): string {
  const found = text.match(new RegExp(pattern, `${pattern.flags}g`))?.length ?? 0;
  if (found !== 1)
    throw new Error(`the MSI template has ${found} of ${String(pattern)}: look at tools/packaging/msi-project.ts`);
  return text.replace(pattern, () => by);
}

const registry = (): XmlElement =>
  el(
    'Component',
    { Id: 'registryValues', Guid: REGISTRY_COMPONENT },
    ...registryValues.map(({ key, name, value }, at) =>
      el('RegistryValue', {
        Root: 'HKLM',
        Key: key,
        ...(name !== undefined && { Name: name }),
        Type: typeof value === 'number' ? 'integer' : 'string',
        Value: String(value),
        ...(at === 0 && { KeyPath: 'yes' }),
      }),
    ),
  );

const version = (): XmlElement =>
  el(
    'Property',
    { Id: windowsVersion.property },
    el('RegistrySearch', {
      Id: 'windowsMajorSearch',
      Root: 'HKLM',
      Key: windowsVersion.key,
      Name: windowsVersion.name,
      Type: 'raw',
      Win64: 'yes',
    }),
  );

/** The project of electron-builder with our tables in it; throws if its template has changed. */
export function completeMsiProject(project: string): string {
  const condition = el('Condition', { Message: launchCondition.message }, launchCondition.condition);
  let text = replaceOne(project, /<Condition Message="Windows 7 [^]*?<\/Condition>/, xmlText(version(), condition));
  // With ALLUSERS=1 this property would have no effect; otherwise it would request an installation for one person.
  text = replaceOne(text, /<Property Id="MSIINSTALLPERUSER"[^>]*\/>/, '');
  text = replaceOne(text, /<Property Id="WixAppFolder"[^>]*\/>/, '');
  return replaceOne(text, /<\/ComponentGroup>/, `${xmlText(registry())}</ComponentGroup>`);
}

/**
 * electron-builder's hook. If SIEGEL_MSI_PROJECT names a file, the finished project is also written to that file, and
 * the process ends before anything is compiled.
 */
export function msiProjectCreated(file: string): void {
  const project = completeMsiProject(readFileSync(file, 'utf8'));
  writeFileSync(file, project);
  const copy = process.env['SIEGEL_MSI_PROJECT'] ?? '';
  if (copy === '') return;
  writeFileSync(copy, project);
  process.exit(0);
}
