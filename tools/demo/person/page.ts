// The person scene's report as a page a person can read in a terminal. Figures come from the report only.
import type { Check } from '../report.ts';
import type { PersonReport } from './report.ts';

/** The page, ready to print. */
export function personPage({ app, at, stolen, recovered, pictures }: PersonReport, checks: readonly Check[]): string {
  const { trust, refused, objecting } = stolen;
  const { answers } = refused;
  const failed = checks.filter(({ holds }) => !holds).length;
  return [
    '',
    `A stolen device, and a recovery code, ${at}`,
    '',
    `  Siegel ${app}; three people and a thief at one server`,
    `  stolen      “${refused.says.join('. ')}”`,
    `              call: ${answers.call}; link: ${answers.link}; remove: ${answers.remove}; recovery code: ${answers.recoveryCode}`,
    `  objecting   linking: ${objecting.linking}; its call: ${objecting.calls.own}; that of the linked device: ${objecting.calls.linked}; after a start: ${objecting.goesOn.own}`,
    `              how often its chain without the laptop was handed out: to Bert ${objecting.handed.bert}, to the laptop ${objecting.handed.owner}`,
    `  Anna        to Bert: ${trust.before}, ${trust.afterRemoval} after the removal, ${trust.afterwards} afterwards`,
    `  recovered   “${recovered.notice.title}”: ${recovered.notice.text.split('.')[0] ?? ''}`,
    `  Dora        to Bert: ${recovered.trust.before}, ${recovered.trust.beforeReading} until he has read it, ${recovered.trust.afterReading} afterwards`,
    `  call        ${recovered.calls.after.handshake}, ${recovered.calls.after.suite}`,
    '',
    ...checks.map(({ says, holds }) => `  ${holds ? 'holds' : 'FAILS'}  ${says}`),
    '',
    failed === 0 ? `  All ${checks.length} hold.` : `  ${failed} of ${checks.length} do not hold.`,
    `  out/demo/person/report.json and ${pictures.length} pictures beside it.`,
    '',
  ].join('\n');
}
