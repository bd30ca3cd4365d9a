// Writes the parsers' seeds that are not stored yet. Certificates and revocation lists of an organisation are
// made here. The keys that signed them are thrown away, so that nothing can be signed with these keys later.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Bytes, concat, toHex } from '../../../src/core/bytes.ts';
import { Authority, deviceOf, ED25519 } from '../../main/organisation/authority.ts';
import { corpusFolder, keptCorpus } from '../../support/fuzz/corpus.ts';
import { targets } from '../../support/fuzz/targets.ts';

async function organisation(): Promise<Readonly<Record<string, readonly Bytes[]>>> {
  const root = await Authority.create();
  const between = await Authority.create('Klinik devices', { issuer: root, algorithm: ED25519 });
  const own = await root.issue(deviceOf());
  const below = await between.issue(deviceOf('max@klinik.example', 2));
  return {
    'organisation-certificate': [root.der, own, concat(below, between.der), concat(own, root.der)],
    'revocation-list': [await root.revoke([own, between.der]), await between.revoke([])],
  };
}

/**
 * Stores the seeds that are not stored yet. Certificates and revocation lists are new each time, so they are stored
 * only for a parser that has no stored inputs.
 */
export async function makeCorpus(): Promise<void> {
  const made = await organisation();
  for (const { name, seeds } of targets) {
    const folder = join(corpusFolder, name);
    mkdirSync(folder, { recursive: true });
    const kept = keptCorpus(name);
    const known = new Set(kept.map(toHex));
    const inputs = kept.length === 0 ? (made[name] ?? seeds()) : made[name] === undefined ? seeds() : [];
    const missing = inputs.filter((input) => !known.has(toHex(input)));
    for (const [index, input] of missing.entries()) {
      writeFileSync(join(folder, `seed-${String(kept.length + index)}`), input, { flag: 'wx' });
    }
  }
}
