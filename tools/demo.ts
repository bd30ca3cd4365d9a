// `npm run demo`: with a display, two Siegels to call each other by hand; without one, or with `-- --auto`, the call is
// made, judged and reported automatically. `-- --auto --scene desk` plays two people at their desks instead, with
// screens, sound cards, keyboards and notifications (demo/desk). In place of `desk`, the name `managed` plays two
// managed workstations (demo/managed), and `person` a stolen device and a recovery code (demo/person). `devices` plays
// two people with three devices in two networks (demo/devices), and then the scene `person`, too. An automatic scene
// exits with 0 only if everything holds.
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { auto } from './demo/auto.ts';
import { byHand } from './demo/by-hand.ts';
import { desk } from './demo/desk/desk.ts';
import { devices } from './demo/devices/devices.ts';
import { managed } from './demo/managed/managed.ts';
import { person } from './demo/person/person.ts';
import { startDesktop } from './desktop/desktop.ts';
import { prepareSystem } from './system.ts';

const project = path.resolve(import.meta.dirname, '..');
const say = (line: string): void => void process.stdout.write(`demo: ${line}\n`);
const hasDisplay =
  process.platform !== 'linux' ||
  (process.env['DISPLAY'] ?? '') !== '' ||
  (process.env['WAYLAND_DISPLAY'] ?? '') !== '';

const scenes = ['call', 'desk', 'managed', 'devices', 'person'] as const;

/** The requested scene: `--scene managed` or `--scene=managed`. */
function sceneOf(args: readonly string[]): (typeof scenes)[number] {
  const at = args.findIndex((arg) => arg === '--scene' || arg.startsWith('--scene='));
  const name = args[at]?.startsWith('--scene=') ? args[at].slice('--scene='.length) : args[at + 1];
  const scene = at < 0 ? 'call' : scenes.find((known) => known === name);
  if (scene === undefined) throw new Error(`there is no scene ${name ?? ''}; there are: ${scenes.join(', ')}`);
  return scene;
}

async function byItself(): Promise<boolean> {
  if (process.platform !== 'linux') throw new Error('the automatic demo needs Linux: it starts a desktop of its own');
  const folder = path.join(project, 'out', 'demo');
  const scene = sceneOf(process.argv);
  if (scene === 'managed') return managed(path.join(folder, 'managed'), say);
  if (scene === 'desk') return desk(path.join(folder, 'desk'), say);
  const doesHold = scene === 'devices' ? await devices(path.join(folder, 'devices'), say) : true;
  if (scene === 'devices' || scene === 'person') return (await person(path.join(folder, 'person'), say)) && doesHold;
  if (!prepareSystem(say)) return false;
  mkdirSync(folder, { recursive: true });
  const desktop = await startDesktop({ keyring: 'unlocked', say });
  try {
    return await auto(desktop, folder, say);
  } finally {
    await desktop.stop();
  }
}

try {
  if (hasDisplay && !process.argv.includes('--auto')) await byHand(say);
  else if (!(await byItself())) process.exitCode = 1;
} catch (error) {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
}
