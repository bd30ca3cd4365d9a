// What the guide's chapter on policies says around the list of policies, in both languages: how layers merge, where
// values are, how to look them up. It says nothing about a single policy.
import type { Language } from '../../src/contract/view.ts';

/** The prose of the chapter in Markdown, and the texts of its tables. */
export interface ChapterText {
  readonly title: string;
  readonly before: string;
  readonly list: string;
  readonly listNote: string;
  readonly head: readonly [type: string, fallback: string, scope: string, since: string, merge: string];
  readonly bounds: string;
  readonly strict: string;
  readonly choices: string;
  readonly merge: Readonly<
    Record<'higher' | 'true' | 'false' | 'lower' | 'lower-but-0-is-never' | 'ordered' | 'union', string>
  >;
}

const de: ChapterText = {
  title: 'Richtlinien',
  before: `Eine Richtlinie legt fest, was auf den Arbeitsplätzen Ihrer Organisation gilt. Der Hauptprozess setzt sie durch, nicht
die Oberfläche. Was festgelegt ist, ist in der Oberfläche gesperrt und trägt den Hinweis „Von Ihrer Organisation
festgelegt“. Wo die Person einen Wert noch verschärfen darf, bietet die Oberfläche nur das an. Ein Versuch an der
Oberfläche vorbei wird abgelehnt.

Namen und Werte sind auf allen Systemen gleich. Die Richtliniendateien liegen im installierten Programm unter
\`resources/policy\`. Sie werden wie dieses Kapitel aus einer einzigen Tabelle erzeugt.

## Ebenen

Von oben nach unten:

1. **Gerät**: vom Administrator für das Gerät festgelegt
2. **Person, verwaltet**: vom Administrator für diese Person festgelegt; nur bei Richtlinien mit der Ebene „Gerät und
   Person“
3. **Person**: was die Person in den Einstellungen gewählt hat
4. **Empfohlen**: vom Administrator vorgeschlagen; sperrt keine Einstellung
5. **Vorgabe** des Programms

Es gilt die oberste Ebene, auf der ein Wert steht. Bei Sicherheitsschaltern gilt stattdessen der **strengere** Wert:
Keine Ebene darunter kann ihn lockern, aber jede außer der Vorgabe darf ihn verschärfen. Welche Regel gilt, steht bei
jeder Richtlinie.

Änderungen wirken sofort, ohne Neustart.

Eine Empfehlung zählt wie die Wahl einer Person, die nichts gewählt hat. Hat eine Richtlinie keine Einstellung, kann
niemand etwas anderes wählen: Dann gilt die Empfehlung.

### Unlesbare Werte und Quellen

Ein Wert, der nicht lesbar, vom falschen Typ oder außerhalb der Grenzen ist, gilt als **streng** gesetzt. Was das
bedeutet, steht bei jeder Richtlinie unter „Unlesbar“. Eine unlesbare Empfehlung zählt nicht. Ein unbekannter Name
bewirkt nichts und wird gemeldet.

Ist eine verwaltete Quelle als Ganzes nicht lesbar oder nicht vertrauenswürdig, wird das gemeldet. Sie wird nie zur
Hälfte angewandt; es gilt weiter, was zuletzt in ihr stand. War sie seit dem Start nie lesbar, gilt **jede** Richtlinie,
deren strenger Wert von ihrer Vorgabe abweicht, mit diesem strengen Wert oder einem noch strengeren aus einer anderen
Quelle, bis der Fehler behoben ist. Für alle anderen Richtlinien gilt weiter, was andere Quellen und die Person
festgelegt haben.

## Windows

Kopieren Sie \`windows\\Siegel.admx\` und die Ordner \`de-DE\` und \`en-US\` in den zentralen Speicher
(\`\\\\<Domäne>\\SYSVOL\\<Domäne>\\Policies\\PolicyDefinitions\`) oder nach \`C:\\Windows\\PolicyDefinitions\`. Die Richtlinien
stehen dann unter _Administrative Vorlagen > Siegel_.

| Wo | Ebene |
| --- | --- |
| \`HKLM\\Software\\Policies\\Siegel\` | Gerät |
| \`HKCU\\Software\\Policies\\Siegel\` | Person, verwaltet |
| \`HKLM\\Software\\Policies\\Siegel\\Recommended\` | Empfohlen |
| \`HKCU\\Software\\Policies\\Siegel\\Recommended\` | Empfohlen |

- Ja/Nein ist ein \`REG_DWORD\` mit 1 oder 0, eine Zahl ein \`REG_QWORD\`, Text und Auswahl ein \`REG_SZ\`, eine Liste ein
  \`REG_MULTI_SZ\`.
- „Deaktiviert“ heißt bei Ja/Nein „nein“, bei allen anderen „nicht konfiguriert“.

**Intune**: Die Vorlage hat keinen übergeordneten Namensraum und lässt sich allein importieren
(_Geräte > Konfiguration > ADMX importieren_). Dort zählt der englische Text aus \`en-US\`. Beim Einspielen über OMA-URI
trennt das Zeichen U+F000 die Einträge einer Liste.

## macOS

\`macos/siegel.mobileconfig\` enthält jede Richtlinie mit ihrer Vorgabe. Löschen Sie jeden Schlüssel, den Sie nicht
festlegen wollen, und verteilen Sie den Rest über Ihre Geräteverwaltung.

- Nur erzwungene Werte zählen, und zwar als Ebene Gerät. Was jemand mit \`defaults write\` setzt, zählt nicht.
- Listen stehen als JSON in einer Zeichenkette.
- \`macos/example.siegel.desktop.plist\` ist das Manifest für ProfileCreator, iMazing oder Jamf.
- Empfohlene Werte stehen in der Domäne \`example.siegel.desktop.recommended\`.

## Linux

Legen Sie JSON-Dateien in diese Ordner. Den ersten und den letzten legt das Paket an.

| Wo | Ebene |
| --- | --- |
| \`/etc/siegel/policies/managed\` | Gerät |
| \`/etc/siegel/policies/user/<Anmeldename>\` | Person, verwaltet |
| \`/etc/siegel/policies/recommended\` | Empfohlen |

- Alle Dateien mit der Endung \`.json\` werden in der Reihenfolge ihrer Namen zusammengeführt. Die spätere gewinnt.
- Die Dateien und alle Ordner auf dem Weg dorthin müssen \`root\` gehören. Sie dürfen für andere nicht schreibbar und
  keine Verknüpfungen sein. Eine Datei darf höchstens 1 MiB groß sein. Sonst gilt die Quelle als nicht vertrauenswürdig
  (siehe oben).
- Legen Sie eine geänderte Datei daneben an und benennen Sie sie dann um, damit sie nie halb gelesen wird.
- Eine Datei, die direkt in \`/etc/siegel/policies\` liegt, gilt nicht und wird gemeldet.

\`siegel.schema.json\` beschreibt die Dateien für Editoren und Prüfprogramme. \`linux/managed/siegel.json\` und
\`linux/recommended/siegel.json\` sind Beispiele.

    install -o root -g root -m 0644 siegel.json /etc/siegel/policies/managed/50-klinik.json

## Nachsehen, was gilt

- In Siegel zeigt die Seite **Richtlinien** Name, Wert, Quelle, Ebene und Fehler. Sie lässt sich ohne Geheimnisse als
  JSON kopieren.
- \`siegel --print-policy\` gibt dasselbe auf der Konsole aus.

## Was geprüft ist

Unter Linux prüfen Tests das Lesen, Zusammenführen und Durchsetzen. Die Dateien für Windows und macOS sind auf ihre Form
geprüft: mit xmllint, plistutil, einem JSON-Schema-Prüfer und eigenen Tests für die bekannten Fallen von ADMX. Unter
Windows und macOS wurden sie nicht ausgeführt und in Intune nicht eingespielt.`,
  list: 'Die Richtlinien',
  listNote:
    'Eine Änderung gilt auch im laufenden Gespräch, mindestens soweit sie strenger ist. „Unlesbar“ nennt den Wert, der gilt, wenn der gesetzte nicht lesbar ist.',
  head: ['Typ', 'Vorgabe', 'Ebene', 'Seit', 'Mehrere Ebenen'],
  bounds: 'Grenzen',
  strict: 'Unlesbar',
  choices: 'Werte',
  merge: {
    higher: 'die obere gilt',
    true: 'ja gewinnt',
    false: 'nein gewinnt',
    lower: 'der kleinere Wert gewinnt',
    'lower-but-0-is-never': 'der kleinere Wert gewinnt, 0 ist der lockerste',
    ordered: 'der spätere in der Reihe der Werte gewinnt',
    union: 'alle Einträge zusammen',
  },
};

const en: ChapterText = {
  title: 'Policies',
  before: `A policy decides what applies on your organisation’s workstations. The main process enforces it, not the window. What is
set is locked in the window and marked “Set by your organisation”. Where a person may still tighten a value, the window
offers only that. An attempt to bypass the window is refused.

Names and values are the same on all systems. The policy files are in the installed program under \`resources/policy\`.
They are generated from a single table, as is this chapter.

## Levels

From the strongest to the weakest:

1. **Machine**: set by the administrator for the machine
2. **User, managed**: set by the administrator for this user; only for policies with the scope “machine and user”
3. **User**: what the person has chosen in the settings
4. **Recommended**: suggested by the administrator; locks no setting
5. **Default** of the program

The strongest level that has a value counts. For security switches the **tighter** value counts instead: no level below
can loosen it, but each except the default may tighten it. Each policy says which rule applies.

Changes take effect at once, without a restart.

As long as a person has chosen nothing, a recommendation counts as their choice. If a policy has no setting, nobody can
choose otherwise, and the recommendation is in force.

### Unreadable values and sources

A value that cannot be read, has the wrong type or is out of bounds counts as set to its **strict** side. Each policy
says under “Unreadable” what that means. An unreadable recommendation does not count. An unknown name does nothing and
is reported.

If a whole managed source cannot be read or must not be trusted, that is reported. It is never applied in part: what it
said last stays in force. If it has been unreadable since the start, **every** policy whose strict value differs from
its default has that strict value, or a tighter one from another source, until the fault is fixed. For all other
policies, what other sources and the person have set stays in force.

## Windows

Copy \`windows\\Siegel.admx\` and the folders \`de-DE\` and \`en-US\` to the central store
(\`\\\\<domain>\\SYSVOL\\<domain>\\Policies\\PolicyDefinitions\`) or to \`C:\\Windows\\PolicyDefinitions\`. The policies are then
under _Administrative Templates > Siegel_.

| Where | Level |
| --- | --- |
| \`HKLM\\Software\\Policies\\Siegel\` | Machine |
| \`HKCU\\Software\\Policies\\Siegel\` | User, managed |
| \`HKLM\\Software\\Policies\\Siegel\\Recommended\` | Recommended |
| \`HKCU\\Software\\Policies\\Siegel\\Recommended\` | Recommended |

- Yes/no is a \`REG_DWORD\` of 1 or 0, a number a \`REG_QWORD\`, text and choice a \`REG_SZ\`, a list a \`REG_MULTI_SZ\`.
- “Disabled” means “no” for yes/no, and “not configured” for all others.

**Intune**: the template has no parent namespace and can be imported alone (_Devices > Configuration > Import ADMX_).
Intune uses the English text from \`en-US\`. If you set a list through OMA-URI, separate its items with the character
U+F000.

## macOS

\`macos/siegel.mobileconfig\` contains every policy with its default. Delete every key that you do not want to set, and
distribute the rest with your device management.

- Only forced values count, and only at the level “Machine”. What somebody sets with \`defaults write\` does not count.
- Lists are JSON in one string.
- \`macos/example.siegel.desktop.plist\` is the manifest for ProfileCreator, iMazing or Jamf.
- Recommended values are in the domain \`example.siegel.desktop.recommended\`.

## Linux

Put JSON files into these folders. The package creates the first and the last.

| Where | Level |
| --- | --- |
| \`/etc/siegel/policies/managed\` | Machine |
| \`/etc/siegel/policies/user/<login name>\` | User, managed |
| \`/etc/siegel/policies/recommended\` | Recommended |

- All files that end in \`.json\` are merged in the order of their names. The later one wins.
- The files and every folder on the way to them must be owned by \`root\`. They must not be writable by others, and must
  not be links. A file may have at most 1 MiB. Otherwise the source counts as not trusted (see above).
- Create a changed file next to the old one and then rename it, so that Siegel never reads half of a file.
- A file directly in \`/etc/siegel/policies\` does not count, and is reported.

\`siegel.schema.json\` describes the files for editors and validators. \`linux/managed/siegel.json\` and
\`linux/recommended/siegel.json\` are samples.

    install -o root -g root -m 0644 siegel.json /etc/siegel/policies/managed/50-clinic.json

## Seeing what is in force

- In Siegel the page **Policies** shows name, value, source, level and error. It can be copied as JSON, without secrets.
- \`siegel --print-policy\` prints the same on the console.

## What is proven

On Linux, tests check the reading, merging and enforcing. The files for Windows and macOS are checked for their form:
with xmllint, plistutil, a JSON Schema validator and tests of our own for the known pitfalls of ADMX. They have not been
used on Windows or macOS, nor imported into Intune.`,
  list: 'The policies',
  listNote:
    'A change also applies to a running call, at least as far as it is tighter. “Unreadable” is the value in force if the one that was set cannot be read.',
  head: ['Type', 'Default', 'Scope', 'Since', 'Several levels'],
  bounds: 'Bounds',
  strict: 'Unreadable',
  choices: 'Values',
  merge: {
    higher: 'the stronger counts',
    true: 'yes wins',
    false: 'no wins',
    lower: 'the smaller value wins',
    'lower-but-0-is-never': 'the smaller value wins, 0 is the loosest',
    ordered: 'the later one in the list of values wins',
    union: 'all items together',
  },
};

/** The chapter's text by language. */
export const chapterText: Readonly<Record<Language, ChapterText>> = { de, en };
