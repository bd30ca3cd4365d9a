// A runner's JSON report in numbers: how many tests passed, failed and were skipped, and which failed and why. Also the
// end of a run's log. Pure: reads no file.
import { stripVTControlCharacters } from 'node:util';
import * as v from 'valibot';

/** A failed test, or a failure without a test. */
export interface Failure {
  readonly part: string;
  /** File and title; missing if a whole part failed. */
  readonly where?: string;
  /** Whether it failed first and passed when it was tried again. */
  readonly isFlaky?: boolean;
  /** Each error of the test, or the last lines of the part. */
  readonly messages: readonly string[];
}

/** How a part of the run ended. */
export interface Outcome {
  readonly passed: number;
  readonly skipped: number;
  readonly failures: readonly Failure[];
}

const VitestReport = v.object({
  numPassedTests: v.number(),
  numPendingTests: v.number(),
  numTodoTests: v.number(),
  testResults: v.array(
    v.object({
      name: v.string(),
      status: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({
          ancestorTitles: v.array(v.string()),
          title: v.string(),
          status: v.string(),
          failureMessages: v.array(v.string()),
        }),
      ),
    }),
  ),
});

const Problem = v.object({ message: v.optional(v.string(), '') });
const PlaywrightSpec = v.object({
  title: v.string(),
  file: v.string(),
  tests: v.array(v.object({ status: v.string(), results: v.array(v.object({ errors: v.array(Problem) })) })),
});
interface PlaywrightSuite {
  readonly title: string;
  readonly specs: readonly v.InferOutput<typeof PlaywrightSpec>[];
  readonly suites: readonly PlaywrightSuite[];
}
const PlaywrightSuite: v.GenericSchema<unknown, PlaywrightSuite> = v.object({
  title: v.string(),
  specs: v.array(PlaywrightSpec),
  suites: v.optional(v.array(v.lazy(() => PlaywrightSuite)), []),
});
const PlaywrightReport = v.object({
  stats: v.object({ expected: v.number(), skipped: v.number() }),
  errors: v.array(Problem),
  suites: v.array(PlaywrightSuite),
});

const failing = (part: string, titles: readonly string[], messages: readonly string[]): Failure => ({
  part,
  where: titles.filter((title) => title !== '').join(' › '),
  messages,
});

/**
 * Reads vitest's `json` report; file names are relative to `root`. A file that failed as a whole is one failure. Throws
 * if `report` has another form.
 */
export function vitestOutcome(part: string, report: unknown, root: string): Outcome {
  const { numPassedTests, numPendingTests, numTodoTests, testResults } = v.parse(VitestReport, report);
  const failures = testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(root, '').replace(/^[/\\]/, '');
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (status === 'failed' && failed.length === 0) return [failing(part, [file], [message])];
    return failed.map(({ ancestorTitles, title, failureMessages }) =>
      failing(part, [file, ...ancestorTitles, title], failureMessages),
    );
  });
  return { passed: numPassedTests, skipped: numPendingTests + numTodoTests, failures };
}

function failedIn(part: string, { specs, suites }: PlaywrightSuite, above: readonly string[]): readonly Failure[] {
  const here = specs.flatMap(({ title, file, tests }) =>
    tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ status, results }) => {
        const messages = results.flatMap(({ errors }) => errors).map(({ message }) => message);
        const failure = failing(part, [file, ...above, title], messages);
        return status === 'flaky' ? { ...failure, isFlaky: true } : failure;
      }),
  );
  return [...here, ...suites.flatMap((suite) => failedIn(part, suite, [...above, suite.title]))];
}

/** Reads Playwright's `json` report; a flaky test is a failure. Throws if `report` has another form. */
export function playwrightOutcome(part: string, report: unknown): Outcome {
  const { stats, errors, suites } = v.parse(PlaywrightReport, report);
  const failures = [
    ...suites.flatMap((file) => failedIn(part, file, [])), // a suite of the first level is a file
    ...errors.map(({ message }) => ({ part, messages: [message] })),
  ];
  return { passed: stats.expected, skipped: stats.skipped, failures };
}

const NAMED = 15;
const FEW = 4;
const LINES_OF_ONE_OF_FEW = 12; // after a timeout the second error is the action that hung, with its log
const LINES_OF_ONE_OF_MANY = 3; // what was expected and what was received
const ERRORS = 5;
const LINES_OF_A_PART = 12;
const WIDTH = 200;

// The lines to show. Those that point into the code are left out, because a test is found by its name.
const linesOf = (message: string): readonly string[] =>
  stripVTControlCharacters(message)
    .split('\n')
    .filter((line) => line.trim() !== '' && !/^\s*at /.test(line));

// If a whole part failed, its last lines are all there is.
function told({ where, messages }: Failure, lines: number): readonly string[] {
  if (where === undefined) return messages.flatMap((message) => linesOf(message).slice(-LINES_OF_A_PART));
  const more = messages.length - ERRORS;
  return [
    ...messages.slice(0, ERRORS).flatMap((message) => linesOf(message).slice(0, lines)),
    ...(more > 0 ? [`and ${more} more errors of this test`] : []),
  ];
}

function namedFailure(failure: Failure, lines: number): string {
  const { part, where, isFlaky } = failure;
  return [
    `${isFlaky === true ? 'flaky' : 'failed'} ${where === undefined ? part : `${part} › ${where}`}`,
    ...told(failure, lines).map((line) => `    ${line.slice(0, WIDTH)}`),
  ].join('\n');
}

/**
 * The end of a run: the first 15 failures by name with lines of their errors, how many more there are, and a last line
 * of counts.
 */
export function summary(outcomes: readonly Outcome[]): string {
  const failures = outcomes.flatMap((outcome) => outcome.failures);
  const sum = (count: (outcome: Outcome) => number): number => outcomes.reduce((total, one) => total + count(one), 0);
  const more = failures.length - NAMED;
  const lines = failures.length > FEW ? LINES_OF_ONE_OF_MANY : LINES_OF_ONE_OF_FEW;
  return [
    ...failures.slice(0, NAMED).map((failure) => namedFailure(failure, lines)),
    ...(more > 0 ? [`and ${more} more; each is in the output of its part`] : []),
    ...(failures.length > 0 ? [''] : []),
    `${sum(({ passed }) => passed)} passed, ${failures.length} failed, ${sum(({ skipped }) => skipped)} skipped`,
  ].join('\n');
}
