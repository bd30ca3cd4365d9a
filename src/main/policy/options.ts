// Reads the options of this program from the command line: --profile=, --broker-url=, --start-broker[=host:port],
// --language=, --hidden, --print-policy, --doctor[=json], --check-network[=json], --check-devices[=json],
// --verify-record=, --system-proxy=, --trial-call, --policy-folder= (packages refuse that one). Pure. Of Chromium's own
// switches only --user-data-dir= is read here, as --profile= if that is absent; switches.ts refuses dangerous ones.
import * as v from 'valibot';
import type { Settings } from '../../contract/view.ts';
import { Language } from '../../contract/view.ts';

/** The scheme of the links that this program opens, as the system registers it. app/deep-link.ts reads such links. */
export const LINK_SCHEME = 'siegel';

/** Where the embedded broker listens. */
export interface BrokerAddress {
  readonly host: string;
  readonly port: number;
}

/** What the command line asked for. `undefined`: it did not say. */
export interface Options {
  readonly profile: string | undefined;
  readonly brokerUrl: string | undefined;
  readonly startBroker: BrokerAddress | undefined;
  readonly language: Language | undefined;
  readonly hidden: boolean;
  /** Prints the policy in force and ends. */
  readonly printPolicy: boolean;
  /** Examines this installation, prints the findings and ends. */
  readonly doctor: 'text' | 'json' | undefined;
  /** Examines only the network. */
  readonly checkNetwork: 'text' | 'json' | undefined;
  /** Opens microphone and camera for a moment, prints the result, and ends. */
  readonly checkDevices: 'text' | 'json' | undefined;
  /** Examines this exported security record, prints whether it is whole, and ends. */
  readonly verifyRecord: string | undefined;
  /** Prints the system's proxies for this URL, and ends. Only the program itself uses this option (system-proxy.ts). */
  readonly systemProxy: string | undefined;
  /**
   * Calls itself through the relays that the question file in its profile names, prints the result, and ends. Only the
   * program itself uses this option (trial-call.ts).
   */
  readonly trialCall: boolean;
  /** Replaces the system's folder of policies; packages refuse it (switches.ts). */
  readonly policyFolder: string | undefined;
}

/** Where the embedded broker listens by default: this machine only, the port registered for MQTT. */
export const defaultBrokerAddress: BrokerAddress = { host: '127.0.0.1', port: 1883 };

/** Reads `host:port` or `[v6]:port`. The port is 0 to 65535; 0 means any free port. `undefined` for any other text. */
export function parseBrokerAddress(text: string): BrokerAddress | undefined {
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([^\s:/[\]]+)):([0-9]{1,5})$/.exec(text);
  const host = match?.[1] ?? match?.[2];
  const port = Number(match?.[3]);
  return host === undefined || port > 65_535 ? undefined : { host, port };
}

/** Whether an argument is meant to be a link, valid or not. */
export function isLink(argument: string): boolean {
  return argument.toLowerCase().startsWith(`${LINK_SCHEME}:`);
}

/**
 * Reads the options from the arguments after the program's name. Values that cannot be read count as not given, and so
 * does everything behind a link or `--`. Windows puts a link into a command line, in which a quotation mark ends the
 * argument. So a link can add arguments of its own. Electron stops a start with such added arguments, unless `--` is
 * among the arguments.
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
 * Whether this command has a page. Its engine is then as closed as that of a program with windows, and resolves neither
 * names nor proxies. `--check-devices` together with `--doctor` or `--check-network` has no page.
 */
export function hasPage({ trialCall, checkDevices, doctor, checkNetwork }: Options): boolean {
  return trialCall || (checkDevices !== undefined && doctor === undefined && checkNetwork === undefined);
}

/** The settings that the command line names. */
export function settingsOf(options: Options): Partial<Settings> {
  return {
    ...(options.brokerUrl !== undefined && { brokerUrl: options.brokerUrl }),
    ...(options.language !== undefined && { language: options.language }),
  };
}
