// The broker connection at the embedded broker, by TCP and by WebSocket.
import { connectionContract } from './connection-contract.ts';
import { embedded } from './test-broker.ts';

connectionContract('embedded broker, TCP', () => embedded('tcp'));
connectionContract('embedded broker, WebSocket', () => embedded('ws'));
