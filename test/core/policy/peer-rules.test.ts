// Whom policy lets through: every form of a pattern, every way of being verified, every stranger.
import { describe, expect, it } from 'vitest';
import {
  judgeCaller,
  judgePeer,
  matchesPeer,
  type PeerFacts,
  type PeerPolicies,
} from '../../../src/core/policy/peer-rules.ts';

const open: PeerPolicies = {
  AllowedPeers: ['*'],
  BlockedPeers: [],
  RequireVerifiedPeer: 'never',
  PeersToVerify: [],
  AcceptedVerification: 'organisation-or-person',
  UnverifiedPeer: 'voice-to-verify',
};
const stranger: PeerFacts = { address: 'anna@klinik.example', person: 'none', isConfirmed: false };

describe('a pattern for peers', () => {
  it.each([
    ['*', 'anna@klinik.example', true],
    ['anna@klinik.example', 'anna@klinik.example', true],
    ['Anna@Klinik.Example', 'anna@klinik.example', true],
    [' anna@klinik.example ', 'anna@klinik.example', true],
    ['anna@klinik.example', 'joanna@klinik.example', false],
    ['@klinik.example', 'anna@klinik.example', true],
    ['@klinik.example', 'anna@evil-klinik.example', false],
    ['@klinik.example', 'anna@a.klinik.example', false],
    ['@klinik.example', 'anna@klinik.example.evil.example', false],
    ['@*.klinik.example', 'anna@a.klinik.example', true],
    ['@*.klinik.example', 'anna@b.a.klinik.example', true],
    ['@*.klinik.example', 'anna@klinik.example', false],
    ['@*.klinik.example', 'anna@evilklinik.example', false],
    ['klinik.example', 'anna@klinik.example', false],
    ['', 'anna@klinik.example', false],
    ['@', 'anna@klinik.example', false],
    ['@*.', 'anna@klinik.example', false],
    ['JÖRG@klinik.example', 'jörg@klinik.example', true],
  ])('%s × %s: %s', (pattern, address, expected) => {
    expect(matchesPeer([pattern], address)).toBe(expected);
  });

  it('matches where any of several does, and an empty list names nobody', () => {
    expect(matchesPeer(['@a.example', '@klinik.example'], 'anna@klinik.example')).toBe(true);
    expect(matchesPeer([], 'anna@klinik.example')).toBe(false);
  });
});

describe('a peer under policy', () => {
  it('is free where nothing is set', () => {
    expect(judgePeer(open, stranger)).toEqual({
      isAllowed: true,
      needsVerification: false,
      isVerified: false,
      mode: 'free',
    });
  });

  it('is refused where it is not on the allowed list, or blocked even though allowed', () => {
    expect(judgePeer({ ...open, AllowedPeers: [] }, stranger)).toMatchObject({ isAllowed: false, mode: 'refuse' });
    const blocked = { ...open, AllowedPeers: ['anna@klinik.example'], BlockedPeers: ['@klinik.example'] };
    expect(judgePeer(blocked, { ...stranger, person: 'verified' })).toMatchObject({ isAllowed: false, mode: 'refuse' });
  });

  it('must be verified always, or where it is listed, and gets what policy says where it is not', () => {
    const always = { ...open, RequireVerifiedPeer: 'always' } as const;
    expect(judgePeer(always, stranger)).toMatchObject({ needsVerification: true, mode: 'voice-to-verify' });
    expect(judgePeer({ ...always, UnverifiedPeer: 'refuse' }, stranger).mode).toBe('refuse');
    const listed = { ...open, RequireVerifiedPeer: 'listed', PeersToVerify: ['@klinik.example'] } as const;
    expect(judgePeer(listed, stranger).mode).toBe('voice-to-verify');
    expect(judgePeer(listed, { ...stranger, address: 'ben@b.example' }).mode).toBe('free');
  });

  it('is verified by the person, or by the organisation only where that is accepted', () => {
    const always = { ...open, RequireVerifiedPeer: 'always' } as const;
    expect(judgePeer(always, { ...stranger, person: 'verified' })).toMatchObject({ isVerified: true, mode: 'free' });
    expect(judgePeer(always, { ...stranger, isConfirmed: true })).toMatchObject({ isVerified: true, mode: 'free' });
    const personOnly = { ...always, AcceptedVerification: 'person' } as const;
    expect(judgePeer(personOnly, { ...stranger, isConfirmed: true })).toMatchObject({
      isVerified: false,
      mode: 'voice-to-verify',
    });
  });

  it('is not refused while the newest list of a verified person is being read, and not free either', () => {
    const strict = { ...open, RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;
    expect(judgePeer(strict, { ...stranger, person: 'not-settled' })).toMatchObject({
      isVerified: false,
      mode: 'voice-to-verify',
    });
  });
});

describe('an unknown caller', () => {
  it.each(['ring', 'silent', 'refuse'] as const)('gets what the setting says: %s', (setting) => {
    expect(judgeCaller(setting, { isContact: false, isConfirmed: false })).toBe(setting);
    expect(judgeCaller(setting, { isContact: true, isConfirmed: false })).toBe('ring');
    expect(judgeCaller(setting, { isContact: false, isConfirmed: true })).toBe('ring');
  });
});
