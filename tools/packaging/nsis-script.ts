// The part of the NSIS installer that electron-builder lacks, from the same tables as the MSI. build.ts writes it to a
// file.
import { ownKeys, PROGRAM, registryValues } from './windows.ts';

/** A text as NSIS quotes it: in backquotes, with `$` and backquotes escaped and the program's path inserted. */
function quoted(text: string): string {
  const parts = text.replaceAll('$', '$$$$').replaceAll('`', '$\\`');
  return `\`${parts.replaceAll(PROGRAM, String.raw`$INSTDIR\Siegel.exe`)}\``;
}

/** The text of the included script. */
export function nsisScript(): string {
  const write = registryValues.map(({ key, name, value }) =>
    typeof value === 'number'
      ? `  WriteRegDWORD HKLM ${quoted(key)} ${quoted(name ?? '')} ${value}`
      : `  WriteRegStr HKLM ${quoted(key)} ${quoted(name ?? '')} ${quoted(value)}`,
  );
  const isOwn = (key: string): boolean => ownKeys.some((own) => key === own || key.startsWith(`${own}\\`));
  const remove = [
    ...ownKeys.map((key) => `  DeleteRegKey HKLM ${quoted(key)}`),
    ...registryValues
      .filter(({ key }) => !isOwn(key))
      .map(({ key, name }) => `  DeleteRegValue HKLM ${quoted(key)} ${quoted(name ?? '')}`),
  ];
  return [
    '!macro customInstall',
    '  SetRegView 64',
    ...write,
    '!macroend',
    '',
    '!macro customUnInstall',
    '  SetRegView 64',
    ...remove,
    '!macroend',
    '',
  ].join('\n');
}
