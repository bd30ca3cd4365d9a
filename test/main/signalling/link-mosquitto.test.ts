// The link against Debian's Mosquitto with the access list of a site: TLS 1.3 with a certificate per device, and secure
// WebSocket with a password per device.
import { ANNA, BERT, CARL, linkContract } from './link-contract.ts';
import { MOSQUITTO, mosquitto } from './test-broker.ts';

const missing = MOSQUITTO === undefined ? 'mosquitto is not installed' : undefined;
linkContract('Mosquitto, TLS 1.3 and certificates', () => mosquitto('mqtts', [ANNA, BERT, CARL]), missing);
linkContract('Mosquitto, secure WebSocket and passwords', () => mosquitto('wss', [ANNA, BERT, CARL]), missing);
