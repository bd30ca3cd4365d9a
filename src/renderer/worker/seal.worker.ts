// The sealing worker: frames and keys meet only here. Wiring only; dispatch.ts decides who may say what.
import { Dispatch } from './dispatch.ts';

const dispatch = new Dispatch(() => performance.now());

addEventListener('message', (event: MessageEvent<unknown>) => dispatch.fromPage(event.data));
addEventListener('rtctransform', (event) => dispatch.attach(event.transformer));
