// `node count-in-memory.ts PID HEX` prints how often these bytes are in the memory of that process. A program cannot
// count in its own memory, because reading makes another copy.
import { findInMemory } from './process-memory.ts';

const [, , pid, hex = ''] = process.argv;
process.stdout.write(String(findInMemory(Number(pid), { bytes: Buffer.from(hex, 'hex') })['bytes'] ?? 0));
