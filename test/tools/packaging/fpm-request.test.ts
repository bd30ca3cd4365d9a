// The stand-in for fpm: it follows electron-builder's arguments exactly, and refuses what it cannot do instead of
// leaving it out.
import { describe, expect, it } from 'vitest';
import { readFpmRequest } from '../../../tools/packaging/fpm-request.ts';
import { controlText } from '../../../tools/packaging/deb.ts';

const asked = [
  ['-s', 'dir', '--force', '-t', 'deb', '-d', 'libnss3', '-d', 'libgbm1', '--deb-recommends', 'gnome-keyring'],
  ['--deb-compression', 'gz', '--architecture', 'amd64', '--description', 'Calls\n A second line.\n\n A third.'],
  ['--version', '0.2.0~trial', '--name', 'siegel', '--maintainer', 'M <m@siegel.example>'],
  ['--url', 'https://siegel.example', '--package', '/out/x.deb'],
  ['/app/=/opt/Siegel', '/build/a=b.desktop=/usr/share/applications/siegel.desktop'],
].flat();

describe('arguments for fpm', () => {
  it('the fpm request keeps every dependency and every file, including one with = in its name', () => {
    const request = readFpmRequest(asked);
    expect(request.every('-d')).toEqual(['libnss3', 'libgbm1']);
    expect(request.files).toEqual([
      { from: '/app/', to: '/opt/Siegel' },
      { from: '/build/a=b.desktop', to: '/usr/share/applications/siegel.desktop' },
    ]);
  });

  it.each([['--deb-systemd', 'x.service'], ['--config-files', '/etc/x'], ['just-a-word']])(
    'the fpm request refuses an unknown argument: %s',
    (...words) => {
      expect(() => readFpmRequest([...asked, ...words])).toThrow(`unknown argument: ${words[0] ?? ''}`);
    },
  );

  it('the fpm request refuses an option without a value', () => {
    expect(() => readFpmRequest(['-s', 'dir', '--version'])).toThrow('no value after --version');
  });

  it('the fpm request makes a control file without empty fields, and without empty lines, which would end the stanza', () => {
    const text = controlText(readFpmRequest(asked), 12);
    expect(text).toBe(
      [
        'Package: siegel',
        'Version: 0.2.0~trial',
        'Architecture: amd64',
        'Maintainer: M <m@siegel.example>',
        'Installed-Size: 12',
        'Depends: libnss3, libgbm1',
        'Recommends: gnome-keyring',
        'Section: net',
        'Priority: optional',
        'Homepage: https://siegel.example',
        'Description: Calls',
        ' A second line.',
        ' A third.',
        '',
      ].join('\n'),
    );
  });
});
