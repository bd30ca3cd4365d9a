// Turns the Windows Installer project that electron-builder writes for WiX 4 into the older dialect that Debian's wixl
// compiles, so that its tables can be examined where WiX does not run. Values stay as they are, apart from the form of
// file paths. What wixl cannot express (compression, read-only files, the shortcut's application id) is left out.

interface Folder {
  readonly id: string;
  readonly name: string;
  readonly inner: Folder[];
}

const INLINE = /<Directory Id="([^"]+)" Name="APPLICATIONFOLDER:\\([^"]*)\\"\/>/g;

/** WiX 4 may write `a\b` in one name; here every folder is inside its parent. */
function foldersOf(project: string): readonly Folder[] {
  const root: Folder = { id: '', name: '', inner: [] };
  const named = new Map([...project.matchAll(INLINE)].map(([, id, path]) => [path ?? '', id ?? '']));
  for (const path of [...named.keys()].toSorted()) {
    let at = root;
    const walked: string[] = [];
    for (const name of path.split('\\')) {
      walked.push(name);
      const full = walked.join('\\');
      let next = at.inner.find((folder) => folder.name === name);
      if (next === undefined) {
        next = { id: named.get(full) ?? `between_${full.replaceAll(/[^A-Za-z0-9]/g, '_')}`, name, inner: [] };
        at.inner.push(next);
      }
      at = next;
    }
  }
  return root.inner;
}

const nested = (folders: readonly Folder[]): string =>
  folders.map(({ id, name, inner }) => `<Directory Id="${id}" Name="${name}">${nested(inner)}</Directory>`).join('');

/** Components that name a folder, as one group for each folder, because wixl places them that way. */
function regrouped(project: string): string {
  const groups = new Map<string, string[]>();
  const kept = project.replaceAll(/<Component Directory="([^"]+)">([^]*?)<\/Component>/g, (_all, folder, inner) => {
    const group = groups.get(String(folder)) ?? [];
    groups.set(String(folder), [...group, `<Component>${String(inner)}</Component>`]);
    return '';
  });
  const texts = [...groups].map(
    ([folder, components]) =>
      `<ComponentGroup Id="g_${folder}" Directory="${folder}">${components.join('')}</ComponentGroup>`,
  );
  const references = [...groups.keys()].map((folder) => `<ComponentGroupRef Id="g_${folder}"/>`);
  return kept
    .replace('</Product>', () => `${texts.join('\n')}</Product>`)
    .replace('</Feature>', () => `${references.join('')}</Feature>`);
}

/** The project in wixl's dialect. */
export function wixlProject(project: string): string {
  let made = 0;
  const folders = nested(foldersOf(project));
  return regrouped(project.replaceAll(INLINE, ''))
    .replace('http://wixtoolset.org/schemas/v4/wxs', 'http://schemas.microsoft.com/wix/2006/wi')
    .replaceAll(/ (?:CompressionLevel|ReadOnly)="[^"]*"/g, '')
    .replaceAll(/<ShortcutProperty[^>]*\/>/g, '')
    .replaceAll(/SourceFile="Z:([^"]*)"/g, (_all, file) => `SourceFile="${String(file).replaceAll('\\', '/')}"`)
    .replace(
      /(<Directory Id="APPLICATIONFOLDER" Name="[^"]*")\/>/,
      (_all, open) => `${String(open)}>${folders}</Directory>`,
    )
    .replaceAll('<Component>', () => `<Component Id="component${made++}" Guid="*">`)
    .replaceAll(/<File (?![^>]* Id=)/g, () => `<File Id="file${made++}" `);
}
