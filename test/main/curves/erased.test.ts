// A secret used in a computation is nowhere in memory after the turn except with its owner. Another process reads the
// memory of this process.
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { expect, test } from 'vitest';
import { toHex } from '../../../src/core/bytes.ts';
import { Secret } from '../../../src/core/keys/secret.ts';
import { youngCollector } from '../../../src/main/curves/collect.ts';
import { createNativeCurves } from '../../../src/main/curves/native-curves.ts';
import { systemRandom } from '../../../src/main/time/system-clock.ts';

const counter = path.resolve(import.meta.dirname, '../../support/count-in-memory.ts');

test.runIf(process.platform === 'linux' && process.getuid?.() === 0)(
  'the platform’s copies of a key leave memory only when young garbage is collected',
  async () => {
    const secret = Secret.own(systemRandom(32));
    const bytes = secret.use((raw) => toHex(raw.subarray(1, 31)));
    const found = (): number => Number(execFileSync(process.execPath, [counter, String(process.pid), bytes]));
    const curves = createNativeCurves(youngCollector() ?? (() => undefined));
    const peer = curves.agreementKey(systemRandom(32));
    expect(found()).toBe(1);
    for (let round = 0; round < 20; round++) secret.use((raw) => curves.agree(raw, peer));
    expect(found()).toBeGreaterThan(10);
    await new Promise(setImmediate);
    expect(found()).toBe(1);
  },
);
