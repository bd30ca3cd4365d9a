import { describe, expect, it } from 'vitest';
import { hasPage, isCommand, parseBrokerAddress, parseOptions, settingsOf } from '../../../src/main/policy/options.ts';

const nothing = {
  profile: undefined,
  brokerUrl: undefined,
  startBroker: undefined,
  language: undefined,
  hidden: false,
  printPolicy: false,
  trialCall: false,
  policyFolder: undefined,
};

describe('the command line', () => {
  it('a command line without our switches asks for nothing', () => {
    expect(parseOptions([])).toEqual(nothing);
    expect(parseOptions(['--no-sandbox', '.', '--disable-gpu'])).toEqual(nothing);
  });

  it('the command line sets profile, broker, language and a hidden start', () => {
    const args = ['--profile=/p', '--broker-url=mqtts://b.example:8883', '--language=de', '--hidden'];
    const options = parseOptions(args);
    expect(options).toEqual({
      ...nothing,
      profile: '/p',
      brokerUrl: 'mqtts://b.example:8883',
      language: 'de',
      hidden: true,
    });
    expect(settingsOf(options)).toEqual({ brokerUrl: 'mqtts://b.example:8883', language: 'de' });
  });

  it('the command line asks for the policy in force and for another policy folder', () => {
    const args = ['--print-policy', '--policy-folder=/p'];
    expect(parseOptions(args)).toEqual({ ...nothing, printPolicy: true, policyFolder: '/p' });
  });

  it('the command line asks for the self-check or the network check, as text or JSON', () => {
    expect(parseOptions(['--doctor'])).toEqual({ ...nothing, doctor: 'text' });
    expect(parseOptions(['--doctor=json'])).toEqual({ ...nothing, doctor: 'json' });
    expect(parseOptions(['--check-network'])).toEqual({ ...nothing, checkNetwork: 'text' });
    expect(parseOptions(['--check-network=json'])).toEqual({ ...nothing, checkNetwork: 'json' });
  });

  it('the commands for a trial call and a check of devices open a page, and the other commands open none', () => {
    expect(parseOptions(['--trial-call'])).toEqual({ ...nothing, trialCall: true });
    const words = [
      '--doctor',
      '--check-network',
      '--check-devices',
      '--print-policy',
      '--verify-record=/r',
      '--system-proxy=https://a',
      '--trial-call',
    ];
    expect(words.filter((word) => isCommand(parseOptions([word])))).toEqual(words);
    expect(words.filter((word) => hasPage(parseOptions([word])))).toEqual(['--check-devices', '--trial-call']);
  });

  it('the check of devices is requested as text or JSON, and opens no page if another check is requested, too', () => {
    expect(parseOptions(['--check-devices'])).toEqual({ ...nothing, checkDevices: 'text' });
    expect(parseOptions(['--check-devices=json'])).toEqual({ ...nothing, checkDevices: 'json' });
    expect(parseOptions(['--check-devices=camera'])).toEqual(nothing); // an unknown value counts as omitted
    for (const other of ['--doctor', '--check-network'])
      expect(hasPage(parseOptions([other, '--check-devices']))).toBe(false);
  });

  it('the last of repeated switches counts, empty or unknown values do not, and --user-data-dir names the profile', () => {
    expect(parseOptions(['--profile=/a', '--profile=/b']).profile).toBe('/b');
    expect(parseOptions(['--profile=', '--language=fr', '--broker-url='])).toEqual(nothing);
    expect(parseOptions(['--user-data-dir=/c']).profile).toBe('/c');
  });

  it.each([[['siegel:a@b.example']], [['--']], [['SIEGEL:x', '--']], [['siegel:']]])(
    'nothing is read from the command line after %j',
    (before) => {
      const words = ['--profile=//host/share', '--broker-url=mqtt://h', '--start-broker=0.0.0.0:1', '--print-policy'];
      expect(parseOptions(['--hidden', ...before, ...words])).toEqual({ ...nothing, hidden: true });
    },
  );

  it('--start-broker means loopback and port 1883 unless it names a valid address', () => {
    expect(parseOptions(['--start-broker']).startBroker).toEqual({ host: '127.0.0.1', port: 1883 });
    expect(parseOptions(['--start-broker=nonsense']).startBroker).toEqual({ host: '127.0.0.1', port: 1883 });
    expect(parseOptions(['--start-broker=0.0.0.0:8000']).startBroker).toEqual({ host: '0.0.0.0', port: 8000 });
  });
});

it.each([
  ['127.0.0.1:0', { host: '127.0.0.1', port: 0 }],
  ['[::1]:1883', { host: '::1', port: 1883 }],
  ['host.example:65535', { host: 'host.example', port: 65_535 }],
  ['host.example:65536', undefined],
  ['host.example', undefined],
  [':1883', undefined],
  ['a/b:1', undefined],
  ['::1:1883', undefined],
])('the broker address %s is read as %j', (text, address) => {
  expect(parseBrokerAddress(text)).toEqual(address);
});
