type Parts = Readonly<Record<string, string | Uint8Array>>;
/** A document of parts. */
export declare function archiveOf(parts: Parts, level?: 0 | 1): Uint8Array;
/** A picture of one pixel. */
export declare const PIXEL: Uint8Array<ArrayBuffer>;
/** What relates parts. */
export declare const relations: (...targets: readonly (readonly [id: string, target: string, mode?: string])[]) => string;
/** A text of Word with a body. */
export declare const wordOf: (body: string, more?: Parts) => Uint8Array;
export declare const paragraph: (text: string, properties?: string) => string;
/** A note of a ministry: a heading, words, a list, a table, a picture, a change that is tracked, a note at the end. */
export declare function makeWord(): Uint8Array;
/** A workbook with sheets of rows. */
export declare function workbookOf(sheets: Readonly<Record<string, string>>, more?: Parts): Uint8Array;
/** Figures of a ministry, with dates, money, a share and a formula. */
export declare function makeWorkbook(): Uint8Array;
/** Two slides. */
export declare function makeSlides(): Uint8Array;
/** A document of LibreOffice. */
export declare const openDocumentOf: (body: string, styles?: string) => Uint8Array;
/** A text of LibreOffice. */
export declare const makeOpenText: () => Uint8Array;
/** Sheets of LibreOffice; the last row and column stand for all that are empty, as it writes them. */
export declare const makeOpenSheets: () => Uint8Array;
/** An archive whose directory says less than what is in it. */
export declare function understated(whole: Uint8Array): Uint8Array;
/** What would cost time, memory, or somebody's trust. `shown`: whether something of it can be shown all the same. */
export declare const HOSTILE_DOCUMENTS: readonly {
    name: string;
    make: () => Uint8Array;
    isShown: boolean;
}[];
export {};
