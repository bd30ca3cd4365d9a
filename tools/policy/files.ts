// Which files are made from the table of policies and where they are, as paths from the project's root.
import { adml, admlFolders } from './adml.ts';
import { admx } from './admx.ts';
import { chapter } from './chapter.ts';
import { policyEntries } from './entry.ts';
import { jsonSchema } from './json-schema.ts';
import { manifest } from './manifest.ts';
import { BUNDLE_ID, mobileconfig } from './mobileconfig.ts';
import { managedSample, recommendedSample, sampleFile } from './samples.ts';

const languages = ['de', 'en'] as const;

/** Every generated file with its text. */
export function policyFiles(): ReadonlyMap<string, string> {
  const root = 'resources/policy';
  return new Map<string, string>([
    [`${root}/windows/Siegel.admx`, admx(policyEntries)],
    ...languages.map(
      (language) => [`${root}/windows/${admlFolders[language]}/Siegel.adml`, adml(policyEntries, language)] as const,
    ),
    [`${root}/macos/siegel.mobileconfig`, mobileconfig(policyEntries)],
    [`${root}/macos/${BUNDLE_ID}.plist`, manifest(policyEntries)],
    [`${root}/siegel.schema.json`, jsonSchema(policyEntries)],
    [`${root}/linux/managed/siegel.json`, sampleFile(managedSample)],
    [`${root}/linux/recommended/siegel.json`, sampleFile(recommendedSample)],
    ...languages.map((language) => [`docs/admin/${language}/policies.md`, chapter(policyEntries, language)] as const),
  ]);
}
