// The embedded broker in a process of its own, for a network of a test: `node broker.ts <address> <port>`. It ends when
// its standard input does.
import { createLog } from '../../../src/main/log.ts';
import { createBroker } from '../../../src/main/signalling/broker.ts';

const [, , host = '', port = ''] = process.argv;
const started = await createBroker(createLog('error', () => undefined)).start({ host, port: Number(port) });
process.stdout.write(`${started}\n`);
process.stdin.on('end', () => process.exit()).resume();
