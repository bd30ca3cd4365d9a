// The broker connection at Debian's Mosquitto with the configuration of the administrator's guide: TLS 1.3 with a
// certificate per device, and secure WebSocket with a password per device.
import { connectionContract } from './connection-contract.ts';
import { MOSQUITTO, mosquitto } from './mosquitto.ts';

const missing = MOSQUITTO === undefined ? 'mosquitto is not installed' : undefined;
connectionContract('Mosquitto, TLS 1.3 and certificates', () => mosquitto('mqtts', []), missing);
connectionContract(
  'Mosquitto, secure WebSocket and passwords',
  ({ annaId, bertId, carlId }) => mosquitto('wss', [annaId, bertId, carlId]),
  missing,
);
