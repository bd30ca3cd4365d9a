// The managed scene: an organisation, two workstations that nobody has set up by hand, what policy forbids, what it
// allows, and what can be proven afterwards. It has the steps in their order; report.ts judges what must hold.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { de } from '../../../src/text/page/de.ts';
import { en } from '../../../src/text/page/en.ts';
import type { Element } from '../../desktop/accessible.ts';
import { addressOf, FORBIDDEN, managedPeople, policiesFor } from './cast.ts';
import { Machine } from './machine.ts';
import type { Installed } from './package.ts';
import { readDoctor, readPolicies } from './read-answers.ts';
import type { MachineReport, ManagedReport, Said } from './report.ts';
import { saveRecord } from './save-record.ts';
import type { Shots } from './shots.ts';
import { fingerprintOf, type Site } from './site.ts';

const words = { de, en };
const NETWORK_PATIENCE_MS = 40_000;

/** A machine with the person at it. */
interface Place {
  readonly machine: Machine;
  readonly person: (typeof managedPeople)[number];
  readonly text: (typeof words)['de'] | (typeof words)['en'];
}

async function setUp(site: Site, folder: string, say: (line: string) => void): Promise<readonly [Place, Place]> {
  const places: Place[] = [];
  for (const person of managedPeople) {
    const { user, host, toneHz, language } = person;
    const machine = await Machine.setUp({
      user,
      host,
      folder: path.join(folder, host),
      hosts: site.hosts,
      toneHz,
      say,
    });
    machine.dropFile(`${user}.token`, site.token(addressOf(person)));
    machine.setPolicy('50-klinik.json', policiesFor(person, site));
    places.push({ machine, person, text: words[language] });
  }
  const [caller, callee] = places;
  if (caller === undefined || callee === undefined) throw new Error('the scene has two people');
  return [caller, callee];
}

/** Starts the program, which connects by itself; returns the names of the text fields in its first window. */
async function firstStart({ machine, text }: Place, pictures: Shots): Promise<readonly string[]> {
  await machine.start();
  const { screen } = machine;
  await screen.find({ role: 'page tab', name: text.nav.contacts }, NETWORK_PATIENCE_MS);
  const fields = (await screen.elements()).filter(({ role }) => role === 'entry' || role === 'password text');
  await screen.find({ role: 'static', name: text.link.online }, NETWORK_PATIENCE_MS);
  await pictures.take(machine, 'first-start');
  return fields.map(({ name }) => name);
}

async function settings({ machine, text }: Place, pictures: Shots): Promise<Element> {
  const { screen } = machine;
  await screen.press({ role: 'page tab', name: text.nav.settings });
  await screen.find({ role: 'static', name: text.enrolment.enrolled }, NETWORK_PATIENCE_MS);
  const server = await screen.find({ role: 'entry', name: text.settings.serverUrl });
  await pictures.take(machine, 'settings');
  // The engine would treat a steady tone as noise, or as an echo of the other person's tone.
  await screen.press({ role: 'toggle button', name: text.sound.music });
  await screen.press({ role: 'button', name: new RegExp(`^${text.policies.title}`) });
  await screen.find({ role: 'heading', name: text.policies.title });
  await screen.find({ role: 'static', name: /BlockedPeers/ });
  await pictures.take(machine, 'policies');
  await screen.press({ role: 'button', name: text.settings.title });
  await screen.press({ role: 'page tab', name: text.nav.contacts });
  return server;
}

async function report(place: Place, askedFor: readonly string[], pictures: Shots): Promise<MachineReport> {
  const { machine, person } = place;
  const server = await settings(place, pictures);
  return {
    host: person.host,
    user: person.user,
    address: addressOf(person),
    language: person.language,
    askedFor,
    setByMachine: readPolicies(machine.ask('--print-policy')),
    doctor: readDoctor(machine.ask('--doctor=json')),
    serverField: { isEditable: server.isEditable, description: server.description },
  };
}

async function addContact({ machine, text }: Place, address: string): Promise<void> {
  const { screen } = machine;
  await screen.press({ role: 'button', name: text.contacts.add });
  await machine.type({ role: 'entry', name: new RegExp(`^${text.contacts.address}`) }, address);
  machine.key('Return');
  await screen.find({ role: 'heading', name: address });
}

/** Calls the chosen person, and waits for the text of the refusal. */
async function refusedCall({ machine, text }: Place, reason: string): Promise<string> {
  const { screen } = machine;
  await screen.press({ role: 'button', name: text.person.voice });
  return (await screen.find({ role: 'static', name: reason }, NETWORK_PATIENCE_MS)).name;
}

async function call(
  caller: Place,
  callee: Place,
  organisation: string,
  pictures: Shots,
): Promise<ManagedReport['call']> {
  await caller.machine.screen.press({ role: 'button', name: caller.text.person.voice });
  const { screen: card } = callee.machine;
  await card.find({ role: 'button', name: callee.text.card.answer }, NETWORK_PATIENCE_MS);
  const claim = await card.find({ role: 'static', name: new RegExp(organisation) });
  await pictures.take(callee.machine, 'card');
  await card.press({ role: 'button', name: callee.text.card.answer });
  const line = await caller.machine.screen.find(
    { role: 'static', name: caller.text.line.confirmed },
    NETWORK_PATIENCE_MS,
  );
  const hears = {
    caller: await caller.machine.hears(callee.person.toneHz, caller.person.toneHz),
    callee: await callee.machine.hears(caller.person.toneHz, callee.person.toneHz),
  };
  await pictures.take(caller.machine, 'call');
  await pictures.take(callee.machine, 'call');
  await caller.machine.screen.press({ role: 'button', name: caller.text.call.hangUp });
  const { title, why } = callee.text.reason['peer-hung-up'];
  await card.find({ role: 'heading', name: title }); // in the window of the call; the main window has no such heading
  const end = await card.find({ role: 'static', name: why });
  await pictures.take(callee.machine, 'ended');
  for (const { machine, text } of [caller, callee])
    await machine.screen.press({ role: 'button', name: text.app.close });
  return {
    callerLine: line.name,
    calleeCard: claim.name,
    callerHears: hears.caller,
    calleeHears: hears.callee,
    endedLine: end.name,
  };
}

async function afterRevocation(
  caller: Place,
  callee: Place,
  site: Site,
  pictures: Shots,
): Promise<ManagedReport['revoked']> {
  const { machine, text } = caller;
  machine.setPolicy('60-revocations.json', { OrganisationRevocations: [site.revoke(addressOf(callee.person))] });
  const mark = await machine.screen.find({ role: 'static', name: text.organisation.refused }, NETWORK_PATIENCE_MS);
  await pictures.take(machine, 'revoked');
  const { title, why } = text.reason['verification-required'];
  const said = await refusedCall(caller, why);
  await machine.screen.find({ role: 'heading', name: title }); // the window of the call, after the line in the main one
  await pictures.take(machine, 'refused');
  await machine.screen.press({ role: 'button', name: text.app.close });
  return { mark: mark.name, words: said };
}

async function record(place: Place, folder: string, pictures: Shots): Promise<ManagedReport['record']> {
  const { machine, text } = place;
  await machine.screen.press({ role: 'page tab', name: text.nav.settings });
  await machine.screen.press({ role: 'button', name: new RegExp(`^${text.record.title}`) });
  await machine.screen.find({ role: 'heading', name: text.record.intact });
  await pictures.take(machine, 'record');
  const file = await saveRecord(machine, text);
  const saved = readFileSync(file);
  const asSaved = machine.ask(`--verify-record=${file}`);
  const changed = Buffer.from(saved);
  const middle = Math.floor(saved.length / 2);
  changed[middle] = (saved[middle] ?? 0) ^ 1;
  const tamperedFile = path.join(folder, 'tampered.jsonl');
  writeFileSync(tamperedFile, changed, { mode: 0o644 });
  const tampered: Said = machine.ask(`--verify-record=${tamperedFile}`);
  const names = managedPeople.some(({ name, user }) => saved.includes(name) || saved.includes(user));
  return { bytes: saved.length, asSaved, tampered, names };
}

/** Plays the scene; `folder`, which everybody can enter, gets the files of the machines. */
export async function playManaged(
  installed: Installed,
  site: Site,
  folder: string,
  pictures: Shots,
  say: (line: string) => void,
): Promise<ManagedReport> {
  const [caller, callee] = await setUp(site, folder, say);
  const places = [caller, callee];
  try {
    say('clients without a certificate of the organisation try the broker');
    const [nobody, foreigner] = [site.tryBroker('nobody'), site.tryBroker('foreigner')];
    const insider = await site.listenIn();
    say('both people log in and start Siegel');
    const machines: MachineReport[] = [];
    for (const place of places) {
      const askedFor = await firstStart(place, pictures);
      machines.push(await report(place, askedFor, pictures));
    }
    say('a call that policy forbids');
    await addContact(caller, FORBIDDEN);
    const said = await refusedCall(caller, caller.text.refusal['peer-not-allowed']);
    await pictures.take(caller.machine, 'forbidden');
    say('a call that policy allows, because the organisation confirms both');
    await addContact(caller, addressOf(callee.person));
    const talked = await call(caller, callee, site.name, pictures);
    say('the callee’s device is revoked');
    const revoked = await afterRevocation(caller, callee, site, pictures);
    const overheard = await insider.end();
    say('the security record is saved, verified, tampered with and verified again');
    const kept = await record(caller, folder, pictures);
    say('the package is removed');
    for (const { machine } of places) await machine.endProgram();
    const leftBehind = installed.remove();
    return {
      at: new Date().toISOString(),
      package: { file: installed.file, version: installed.version },
      organisation: { name: site.name, root: fingerprintOf(site.rootPem) },
      machines,
      broker: { nobody, foreigner, insider: overheard },
      forbidden: { address: FORBIDDEN, words: said },
      call: talked,
      revoked,
      record: kept,
      leftBehind,
      profilesKept: places.every(({ machine }) => machine.hasProfile()),
      pictures: pictures.taken(),
    };
  } catch (error) {
    for (const { machine } of places) await pictures.take(machine, 'failed').catch(() => undefined);
    throw error;
  } finally {
    for (const { machine } of places) await machine.stop();
  }
}
