// Which of a peer's candidates pass the filter. The engine sends packets to each candidate that it receives.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { filterCandidate } from '../../../src/core/signal/candidate.ts';
import { isCandidateAddress } from '../../../src/core/signal/candidate-address.ts';

const all = { relayOnly: false };
const UUID = '7f3a1c5e-0b1d-4c8e-9a57-3f1e2d4c5b6a';

describe('candidates of a peer', () => {
  test.each([
    ['candidate:1 1 UDP 1 10.0.0.1 50123 typ host', 'candidate:1 1 udp 1 10.0.0.1 50123 typ host'],
    [
      'candidate:1 1 udp 1 2001:db8::1 50123 typ host tcptype active ufrag abcd',
      'candidate:1 1 udp 1 2001:db8::1 50123 typ host ufrag abcd',
    ],
    [
      'candidate:1 1 udp 1 203.0.113.9 50123 typ relay raddr 198.51.100.2 rport 7 network-id 3',
      'candidate:1 1 udp 1 203.0.113.9 50123 typ relay raddr 0.0.0.0 rport 9',
    ],
    [`candidate:1 1 udp 1 ${UUID}.local 50123 typ host`, `candidate:1 1 udp 1 ${UUID}.local 50123 typ host`],
  ])('the candidate %s passes in canonical form', (given, kept) => expect(filterCandidate(given, all)).toBe(kept));

  test.each([
    'candidate:1 1 udp 1 alice.example.org 50123 typ host',
    'candidate:1 3 udp 1 10.0.0.1 50123 typ host',
    'candidate:1 1 sctp 1 10.0.0.1 50123 typ host',
    'candidate:1 1 udp x 10.0.0.1 50123 typ host',
    'candidate:1 1 udp 1 10.0.0.1 70000 typ host',
    'candidate:1 1 udp 1 10.0.0.1 50123 typ magic',
    'candidate:1 1 udp 1 10.0.0.1 50123 host typ',
    'candidate:1 1 udp 1 10.0.0.1 50123 typ host odd',
    'candidate:',
    '1 1 udp 1 10.0.0.1 50123 typ host',
  ])('the candidate %s is refused', (given) => expect(filterCandidate(given, all)).toBeUndefined());

  test.each(['active', 'passive', 'so'])('a TCP candidate is refused, whatever its type: %s', (type) => {
    for (const kind of ['host', 'srflx', 'relay']) {
      const text = `candidate:1 1 tcp 1518280447 10.0.0.1 8080 typ ${kind} tcptype ${type}`;
      expect(filterCandidate(text, all)).toBeUndefined();
    }
  });

  test.each([0, 22, 53, 161, 443, 1023])('a candidate that names the system port %i is refused', (port) =>
    expect(filterCandidate(`candidate:1 1 udp 1 10.0.0.1 ${port} typ host`, all)).toBeUndefined(),
  );

  test.each(['host', 'srflx', 'prflx', 'relay'])('a loopback candidate of type %s is refused', (type) =>
    expect(filterCandidate(`candidate:1 1 udp 1 127.0.0.1 50123 typ ${type}`, all)).toBeUndefined(),
  );

  test('a candidate that is not a relay is refused if only relays are allowed', () => {
    const host = 'candidate:1 1 udp 1 10.0.0.1 50123 typ host';
    expect(filterCandidate(host, { relayOnly: true })).toBeUndefined();
    expect(filterCandidate(`${host.slice(0, -4)}relay`, { relayOnly: true })).toBeDefined();
  });
});

describe('addresses of candidates', () => {
  test.each([
    '10.0.0.1',
    '172.16.3.4',
    '192.168.10.2',
    '100.64.0.1',
    '169.253.255.255',
    '169.255.0.1',
    '203.0.113.7',
    '223.255.255.255',
    '2001:db8::1',
    '2001:1::1',
    '2a02:8109:9a00::17',
    'fd00::2',
    'FC00:0:0:0:0:0:0:1',
    `${UUID}.local`,
  ])('a candidate may have the address %s', (address) => expect(isCandidateAddress(address)).toBe(true));

  test.each([
    ['unspecified', '0.0.0.0'],
    ['this network', '0.1.2.3'],
    ['loopback', '127.0.0.1'],
    ['all of loopback', '127.255.255.254'],
    ['link-local', '169.254.169.254'],
    ['multicast', '224.0.0.251'],
    ['the end of multicast', '239.255.255.250'],
    ['reserved', '240.0.0.1'],
    ['broadcast', '255.255.255.255'],
    ['IPv6 unspecified', '::'],
    ['IPv6 unspecified, in full', '0:0:0:0:0:0:0:0'],
    ['IPv6 loopback', '::1'],
    ['IPv6 loopback, in full', '0000:0000:0000:0000:0000:0000:0000:0001'],
    ['IPv6 link-local', 'fe80::1'],
    ['the end of IPv6 link-local', 'FEBF::1'],
    ['site-local', 'fec0::1'],
    ['IPv6 multicast', 'ff02::fb'],
    ['mapped loopback', '::ffff:127.0.0.1'],
    ['mapped loopback in groups', '::ffff:7f00:1'],
    ['mapped and private', '::ffff:10.0.0.1'],
    ['compatible loopback', '::7f00:1'],
    ['translated (SIIT)', '::ffff:0:7f00:1'],
    ['NAT64 loopback', '64:ff9b::7f00:1'],
    ['NAT64 loopback, dotted', '64:ff9b::127.0.0.1'],
    ['local NAT64', '64:ff9b:1::7f00:1'],
    ['Teredo', '2001:0:4136:e378:8000:63bf:3fff:fdd2'],
    ['Teredo, written short', '2001::1'],
    ['6to4 of the loopback', '2002:7f00:1::1'],
    ['a link-local address with a zone', 'fe80::1%eth0'],
    ['a global address with a zone', '2001:db8::1%lo'],
    ['octal', '0177.0.0.1'],
    ['hexadecimal', '0x7f.0.0.1'],
    ['short', '127.1'],
    ['a single number', '2130706433'],
    ['an octet that is too large', '10.0.0.256'],
    ['two gaps', '2001::db8::1'],
    ['nine groups', '2001:db8:1:2:3:4:5:6:7'],
    ['seven groups', '2001:db8:1:2:3:4:5'],
    ['a gap for no groups', '2001:db8:1:2::3:4:5:6'],
    ['three colons', '2001:::1'],
    ['a name', 'printer.example.org'],
    ['a device on the network', 'printer.local'],
    ['this host by its name', 'localhost.local'],
    ['nothing', ''],
  ])('a candidate is refused if its address is %s: %s', (_, address) =>
    expect(isCandidateAddress(address)).toBe(false),
  );

  test('every spelling of an IPv6 candidate is judged the same', () => {
    const group = fc.oneof(fc.constant(0), fc.constantFrom(1, 0x7f_00, 0xff_ff, 0x20_01, 0xfe_80), fc.nat(0xff_ff));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const full = groups.map((each) => each.toString(16).padStart(4, '0')).join(':');
        const short = groups.map((each) => each.toString(16)).join(':');
        const gap = short.replace(/(?:^|:)0(?::0)*(?::|$)/, '::');
        const judged = isCandidateAddress(full);
        for (const text of [short, gap, short.toUpperCase()]) expect(isCandidateAddress(text)).toBe(judged);
        const isUnicast = (groups[0] ?? 0) >> 13 === 1 || (groups[0] ?? 0) >> 9 === 0x7e;
        expect(judged && !isUnicast).toBe(false);
      }),
    );
  });

  test('every IPv4 address outside the refused ranges is accepted', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        const [first = 0, second = 0] = address.split('.').map(Number);
        const isRefused = first === 0 || first === 127 || first >= 224 || (first === 169 && second === 254);
        expect(isCandidateAddress(address)).toBe(!isRefused);
      }),
    );
  });
});
