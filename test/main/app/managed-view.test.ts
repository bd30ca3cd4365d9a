// The effect of policy on windows.
import { expect, it } from 'vitest';
import { emptyBlock } from '../../../src/core/policy/form.ts';
import { isContentProtected, managedView } from '../../../src/main/app/managed-view.ts';
import { securityView } from '../../../src/main/app/page-views.ts';
import { callFixture, viewFixture } from '../desktop/view-fixture.ts';
import { fixedPolicy } from '../policy/fixed-policy.ts';

it.each([
  [false, false, false],
  [true, false, true],
  [false, true, true],
])(
  'with content protection %s and high confidentiality %s, windows are excluded from screen captures: %s',
  (one, other, is) => {
    expect(isContentProtected({ ContentProtection: one, HighConfidentiality: other })).toBe(is);
  },
);

it.each([
  ['is told of an organisation that confirms people', { OrganisationRoots: [emptyBlock('CERTIFICATE')] }, true],
  ['is told of no organisation if policy names no root', { OrganisationName: 'Klinik' }, false],
] as const)('on a device that gets no certificate, the security page %s', (_what, set, is) => {
  const view = { ...viewFixture, managed: managedView(fixedPolicy(set), 'max'), calls: [callFixture] };
  expect(view.enrolment).toEqual({ kind: 'off' });
  expect(securityView(view, callFixture.id, { side: 'security', small: false })?.organisation).toBe(is);
});
