// The command line as this program understands it: --profile=, --broker-url=, --start-broker[=host:port], --language=,
// --hidden, --print-policy, --doctor[=json], --check-network[=json], --check-devices[=json], --verify-record=, --system-proxy=,
// --trial-call, --policy-folder= (packages refuse that one). Pure. Chromium's own switches are none of its business (switches.ts refuses the dangerous ones).
import * as v from 'valibot';
import type { Settings } from '../../contract/view.ts';
import { Language } from '../../contract/view.ts';

/** The scheme of the one link this program answers to, as the system registers it; what it may say is read in app/deep-link.ts. */
export const LINK_SCHEME = 'siegel';

/** Where the embedded broker listens. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** What the command line asked for; `undefined` where it said nothing. */
export interface Options {
  readonly profile: string | undefined;
  readonly brokerUrl: string | undefined;
  readonly startBroker: BrokerAddress | undefined;
  readonly language: Language | undefined;
  readonly hidden: boolean;
  /** Writes the policy in force to the console and ends. */
  readonly printPolicy: boolean;
  /** Examines this installation, writes what it finds to the console and ends. */
  readonly doctor: 'text' | 'json' | undefined;
  /** Examines the network only. */
  readonly checkNetwork: 'text' | 'json' | undefined;
  /** Opens microphone and camera for a moment, writes what came of it, and ends. */
  readonly checkDevices: 'text' | 'json' | undefined;
  /** Examines this exported security record, says on the console whether it is whole, and ends. */
  readonly verifyRecord: string | undefined;
  /** Writes by which proxies the system reaches this address, and ends: this program asks itself (system-proxy.ts). */
  readonly systemProxy: string | undefined;
  /** Calls itself through the relays that its profile names, writes what came of it, and ends: this program asks itself (trial-call.ts). */
  readonly trialCall: boolean;
  /** Stands for the system's folder of policies; packages refuse it (switches.ts). */
  readonly policyFolder: string | undefined;
}

/** Where the embedded broker listens unless told otherwise: this machine only, the port registered for MQTT. */
export const defaultBrokerAddress: BrokerAddress = { host: '127.0.0.1', port: 1883 };

/** Reads `host:port` or `[v6]:port`; the port is 0 to 65535 where 0 means any free one. `undefined` if it is neither. */
export function parseBrokerAddress(text: string): BrokerAddress | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):([0-9]{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** Whether an argument is meant as a link, a good one or not. */
export function isLink(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}

/**
 * Reads the options out of the arguments after the program's name; what cannot be read counts as not given, and so does what
 * stands behind a link or `--`. A system that puts a link into a line of text (Windows) lets it bring words of its own along: a
 * quotation mark ends it. Electron ends such a start there, unless a `--` is among the words.
 */
export function parseOptions(all: readonly string[]): Options {
  const foreign = all.findIndex((arg) => arg === '--' || isLink(arg));
  const args = foreign === -1 ? all : all.slice(0, foreign);
  const value = (name: string): string | undefined => {
    const prefix = `--${name}=`;
    const text = args.findLast((arg) => arg.startsWith(prefix))?.slice(prefix.length);
    return text === '' ? undefined : text;
  };
  const report = (name: 'doctor' | 'check-network' | 'check-devices'): 'text' | 'json' | undefined =>
    value(name) === 'json' ? 'json' : args.includes(`--${name}`) ? 'text' : undefined;
  const language = v.safeParse(Language, value('language'));
  const address = value('start-broker');
  const starts = address !== undefined || args.includes('--start-broker');
  return {
    profile: value('profile') ?? value('user-data-dir'),
    brokerUrl: value('broker-url'),
    startBroker: starts ? (parseBrokerAddress(address ?? '') ?? defaultBrokerAddress) : undefined,
    language: language.success ? language.output : undefined,
    hidden: args.includes('--hidden'),
    printPolicy: args.includes('--print-policy'),
    doctor: report('doctor'),
    checkNetwork: report('check-network'),
    checkDevices: report('check-devices'),
    verifyRecord: value('verify-record'),
    systemProxy: value('system-proxy'),
    trialCall: args.includes('--trial-call'),
    policyFolder: value('policy-folder'),
  };
}

/** Whether this start only prints something and ends. */
export function isCommand({ printPolicy, trialCall, ...asked }: Options): boolean {
  const { doctor, checkNetwork, checkDevices, verifyRecord, systemProxy } = asked;
  const words = [doctor, checkNetwork, checkDevices, verifyRecord, systemProxy];
  return printPolicy || trialCall || words.some((each) => each !== undefined);
}

/**
 * Whether this command has a page, and so an engine that is closed as that of windows is: it sees neither names nor proxies. One that
 * examines anything else beside has none.
 */
export function hasPage({ trialCall, checkDevices, doctor, checkNetwork }: Options): boolean {
  return trialCall || (checkDevices !== undefined && doctor === undefined && checkNetwork === undefined);
}

/** The settings the command line names. */
export function settingsOf(options: Options): Partial<Settings> {
  return {
    ...(options.brokerUrl !== undefined && { brokerUrl: options.brokerUrl }),
    ...(options.language !== undefined && { language: options.language }),
  };
}
