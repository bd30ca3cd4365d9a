import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveContent, serveContent } from '../../../src/main/app/content.ts';
import { contentSecurityPolicy, securityHeaders } from '../../../src/main/app/content-policy.ts';

let root = '';
beforeAll(() => {
  const folder = mkdtempSync(join(tmpdir(), 'content-'));
  root = join(folder, 'renderer');
  mkdirSync(join(root, 'assets'), { recursive: true });
  writeFileSync(join(root, 'index.html'), '<p>page</p>');
  writeFileSync(join(root, 'assets', 'page-a1_b.js'), 'page');
  writeFileSync(join(root, 'assets', 'page.js.map'), 'map');
  for (const filter of ['noise', 'background']) writeFileSync(join(root, 'assets', `${filter}.worker-a1.js`), filter);
  writeFileSync(join(folder, 'secret.html'), 'secret');
});
afterAll(() => rmSync(join(root, '..'), { recursive: true }));

describe('URLs that leave the folder, have a second spelling or another host', () => {
  it.each([
    'app://siegel/../secret.html',
    'app://siegel/..%2fsecret.html',
    'app://siegel/%2e%2e/secret.html',
    'app://siegel/assets/../../secret.html',
    'app://siegel/assets/..',
    String.raw`app://siegel/..\secret.html`,
    'app://siegel/%00index.html',
    'app://siegel/index.html%00.js',
    'app://siegel//etc/passwd.html',
    'app://siegel/./index.html',
    'app://siegel/.hidden.html',
    'app://siegel/assets/',
    'app://siegel/',
    'app://siegel/C:/secret.html',
    'app://siegel/ind%65x.html',
    'app://siegel',
    'file:///etc/passwd.html',
    'http://siegel/index.html',
  ])('the URL %s is refused', async (url) => {
    expect(resolveContent(root, url)).toEqual({ status: 400 });
    const answer = await serveContent(root, () => true)({ method: 'GET', url } as Request);
    expect(answer.status).toBe(400);
    expect(await answer.text()).toBe('');
  });

  it.each([
    'app://other/index.html',
    'app://siegel.example/index.html',
    'app://siegel:80/index.html',
    'app://a@siegel/index.html',
  ])('the URL %s is refused as another host', (url) => expect(resolveContent(root, url)).toEqual({ status: 403 }));
});

describe('the page', () => {
  it('the page is served with its type and every security header', async () => {
    const answer = await serveContent(root, () => true)(new Request('app://siegel/index.html?window=main#x'));
    expect(answer.status).toBe(200);
    expect(await answer.text()).toBe('<p>page</p>');
    expect(answer.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    for (const [name, value] of Object.entries(securityHeaders)) expect(answer.headers.get(name), name).toBe(value);
  });

  it('a script of the page is served with the content security policy, and a source map is not served', async () => {
    const serve = serveContent(root, () => true);
    const script = await serve(new Request('app://siegel/assets/page-a1_b.js'));
    expect([script.status, script.headers.get('content-type')]).toEqual([200, 'text/javascript; charset=utf-8']);
    expect(script.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
    expect((await serve(new Request('app://siegel/assets/page.js.map'))).status).toBe(404);
    expect((await serve(new Request('app://siegel/missing.js'))).status).toBe(404);
  });

  it('a POST to the page is refused, and the refusal carries the content security policy', async () => {
    const answer = await serveContent(root, () => true)(new Request('app://siegel/index.html', { method: 'POST' }));
    expect(answer.status).toBe(405);
    expect(answer.headers.get('content-security-policy')).toBe(contentSecurityPolicy);
  });
});

describe('the workers of filters', () => {
  it.each(['noise', 'background'])(
    'the worker of the filter “%s” is served only while policy lets it run',
    async (filter) => {
      let may = true;
      const serve = serveContent(root, (asked) => asked !== filter || may);
      const ask = async (): Promise<readonly [number, string]> => {
        const answer = await serve(new Request(`app://siegel/assets/${filter}.worker-a1.js?again#x`));
        return [answer.status, await answer.text()];
      };
      expect(await ask()).toEqual([200, filter]);
      may = false;
      expect(await ask()).toEqual([403, '']);
      may = true;
      expect(await ask()).toEqual([200, filter]);
    },
  );
});
