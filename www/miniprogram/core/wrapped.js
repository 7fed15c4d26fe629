// A model as it lies in a code package: a WebAssembly module that has nothing but one custom section, with the model's
// bytes. The packager of mini-programs leaves out files of endings that it does not know, and knows no ending for data.

const SECTION = "photo-precheck model";

/** @param {Uint8Array} module @returns {Uint8Array} the bytes of its custom section, which are not copied */
export function unwrapped(module) {
  // Magic and version, then the section's number, 0.
  let at = 9;
  const number = () => {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = module[at++];
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80 || shift > 28) return value;
    }
  };
  const size = number();
  const end = at + size;
  const named = number();
  const name = String.fromCharCode.apply(null, module.subarray(at, at + named));
  if (module[8] !== 0 || name !== SECTION || end !== module.length) throw new Error("it is no model in a module");
  return module.subarray(at + named);
}

/** The other way round, for the build. */
export function wrapped(model) {
  const name = Array.from(SECTION, (letter) => letter.charCodeAt(0));
  const head = [...length(name.length), ...name];
  const section = [0, ...length(head.length + model.length), ...head];
  const module = new Uint8Array(8 + section.length + model.length);
  module.set([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...section]);
  module.set(model, 8 + section.length);
  return module;
}

/** `value` in LEB128. */
function length(value) {
  const bytes = [];
  for (let rest = value; ; rest >>>= 7) {
    if (rest < 0x80) return [...bytes, rest];
    bytes.push((rest & 0x7f) | 0x80);
  }
}
