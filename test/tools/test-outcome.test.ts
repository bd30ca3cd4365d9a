// What `npm test` prints at its end, made from the runners' reports.
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
  test('the report of vitest gives counts, and no failure if every test passed', () => {
    expect(vitest(vitestFile('a.test.ts', [vitestTest('rings')]))).toEqual({ passed: 3, skipped: 2, failures: [] });
  });

  test('the report of vitest gives the file, title and reason of a failed test', () => {
    const { failures } = vitest(vitestFile('a.test.ts', [vitestTest('rings', 'Error: silent'), vitestTest('talks')]));
    expect(failures).toEqual([
      { part: 'slow', where: 'test/a.test.ts › a caller › rings', messages: ['Error: silent'] },
    ]);
  });

  test('the report of vitest gives a file that failed before its first test as one failure', () => {
    expect(vitest(vitestFile('a.test.ts', [], 'no such module')).failures).toEqual([
      { part: 'slow', where: 'test/a.test.ts', messages: ['no such module'] },
    ]);
  });

  test('the report of vitest is refused if it has another form', () => {
    expect(() => vitestOutcome('slow', { numPassedTests: 3 }, '/clone')).toThrow('numPendingTests');
  });
});

describe('the report of Playwright', () => {
  test('the report of Playwright gives a failed test with each of its errors, even within a group', () => {
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

  test('the report of Playwright gives a flaky test as a failure marked as flaky', () => {
    expect(playwright([spec('rings', 'flaky', 'Error: late')]).failures).toMatchObject([{ isFlaky: true }]);
  });

  test('the report of Playwright gives an error outside all tests', () => {
    expect(playwright([], [], [{ message: 'Error: no tests found' }]).failures).toEqual([
      { part: 'electron', messages: ['Error: no tests found'] },
    ]);
  });
});

describe('the end of a run', () => {
  const failure = (...messages: readonly string[]) => ({ part: 'slow', where: 'a.test.ts › rings', messages });
  const failed = (...failures: Outcome['failures']): Outcome => ({ passed: 1, skipped: 0, failures });
  const log = (name: string): string => Array.from({ length: 40 }, (_, n) => `${name} ${String(n)}`).join('\n');

  test('the end of a run is only the line of counts if nothing failed', () => {
    expect(summary([vitest(), playwright([])])).toBe('8 passed, 0 failed, 4 skipped');
  });

  test('the end of a run names a failed test with the first lines of its reason, without colours, before the counts', () => {
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

  test('the end of a run shows, for a test that timed out, the second error and the beginning of its log, which name the action that hung', () => {
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

  test('the end of a run shows five errors of a test and counts the others', () => {
    const lines = summary([failed(failure(...Array.from({ length: 300 }, (_, n) => `Error ${String(n)}`)))]).split(
      '\n',
    );
    expect(lines.slice(5, 7)).toEqual(['    Error 4', '    and 295 more errors of this test']);
  });

  test('the end of a run shows three lines of an error if more than four tests failed', () => {
    const failures = (count: number) => Array.from({ length: count }, () => failure(log('line')));
    expect(summary([failed(...failures(4))]).split('\n')).toHaveLength(4 * 13 + 2);
    expect(summary([failed(...failures(5))]).split('\n')).toHaveLength(5 * 4 + 2);
  });

  test('the end of a run shows the last lines of a part that failed outside any test, and no stack', () => {
    const stack = Array.from({ length: 20 }, (_, n) => `    at step${n} (a.ts:1)`).join('\n');
    const message = `${'building\n'.repeat(20)}a.ts: error\n${stack}\nFound 1 error.\n`;
    const lines = summary([{ passed: 0, skipped: 0, failures: [{ part: 'types', messages: [message] }] }]).split('\n');
    expect(lines).toHaveLength(15);
    expect(lines.slice(-4)).toEqual(['    a.ts: error', '    Found 1 error.', '', '0 passed, 1 failed, 0 skipped']);
  });

  test('the end of a run marks a flaky test as flaky', () => {
    expect(summary([{ passed: 0, skipped: 0, failures: [{ ...failure('late'), isFlaky: true }] }])).toMatch(/^flaky /);
  });

  test('the end of a run fits into the end of a log: fifteen failures are named and the rest counted', () => {
    const failures = Array.from({ length: 500 }, () => failure(`${'x'.repeat(10_000)}\n`.repeat(9)));
    const lines = summary([{ passed: 0, skipped: 0, failures }]).split('\n');
    expect(lines.length).toBeLessThan(70);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThan(250);
    expect(lines.slice(-3)).toEqual([
      'and 485 more; each is in the output of its part',
      '',
      '0 passed, 500 failed, 0 skipped',
    ]);
  });
});
