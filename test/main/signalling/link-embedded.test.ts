// The link against the embedded broker, by TCP and by WebSocket.
import { linkContract } from './link-contract.ts';
import { embedded } from './test-broker.ts';

linkContract('embedded broker, TCP', () => embedded('tcp'));
linkContract('embedded broker, WebSocket', () => embedded('ws'));
