// Makes test/vectors/siegel-1.json: every step of protocol version 1 from fixed secrets, which the file lists. The
// file is frozen: a test generates it again and compares, and a change of any byte is a new protocol version.
import { writeFile } from 'node:fs/promises';
import { makeCall } from './vectors/call.ts';
import { chainsSection } from './vectors/chains.ts';
import { choosingSection } from './vectors/choosing.ts';
import { enrolmentSection } from './vectors/enrolment.ts';
import { allFixed } from './vectors/fixed.ts';
import { handingSection } from './vectors/handing.ts';
import { firstFramesSection, kindsSection } from './vectors/kinds.ts';
import { lengthsSection } from './vectors/lengths.ts';
import { linkSection } from './vectors/link.ts';
import { mediaSections } from './vectors/media.ts';
import { identitySection, makeCallee, makeCaller } from './vectors/people.ts';
import { notesSection } from './vectors/notes.ts';

/** The text of the vector file. */
export function vectorText(): string {
  const caller = makeCaller();
  const callee = makeCallee();
  const call = makeCall(caller, callee);
  const vectors = {
    protocol: 'Siegel 1',
    note: 'Bytes in hex. JSON texts are the bytes signed or sealed. Every secret is in `secrets` and worth nothing elsewhere.',
    secrets: allFixed(),
    identity: identitySection(caller, callee),
    call: call.section,
    ...mediaSections(call.generation0),
    notes: notesSection(caller, callee),
    link: linkSection(caller, callee),
    enrolment: enrolmentSection(caller, callee),
    chains: chainsSection(),
    kinds: kindsSection({ earlyKeys: call.earlyKeys, keys: call.generation1 }),
    choosing: choosingSection(),
    lengths: lengthsSection(),
    handing: handingSection(),
    firstFrames: firstFramesSection(call.generation0),
  };
  return `${JSON.stringify(vectors, undefined, 1)}\n`;
}

if (import.meta.main) await writeFile(new URL('../test/vectors/siegel-1.json', import.meta.url), vectorText());
