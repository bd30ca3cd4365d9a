// What the system says about proxies, asked of Chromium, which reads it on all three systems (also where a PAC file decides).
import { session } from 'electron';
import type { ResolveProxy } from '../signalling/proxy-choice.ts';

/** The system's answer; after `ready` only. */
export const systemProxy: ResolveProxy = (url) => session.defaultSession.resolveProxy(url);
