// The one error of this library: what went wrong as a `code`, for whom to act on it.
//
// load-failed      the module or a model could not be fetched or started; trying again may help
// bad-model        a model's file is not that model
// unknown-profile  no such built-in profile
// bad-profile      a profile of your own is not sound; `field` names the place
// bad-crop         the crop is not a picture
// no-export        no file can be made of this photo that the profile takes; `reason` is its code, `words` say it
// bad-input        what was given to `open` is no file and no bytes, or could not be read
// aborted          your signal said so
// closed           the photo or the precheck was closed
// crashed          the engine stopped, most often for want of memory; opening again starts a new one
// internal         a mistake of ours

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
