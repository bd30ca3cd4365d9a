// What the two pages of a call's window know, read by the pages' own command. It is combined with what the main window
// knows of the call, since no page knows everything. The functions with `InPage` run in the app's pages and must be
// self-contained.
import type { Page } from '@playwright/test';
import type { WindowKind } from '../../src/contract/command-shapes.ts';
import type { CallSummary, SecurityView, StageView } from '../../src/contract/page-view.ts';
import type { CallNumbers, CallView } from '../../src/contract/view.ts';

const NO_NUMBERS: CallNumbers = {
  handshake: '',
  suite: '',
  generation: 0,
  step: 0,
  path: 'unknown',
  pathBy: 'unknown',
  codec: { audio: '', video: '' },
  fingerprint: '',
  streams: [],
  decodedFrames: 0,
};

/** What a page of the app reports about itself. */
export interface PageState {
  readonly kind: WindowKind;
  readonly call: string; // the call id of a stage or a security page, otherwise ''
  readonly stage: StageView['call'] | undefined;
  readonly security: SecurityView['call'] | undefined;
  readonly numbers: CallNumbers | undefined; // the last since this page was first read
}

interface Scope {
  heardNumbers: { last: CallNumbers | undefined } | undefined;
}

async function readInPage(): Promise<PageState> {
  const kind = window.siegel.window;
  const reply = kind === 'stage' || kind === 'security' ? await window.siegel.call('view.read', {}) : undefined;
  const view = reply?.ok === true ? (reply.value as StageView | SecurityView) : undefined;
  const scope = globalThis as unknown as Scope;
  if (kind === 'security' && scope.heardNumbers === undefined) {
    const heard: NonNullable<Scope['heardNumbers']> = { last: undefined };
    scope.heardNumbers = heard;
    window.siegel.on('numbers', (numbers) => {
      heard.last = numbers;
    });
  }
  return {
    kind,
    call: view?.call.id ?? '',
    stage: kind === 'stage' ? view?.call : undefined,
    security: kind === 'security' ? (view as SecurityView | undefined)?.call : undefined,
    numbers: scope.heardNumbers?.last,
  } as PageState;
}

/** What `page` reports about itself; undefined if it is closing, or not one of our pages yet. */
export async function stateOf(page: Page): Promise<PageState | undefined> {
  return page.evaluate(readInPage).catch(() => undefined);
}

/** The call of `summary`, completed with everything that its pages know of it once they are there. */
export function wholeCall(summary: CallSummary, states: readonly PageState[]): CallView {
  const own = states.filter(({ call }) => call === summary.id);
  const security = own.find((state) => state.security !== undefined);
  const code = security?.security?.code ?? (summary.code.kind === 'mismatch' ? { kind: 'mismatch' } : { kind: 'none' });
  const text = own.find((state) => state.stage !== undefined)?.stage?.text ?? [];
  const mayShare = security?.security?.mayShare ?? 'none';
  return { ...security?.security, ...summary, mayShare, code, text, numbers: security?.numbers ?? NO_NUMBERS };
}
