// Compares the profile and the manifest for macOS with the table of policies: their types are those that the reader of
// preferences knows, and their bounds are the same.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { policyEntries } from '../../../tools/policy/entry.ts';
import { manifest } from '../../../tools/policy/manifest.ts';
import { BUNDLE_ID, mobileconfig, stableUuid } from '../../../tools/policy/mobileconfig.ts';
import { readPlist, readXml } from './read-xml.ts';

type Dictionary = Readonly<Record<string, unknown>>;
const read = (text: string): Dictionary => readPlist(readXml(text)) as Dictionary;
const UUID = /^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$/;

describe('the file siegel.mobileconfig', () => {
  const profile = read(mobileconfig(policyEntries));
  const payload = (profile['PayloadContent'] as readonly Dictionary[])[0]!;

  it('the profile names the bundle id of the package, since macOS forces values only for that id', () => {
    const builder = readFileSync(path.resolve(import.meta.dirname, '../../../electron-builder.yml'), 'utf8');
    expect(/^appId: (\S+)$/m.exec(builder)?.[1]).toBe(BUNDLE_ID);
    expect(payload['PayloadType']).toBe(BUNDLE_ID);
  });

  it('the profile and its payload keep their UUIDs across versions, so that a newer profile replaces the older', () => {
    expect(profile['PayloadUUID']).toMatch(UUID);
    expect(payload['PayloadUUID']).toMatch(UUID);
    expect(payload['PayloadUUID']).not.toBe(profile['PayloadUUID']);
    expect(stableUuid('profile')).toBe('F4B35F27-F787-86F9-9977-8B7821466764');
    expect(profile['PayloadUUID']).toBe(stableUuid('profile'));
    expect(stableUuid('payload')).toBe('4AC5D637-2BD1-87A8-928E-60B5F4BB29CA');
    expect(payload['PayloadUUID']).toBe(stableUuid('payload'));
    expect(payload['PayloadIdentifier']).toBe(`${BUNDLE_ID}.${stableUuid('payload')}`);
  });

  it.each(policyEntries)('$name is in the profile with its default', ({ name, policy }) => {
    const value = payload[name];
    expect(policy.type === 'list' ? JSON.parse(value as string) : value).toEqual(policy.default);
  });

  it('the profile sets exactly the policies of the table', () => {
    const names = Object.keys(payload).filter((key) => !key.startsWith('Payload'));
    expect(names).toEqual(policyEntries.map(({ name }) => name));
  });
});

describe('the manifest for macOS', () => {
  const subkeys = read(manifest(policyEntries))['pfm_subkeys'] as readonly Dictionary[];

  it.each(policyEntries)(
    'the manifest gives $name the type, the bounds, the default and the scope that it has in the table',
    ({ name, policy }) => {
      const [subkey, ...more] = subkeys.filter((one) => one['pfm_name'] === name);
      expect(more).toEqual([]);
      const type = { boolean: 'boolean', number: 'integer', string: 'string', enum: 'string', list: 'string' }[
        policy.type
      ];
      expect(subkey).toMatchObject({
        pfm_type: type,
        pfm_targets: policy.scope === 'machine' ? ['system'] : ['system', 'user'],
        pfm_default: policy.type === 'list' ? JSON.stringify(policy.default) : policy.default,
        ...(policy.type === 'number' ? { pfm_range_min: policy.min, pfm_range_max: policy.max } : {}),
        ...(policy.type === 'enum' ? { pfm_range_list: policy.values } : {}),
        ...(policy.isSecret === true ? { pfm_sensitive: true } : {}),
      });
    },
  );
});
