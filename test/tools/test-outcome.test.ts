// What `npm test` tells at its end, made of the runners' reports.
import { describe, expect, test } from 'vitest';
import { type Outcome, playwrightOutcome, summary, vitestOutcome } from '../../tools/test/outcome.ts';

const vitestFile = (name: string, tests: readonly object[], message = '') => ({
  name: `/clone/test/${name}`,
  status: tests.some((each) => 'status' in each && each.status === 'failed') || message !== '' ? 'failed' : 'passed',
  message,
  assertionResults: tests,
});
const vitestTest = (title: string, ...failureMessages: readonly string[]) => ({
  ancestorTitles: ['', 'a caller'],
  title,
  status: failureMessages.length === 0 ? 'passed' : 'failed',
  failureMessages,
});
const vitest = (...testResults: readonly object[]): Outcome =>
  vitestOutcome('slow', { numPassedTests: 3, numPendingTests: 1, numTodoTests: 1, testResults }, '/clone');

const spec = (title: string, status: string, ...messages: readonly string[]) => ({
  title,
  file: 'call.spec.ts',
  tests: [{ status, results: messages.map((message) => ({ errors: [{ message }] })) }],
});
const playwright = (specs: readonly object[], within: readonly object[] = [], errors: readonly object[] = []) =>
  playwrightOutcome('electron', {
    stats: { expected: 5, skipped: 2, unexpected: 1, flaky: 1 },
    errors,
    suites: [{ title: 'call.spec.ts', specs, suites: [{ title: 'a call', specs: within }] }],
  });

describe('the report of vitest', () => {
  test('gives counts, and no failure where every test passed', () => {
    expect(vitest(vitestFile('a.test.ts', [vitestTest('rings')]))).toEqual({ passed: 3, skipped: 2, failures: [] });
  });

  test('gives the file, the title and the reason of a test that failed', () => {
    const { failures } = vitest(vitestFile('a.test.ts', [vitestTest('rings', 'Error: silent'), vitestTest('talks')]));
    expect(failures).toEqual([
      { part: 'slow', where: 'test/a.test.ts › a caller › rings', messages: ['Error: silent'] },
    ]);
  });

  test('gives a file that failed before its first test as one failure', () => {
    expect(vitest(vitestFile('a.test.ts', [], 'no such module')).failures).toEqual([
      { part: 'slow', where: 'test/a.test.ts', messages: ['no such module'] },
    ]);
  });

  test('is refused where it is no such report', () => {
    expect(() => vitestOutcome('slow', { numPassedTests: 3 }, '/clone')).toThrow('numPendingTests');
  });
});

describe('the report of Playwright', () => {
  test('gives a failed test with each of its errors, also one within a group', () => {
    const failed = spec('is heard', 'unexpected', 'Error: silence', 'Error: closed');
    expect(playwright([spec('rings', 'expected')], [failed])).toEqual({
      passed: 5,
      skipped: 2,
      failures: [
        {
          part: 'electron',
          where: 'call.spec.ts › a call › is heard',
          messages: ['Error: silence', 'Error: closed'],
        },
      ],
    });
  });

  test('gives a flaky test as a failure, and says that it is flaky', () => {
    expect(playwright([spec('rings', 'flaky', 'Error: late')]).failures).toMatchObject([{ isFlaky: true }]);
  });

  test('gives an error outside all tests', () => {
    expect(playwright([], [], [{ message: 'Error: no tests found' }]).failures).toEqual([
      { part: 'electron', messages: ['Error: no tests found'] },
    ]);
  });
});

describe('the end of a run', () => {
  const failure = (...messages: readonly string[]) => ({ part: 'slow', where: 'a.test.ts › rings', messages });
  const failed = (...failures: Outcome['failures']): Outcome => ({ passed: 1, skipped: 0, failures });
  const log = (name: string): string => Array.from({ length: 40 }, (_, n) => `${name} ${String(n)}`).join('\n');

  test('is the line of counts alone where nothing failed', () => {
    expect(summary([vitest(), playwright([])])).toBe('8 passed, 0 failed, 4 skipped');
  });

  test('names a failed test with the first lines of its reason, without colours, before the line of counts', () => {
    const message =
      '\u001B[31mError: not equal\u001B[39m\n\n  Expected: 2\n  Received: 1\n\n  7 | expect\n  at a.test.ts:7';
    expect(summary([failed(failure(message))]).split('\n')).toEqual([
      'failed slow › a.test.ts › rings',
      '    Error: not equal',
      '      Expected: 2',
      '      Received: 1',
      '      7 | expect',
      '',
      '1 passed, 1 failed, 0 skipped',
    ]);
  });

  test('says of a test that ran out of time which action hung: its second error, with the beginning of its log', () => {
    const errors = ['Test timeout of 90000ms exceeded.', `Error: locator.click: closed\nCall log:\n${log('waits')}`];
    const lines = summary([failed(failure(...errors))]).split('\n');
    expect(lines.slice(1, 5)).toEqual([
      '    Test timeout of 90000ms exceeded.',
      '    Error: locator.click: closed',
      '    Call log:',
      '    waits 0',
    ]);
    expect(lines).toHaveLength(1 + 1 + 12 + 2);
  });

  test('gives five errors of a test and counts the others', () => {
    const lines = summary([failed(failure(...Array.from({ length: 300 }, (_, n) => `Error ${String(n)}`)))]).split(
      '\n',
    );
    expect(lines.slice(5, 7)).toEqual(['    Error 4', '    and 295 more errors of this test']);
  });

  test('gives three lines of an error where more than four tests failed', () => {
    const failures = (count: number) => Array.from({ length: count }, () => failure(log('line')));
    expect(summary([failed(...failures(4))]).split('\n')).toHaveLength(4 * 13 + 2);
    expect(summary([failed(...failures(5))]).split('\n')).toHaveLength(5 * 4 + 2);
  });

  test('gives the last words of a part that failed without a test, and no stack', () => {
    const stack = Array.from({ length: 20 }, (_, n) => `    at step${n} (a.ts:1)`).join('\n');
    const message = `${'building\n'.repeat(20)}a.ts: error\n${stack}\nFound 1 error.\n`;
    const lines = summary([{ passed: 0, skipped: 0, failures: [{ part: 'types', messages: [message] }] }]).split('\n');
    expect(lines).toHaveLength(15);
    expect(lines.slice(-4)).toEqual(['    a.ts: error', '    Found 1 error.', '', '0 passed, 1 failed, 0 skipped']);
  });

  test('says of a flaky test that it is flaky', () => {
    expect(summary([{ passed: 0, skipped: 0, failures: [{ ...failure('late'), isFlaky: true }] }])).toMatch(/^flaky /);
  });

  test('fits into the end of a log, however many fail: fifteen are named, the rest is counted', () => {
    const failures = Array.from({ length: 500 }, () => failure(`${'x'.repeat(10_000)}\n`.repeat(9)));
    const lines = summary([{ passed: 0, skipped: 0, failures }]).split('\n');
    expect(lines.length).toBeLessThan(70);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(250);
    expect(lines.slice(-3)).toEqual([
      'and 485 more; every one stands in its part’s output',
      '',
      '0 passed, 500 failed, 0 skipped',
    ]);
  });
});
