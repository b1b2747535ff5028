// What JSON text means once it is parsed: the value types every other part of the core speaks.

/** Any JSON value. */
export type JsonValue = null | boolean | number | string | JsonValue[] | JsonObject

/**
 * A JSON object. Keys come from outside: read a key that is not a literal with `Object.hasOwn` first, since
 * `constructor` and `__proto__` are keys like any other.
 */
export interface JsonObject {
  [key: string]: JsonValue
}
