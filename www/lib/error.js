// The one error of this library: what went wrong as a `code`, for whom to act on it. The codes: index.d.ts.

export class PrecheckError extends Error {
  constructor(code, message, field, refusal) {
    super(message);
    this.name = "PrecheckError";
    this.code = code;
    if (field !== undefined) this.field = field;
    if (refusal && refusal.reason) {
      this.reason = refusal.reason;
      this.words = refusal.words;
    }
  }
}

/** Anything thrown, as a PrecheckError. */
export function asPrecheckError(error) {
  if (error instanceof PrecheckError) return error;
  const message = error && error.message ? String(error.message) : String(error);
  if (error && typeof error.code === "string") return new PrecheckError(error.code, message, error.field, error);
  // By its name: a mini-program has no WebAssembly to ask for the class.
  const trapped = Boolean(error) && error.name === "RuntimeError";
  // Out of memory is a RangeError in some engines.
  return new PrecheckError(trapped || error instanceof RangeError ? "crashed" : "internal", message);
}
