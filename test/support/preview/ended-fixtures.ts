// An ended call for every reason, and the screens of the main window to which the window of an ended call leads.
import { EndReason } from '../../../src/contract/failure.ts';
import { type Fixture, call, home } from './fixture.ts';
import { callView, fullView, NOW } from './people.ts';

const STRANGER = 'f.neumann@klinik.example';
const stranger: Partial<typeof callView> = {
  address: STRANGER,
  name: '',
  direction: 'in',
  media: 'audio',
  phase: { kind: 'ended', reason: 'cancelled', at: NOW, connected: false },
};

/** Screens by name. */
export const endedFixtures: Readonly<Record<string, Fixture>> = {
  ...Object.fromEntries(
    EndReason.options.map((reason) => [
      `ended-${reason}`,
      call({ phase: { kind: 'ended', reason, at: NOW, connected: reason === 'peer-hung-up' || reason === 'hung-up' } }),
    ]),
  ),
  'ended-stranger': {
    window: 'call',
    view: (language) => {
      const ended = { ...callView, ...stranger };
      const { id, direction, address, name, media } = ended;
      return {
        ...fullView(language),
        calls: [ended],
        history: [
          {
            id,
            direction,
            address,
            name,
            media,
            at: NOW - 20_000,
            durationMs: 0,
            outcome: 'cancelled',
            verified: false,
          },
        ],
      };
    },
  },
  'home-shows-line': home((view) => {
    const line = view.history[1];
    if (line === undefined) throw new Error('there is no such line');
    const { id, direction, address } = line;
    return { ...view, proposal: { address, from: 'call', line: { id, direction, address } } };
  }),
  'home-adds-caller': home((view) => ({ ...view, proposal: { address: STRANGER, from: 'call' } })),
};
