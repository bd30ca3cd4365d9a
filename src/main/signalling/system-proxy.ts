// The system's proxies, asked of Chromium, which reads their configuration on all three systems, PAC files included.
// But Chromium resolves no name in this program (session.ts), so it can neither fetch a PAC file nor run one that asks
// for addresses. If Chromium sees no proxy, a second process of this program is asked. That process has no window and
// no page, and ends with its answer.
import { session } from 'electron';
import { askSecondProcess } from '../second-process.ts';
import type { ResolveProxy } from './proxy-choice.ts';

const DIRECT = 'DIRECT';
const ANSWER_MS = 15_000;
const KEPT_MS = 60_000; // several connections ask at the start, and again after each loss

/**
 * The answer of this process's own Chromium, available after `ready`. It is complete only in a process that resolves
 * names, that is, in a command without a page.
 */
export const proxyOfThisProcess: ResolveProxy = (url) => session.defaultSession.resolveProxy(url);

const proxyOfSecondProcess: ResolveProxy = async (url) =>
  (await askSecondProcess(`--system-proxy=${url}`, ANSWER_MS)) || DIRECT;

/**
 * The system's answer for a process with pages. `own`: the answer of its own Chromium. `separate`: that of a separate
 * process, remembered for a minute. A missing answer counts as `DIRECT`.
 */
export function createSystemProxy(
  own: ResolveProxy = proxyOfThisProcess,
  separate: ResolveProxy = proxyOfSecondProcess,
  nowMs: () => number = Date.now,
): ResolveProxy {
  const kept = new Map<string, { readonly atMs: number; readonly answer: Promise<string> }>();
  return async (url) => {
    const first = await own(url);
    if (first !== DIRECT) return first;
    const known = kept.get(url);
    if (known !== undefined && nowMs() - known.atMs < KEPT_MS) return known.answer;
    const answer = separate(url).catch(() => DIRECT);
    kept.set(url, { atMs: nowMs(), answer });
    return answer;
  };
}
