// Two policy files for Linux to start from: what a clinic might decide, and what it might only suggest. The names are
// invented.
import type { PolicyValues } from '../../src/core/policy/table.ts';

type Sample = Partial<PolicyValues>;

/** /etc/siegel/policies/managed: decided for everybody. */
export const managedSample: Sample = {
  OrganisationName: 'Klinikum Beispiel',
  BrokerUrl: 'wss://siegel.klinik.example',
  FallbackBrokerUrls: ['mqtts://siegel2.klinik.example:8883'],
  TurnServers: ['turns:turn.klinik.example:443?transport=tcp'],
  AllowLocalBroker: false,
  Address: '${user}@klinik.example',
  AllowedPeers: ['@klinik.example', '@*.klinik.example', 'leitstelle@rettung.example'],
  UnknownCallers: 'silent',
  RequireVerifiedPeer: 'listed',
  PeersToVerify: ['@labor.klinik.example'],
  KeyStoreMinimum: 'system',
  IdleLockMinutes: 30,
  HistoryDays: 30,
  UpdateMode: 'off',
  SupportContact: 'IT-Hilfe, Telefon 4711',
  PrivacyUrl: 'https://klinik.example/datenschutz',
  ImprintUrl: 'https://klinik.example/impressum',
};

/** /etc/siegel/policies/recommended: until the person chooses otherwise. */
export const recommendedSample: Sample = {
  StartAtLogin: true,
  Language: 'de',
};

/** The text of a sample's file. */
export function sampleFile(sample: Sample): string {
  return `${JSON.stringify(sample, undefined, 2)}\n`;
}
