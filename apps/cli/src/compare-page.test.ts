// A page that is written for each person: what it loads, runs and leads to is ours, and how it is written leaves no doubt.
import { expect, test } from 'vitest'
import type { Served } from './compare-code.ts'
import { comparePage } from './compare-page.ts'

const CSP = "default-src 'none'; style-src 'self'; script-src 'self'; form-action 'self'"
const RULES = { headers: { 'content-security-policy': CSP, 'x-frame-options': 'DENY' }, loads: new Set(['/pages/style.css?v=abcdefghijkl', '/pages/passkey.js?v=abcdefghijkl', '/pages/mark.svg?v=abcdefghijkl', '/theme.css']) }
const PAGE = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<title>Se connecter · Chappe</title>
<link rel="icon" href="/pages/mark.svg?v=abcdefghijkl">
<link rel="stylesheet" href="/pages/style.css?v=abcdefghijkl">
<link rel="stylesheet" href="/theme.css">
</head>
<body class="narrow">
<a class="skip" href="#content">Aller au contenu</a>
<main id="content"><h1>Alice &#38; Bob</h1>
<form method="post" action="/signin" data-passkey="get" data-options="{&#34;challenge&#34;:&#34;x&#34;}"><input type="hidden" name="csrf" value="x">
<button class="wide" disabled autocomplete="off">Se connecter</button><noscript><p class="problem">JavaScript</p></noscript></form></main>
<script src="/pages/passkey.js?v=abcdefghijkl" defer></script>
</body>
</html>
`
const serve = (body: string, more: Partial<Served> = {}): string[] =>
  comparePage({ path: '/signin', headers: 'page' }, { status: 200, headers: RULES.headers, body: Buffer.from(body), ...more }, RULES)

test('a page as ours are is not mentioned, nor one that runs nothing, nor one that sends the browser on within the server', () => {
  expect(serve(PAGE)).toEqual([])
  expect(serve(PAGE, { headers: { ...RULES.headers, 'content-security-policy': CSP.replace("script-src 'self'", "script-src 'none'"), 'set-cookie': 'x' } })).toEqual([])
  expect(serve('', { status: 303, headers: { location: '/signin?continue=%2Faccount' } })).toEqual([])
})

test.each([
  ['another script', PAGE.replace('</body>', '<script src="/assets/index-abc.js" defer></script></body>')],
  ['a script of the same name with something else behind it', PAGE.replace('passkey.js?v=abcdefghijkl', 'passkey.js?v=abcdefghijkl&for=alice')],
  ['a script in the page', PAGE.replace('defer></script>', 'defer>steal()</script>')],
  ['a handler', PAGE.replace('<body class', '<body onload="steal()" class')],
  ['a frame', PAGE.replace('<main id="content">', '<iframe src="/signin"></iframe><main id="content">')],
  ['a form that goes elsewhere', PAGE.replace('action="/signin"', 'action="//evil.example/signin"')],
  ['a link that leads elsewhere', PAGE.replace('href="#content"', 'href="https://evil.example/"')],
  ['a link that runs', PAGE.replace('href="#content"', 'href="javascript:steal()"')],
  ['another stylesheet', PAGE.replace('href="/theme.css"', 'href="/other.css"')],
  ['a style of its own', PAGE.replace('<main id', '<main style="display:none" id')],
  ['a page that loads another one', PAGE.replace('<meta charset="utf-8">', '<meta http-equiv="refresh" content="0;url=/x">')],
  ['a picture that tells', PAGE.replace('<h1>', '<img src="/leak/alice" alt=""><h1>')],
  ['a value in other quotes', PAGE.replace('name="csrf"', "name='csrf'")],
  ['capital letters', PAGE.replace('<h1>', '<SCRIPT SRC="/x.js"></SCRIPT><h1>')],
  ['a comment', PAGE.replace('<h1>', '<!--[if x]><h1>')],
  ['a base', PAGE.replace('<meta charset="utf-8">', '<meta charset="utf-8"><base href="/x/">')],
])('%s is', (_, body) => {
  const found = serve(body)
  expect(found.length).toBeGreaterThan(0)
  expect(found.every((each) => each.startsWith('/signin: holds what our pages do not: "'))).toBe(true)
})

test('headers that are weaker, another status, and a way out', () => {
  expect(serve(PAGE, { headers: { ...RULES.headers, 'content-security-policy': `${CSP} 'unsafe-inline'` } })).toEqual([`/signin: the header content-security-policy says "${CSP} 'unsafe-inline'", in place of "${CSP}"`])
  expect(serve(PAGE, { headers: { 'content-security-policy': CSP } })).toEqual(['/signin: the header x-frame-options says nothing, in place of "DENY"'])
  expect(serve(PAGE, { headers: { ...RULES.headers, link: '</x.js>; rel=preload' } })).toEqual(['/signin: the header link should not be there: "</x.js>; rel=preload"'])
  expect(serve(PAGE, { status: 500 })).toEqual(['/signin: status 500 in place of 200'])
  for (const location of ['https://evil.example/', '//evil.example/', '/\\evil.example/', undefined]) expect(serve('', { status: 303, headers: { location } })[0]).toMatch(/^\/signin: sends the browser to /)
})
