// `npm run bench:handshake`: main's time for one device's handshake, with the curves of the reference and with those
// of the platform, against the limit of 4 ms, in this Node and in Electron's.
import { inBothEngines } from './handshake/both-engines.ts';

const LIMIT_MS = 4;
type Medians = readonly (readonly [step: string, ms: number])[];

function line(what: string, reference: number, platform = Number.NaN, unit = 'ms'): void {
  const figures = [reference, platform].map((figure) => `${figure.toFixed(2).padStart(9)} ${unit}`).join('');
  process.stdout.write(`  ${what.padEnd(32)}${figures}\n`);
}

function totalOf(medians: Medians, side: string): number {
  return medians.filter(([step]) => step.startsWith(side)).reduce((sum, [, ms]) => sum + ms, 0);
}

await inBothEngines('handshake/rounds.ts', [], (name, printed) => {
  const { node, ...all } = JSON.parse(printed) as { node: string; reference: Medians; platform: Medians };
  process.stdout.write(
    `\n${name} ${node}, medians\n${''.padEnd(34)}${'reference'.padStart(12)}${'platform'.padStart(12)}\n`,
  );
  for (const [index, [step, ms]] of all.reference.entries()) line(step, ms, all.platform[index]?.[1]);
  for (const side of ['caller', 'callee']) {
    const [reference = 0, platform = 0] = [all.reference, all.platform].map((medians) => totalOf(medians, side));
    line(`${side} in all`, reference, platform);
    line('  of the limit', reference / LIMIT_MS, platform / LIMIT_MS, '  ');
  }
});
