// `npm run bench:cluster`: kills the callee's node of a RabbitMQ cluster 21 times, three times in each of seven stages
// of a call, while devices register and write to each other. It prints which acknowledged messages were lost, and how
// long devices were without a broker. `-- --deaths 5` sets the number of deaths. With `-- --strangers`, each call is by
// another caller, who has never read the callee's address. The three nodes run on this machine with the files of the
// administrator's guide. Needs Debian's rabbitmq-server.
import { rmSync } from 'node:fs';
import { parseArgs } from 'node:util';
import type { ConnectionView } from '../../src/contract/connection-view.ts';
import type { BrokerConnection } from '../../src/main/signalling/broker-connection.ts';
import { issueAuthority } from '../main/signalling/openssl-authority.ts';
import { rabbitIsMissing } from '../main/signalling/rabbitmq-node.ts';
import { rabbitmqCluster } from '../main/signalling/rabbitmq-cluster.ts';
import { createCallers, MOMENTS } from './cluster/callers.ts';
import { createCrowd, deviceOf } from './cluster/crowd.ts';

/**
 * For this long after a loss, messages of a device wait for the next broker (outbox); after that, a call learns that
 * there is no broker.
 */
const LIMIT_MS = 10_000;
/**
 * Everybody is connected for this long before the next node dies. So each loss counts as a first loss
 * (connection-session.ts), and each minute has fewer calls than the ten that a device accepts from a known person
 * (protocol §5 rule 2).
 */
const HOLD_MS = 10_000;
const SETTLED = 8;
const say = (line: string): void => void process.stdout.write(`${line}\n`);

const { values } = parseArgs({
  options: { deaths: { type: 'string', default: '21' }, strangers: { type: 'boolean', default: false } },
});
const deaths = Number(values.deaths);
if (rabbitIsMissing !== undefined) throw new Error(`${rabbitIsMissing}: node tools/system.ts`);

const authority = issueAuthority();
const callers = createCallers(values.strangers ? deaths : 0);
const crowdIds = Array.from({ length: SETTLED + deaths }, (_, n) => deviceOf(n));
const cluster = await rabbitmqCluster([...callers.devices, ...crowdIds], authority);
const crowd = createCrowd(cluster, SETTLED);
const gaps: number[] = [];

/** Records the time from the loss of the broker connection to the next one. */
function time(connection: BrokerConnection): void {
  let lostMs: number | undefined;
  connection.onView(({ kind }) => {
    if (kind === 'waiting') lostMs ??= performance.now();
    else if (kind === 'online' && lostMs !== undefined) gaps.push(performance.now() - lostMs);
    if (kind === 'online' || kind === 'off') lostMs = undefined;
  });
}

async function death(number: number): Promise<void> {
  const moment = MOMENTS[number % MOMENTS.length] ?? 'live';
  const at = callers.connections()[0]?.view();
  const node = cluster.nodes.findIndex((_, n) => at?.kind === 'online' && new URL(at.url).port === portOf(n));
  let killing: Promise<void> | undefined;
  let isOver = false;
  const writing = crowd.round(number, () => isOver, callers.until);
  const failure = await callers.call(number, moment, () => {
    killing = cluster.nodes[node]?.kill();
    time(crowd.join());
  });
  await killing;
  isOver = true;
  await writing;
  if (failure !== undefined) crowd.tally.lost.push(failure);
  let isBack = false;
  void cluster.nodes[node]?.restart().then(() => (isBack = true));
  const isSettled = (view: ConnectionView): boolean => view.kind === 'online' && Date.now() - view.since >= HOLD_MS;
  const isWhole = (): boolean => isBack && everybody().every((connection) => isSettled(connection.view()));
  if (!(await callers.until(isWhole))) crowd.tally.lost.push(`death ${number + 1}: not all are at a node again`);
  const longest = Math.max(0, ...gaps).toFixed(0);
  say(
    `${number + 1}: node ${node + 1} killed, call ${moment}; lost ${crowd.tally.lost.length}, longest gap so far ${longest} ms`,
  );
}

const everybody = (): readonly BrokerConnection[] => [...callers.connections(), ...crowd.connections()];
const portOf = (node: number): string => new URL(cluster.target(callers.devices[0] ?? '', node).url).port;

try {
  for (let n = 0; n < SETTLED; n++) crowd.join();
  callers.open(cluster);
  const connections = [...callers.connections(), ...crowd.connections()];
  if (!(await callers.until(() => connections.every((connection) => connection.view().kind === 'online'))))
    throw new Error('not all devices are connected');
  for (const connection of connections) time(connection);
  for (let n = 0; n < deaths; n++) await death(n);
  const { acknowledged, notTaken, registrations, lost } = crowd.tally;
  const sorted = gaps.toSorted((a, b) => a - b);
  const quantile = (part: number): string => (sorted[Math.floor((sorted.length - 1) * part)] ?? 0).toFixed(0);
  say(
    `${deaths} deaths: ${deaths} calls, ${registrations} registrations read back, ${acknowledged} messages acknowledged`,
  );
  say(`not taken and said so: ${notTaken}; lost: ${lost.length}`);
  for (const line of lost.slice(0, 20)) say(`  ${line}`);
  say(
    `without a broker ${sorted.length} times: median ${quantile(0.5)} ms, longest ${quantile(1)} ms; limit ${LIMIT_MS} ms`,
  );
  if (lost.length > 0 || Number(quantile(1)) > LIMIT_MS) process.exitCode = 1;
} finally {
  await callers.end();
  await crowd.end();
  await cluster.stop();
  rmSync(authority.folder, { recursive: true, force: true });
}
