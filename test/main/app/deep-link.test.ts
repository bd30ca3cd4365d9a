import { describe, expect, it } from 'vitest';
import { linkOf, parseLink } from '../../../src/main/app/deep-link.ts';

describe('the scheme for links', () => {
  it.each([
    ['siegel:anna@klinik.example', 'anna@klinik.example'],
    ['SIEGEL:Anna@Klinik.Example', 'anna@klinik.example'],
    ['siegel:j%C3%B6rg@klinik.example', 'jörg@klinik.example'],
    ['siegel:anna+nacht@klinik.example', 'anna+nacht@klinik.example'],
    ['siegel:anna%40klinik.example', 'anna@klinik.example'],
  ])('the link %s names a person', (link, address) => {
    expect(parseLink(link)).toBe(address);
  });

  it.each([
    ['that contains a command', 'siegel://call/anna@klinik.example'],
    ['that has an authority', 'siegel://anna@klinik.example'],
    ['that has an absolute path', 'siegel:/anna@klinik.example'],
    ['that has a query', 'siegel:anna@klinik.example?call=1'],
    ['that has a fragment', 'siegel:anna@klinik.example#call'],
    ['that has a second address', 'siegel:anna@klinik.example,max@klinik.example'],
    ['that has no address', 'siegel:'],
    ['that has no domain', 'siegel:anna'],
    ['of another scheme', 'mailto:anna@klinik.example'],
    ['that contains a control character', 'siegel:anna%00@klinik.example'],
    ['that contains a line break', 'siegel:anna@klinik.example%0A--inspect'],
    ['that has white space around the address', 'siegel:%20anna@klinik.example'],
    ['that contains an invisible character', 'siegel:an%E2%80%8Bna@klinik.example'],
    ['that contains a right-to-left override', 'siegel:anna%E2%80%AE@klinik.example'],
    ['that contains a Cyrillic letter that looks like Latin', 'siegel:%D0%B0nna@klinik.example'],
    ['that contains a letter without a visible shape', 'siegel:anna%EF%BE%A0@klinik.example'],
    ['with broken percent-encoding', 'siegel:anna%zz@klinik.example'],
    ['with bytes that are not UTF-8', 'siegel:anna%ff@klinik.example'],
    ['with raw letters that a URI does not allow', 'siegel:jörg@klinik.example'],
    ['that is too long', `siegel:${'a'.repeat(300)}@klinik.example`],
    ['with a space before it', ' siegel:anna@klinik.example'],
  ])('a link %s is refused', (_what, link) => {
    expect(parseLink(link)).toBeUndefined();
  });
});

describe('links among the arguments of a start', () => {
  it('a single link is found among the other arguments of a start', () => {
    expect(linkOf(['/opt/app', '--hidden', 'siegel:anna@klinik.example', '--no-x'])).toBe('anna@klinik.example');
  });

  it('no link is found if a start has two, even if one of them is invalid, or if the link is inside a switch', () => {
    expect(linkOf(['siegel:anna@klinik.example', 'siegel:max@klinik.example'])).toBeUndefined();
    expect(linkOf(['--link=siegel:anna@klinik.example'])).toBeUndefined();
    expect(linkOf(['siegel:anna@klinik.example', 'siegel:nonsense'])).toBeUndefined();
  });
});
