import type { Platform } from '../src/index.ts';
/** Node's. */
export declare const platform: Platform;
/** Somebody who signs. */
export interface Signer {
    publicKey: Uint8Array;
    sign(message: Uint8Array): Uint8Array;
}
/** Makes a key. */
export declare function makeSigner(): Signer;
