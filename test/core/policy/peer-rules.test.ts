// Whom policy admits: every form of a pattern, every kind of verification, every setting for strangers.
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

describe('patterns for peers', () => {
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
  ])('the pattern %j matches the address %j: %s', (pattern, address, expected) => {
    expect(matchesPeer([pattern], address)).toBe(expected);
  });

  it('a list matches if any pattern does, and an empty list matches nobody', () => {
    expect(matchesPeer(['@a.example', '@klinik.example'], 'anna@klinik.example')).toBe(true);
    expect(matchesPeer([], 'anna@klinik.example')).toBe(false);
  });
});

describe('peers under policy', () => {
  it('a call with a peer has no limits if policy sets none', () => {
    expect(judgePeer(open, stranger)).toEqual({
      isAllowed: true,
      needsVerification: false,
      isVerified: false,
      mode: 'free',
    });
  });

  it('a peer is refused if not allowed, or blocked although allowed', () => {
    expect(judgePeer({ ...open, AllowedPeers: [] }, stranger)).toMatchObject({ isAllowed: false, mode: 'refuse' });
    const blocked = { ...open, AllowedPeers: ['anna@klinik.example'], BlockedPeers: ['@klinik.example'] };
    expect(judgePeer(blocked, { ...stranger, person: 'verified' })).toMatchObject({ isAllowed: false, mode: 'refuse' });
  });

  it('an unverified peer who needs verification gets voice only or a refusal, as UnverifiedPeer says', () => {
    const always = { ...open, RequireVerifiedPeer: 'always' } as const;
    expect(judgePeer(always, stranger)).toMatchObject({ needsVerification: true, mode: 'voice-to-verify' });
    expect(judgePeer({ ...always, UnverifiedPeer: 'refuse' }, stranger).mode).toBe('refuse');
    const listed = { ...open, RequireVerifiedPeer: 'listed', PeersToVerify: ['@klinik.example'] } as const;
    expect(judgePeer(listed, stranger).mode).toBe('voice-to-verify');
    expect(judgePeer(listed, { ...stranger, address: 'ben@b.example' }).mode).toBe('free');
  });

  it('a peer counts as verified by the person, or by the organisation if policy accepts that', () => {
    const always = { ...open, RequireVerifiedPeer: 'always' } as const;
    expect(judgePeer(always, { ...stranger, person: 'verified' })).toMatchObject({ isVerified: true, mode: 'free' });
    expect(judgePeer(always, { ...stranger, isConfirmed: true })).toMatchObject({ isVerified: true, mode: 'free' });
    const personOnly = { ...always, AcceptedVerification: 'person' } as const;
    expect(judgePeer(personOnly, { ...stranger, isConfirmed: true })).toMatchObject({
      isVerified: false,
      mode: 'voice-to-verify',
    });
  });

  it('a verified peer whose newest device list is still being read is limited to voice and not refused', () => {
    const strict = { ...open, RequireVerifiedPeer: 'always', UnverifiedPeer: 'refuse' } as const;
    expect(judgePeer(strict, { ...stranger, person: 'not-settled' })).toMatchObject({
      isVerified: false,
      mode: 'voice-to-verify',
    });
  });
});

describe('unknown callers', () => {
  it.each(['ring', 'silent', 'refuse'] as const)(
    'the setting “%s” applies to an unknown caller, while a contact or a confirmed caller rings',
    (setting) => {
      expect(judgeCaller(setting, { isContact: false, isConfirmed: false })).toBe(setting);
      expect(judgeCaller(setting, { isContact: true, isConfirmed: false })).toBe('ring');
      expect(judgeCaller(setting, { isContact: false, isConfirmed: true })).toBe('ring');
    },
  );
});
