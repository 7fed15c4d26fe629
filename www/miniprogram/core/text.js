// UTF-8 for the module's glue: a mini-program has no TextEncoder and TextDecoder, or strict ones. The build puts these in
// their place. What the module sends is well-formed.

/** Letters that one call of String.fromCharCode takes: engines limit how many arguments there are. */
const CHUNK = 4096;

export class TextDecoder {
  decode(bytes) {
    if (bytes === undefined) return "";
    let text = "";
    let units = [];
    for (let at = 0; at < bytes.length; ) {
      const first = bytes[at++];
      if (first < 0x80) {
        units.push(first);
      } else if (first < 0xe0) {
        units.push(((first & 0x1f) << 6) | (bytes[at++] & 0x3f));
      } else if (first < 0xf0) {
        units.push(((first & 0x0f) << 12) | ((bytes[at++] & 0x3f) << 6) | (bytes[at++] & 0x3f));
      } else {
        const high = ((first & 0x07) << 18) | ((bytes[at++] & 0x3f) << 12);
        const point = (high | ((bytes[at++] & 0x3f) << 6) | (bytes[at++] & 0x3f)) - 0x10000;
        units.push(0xd800 | (point >> 10), 0xdc00 | (point & 0x3ff));
      }
      if (units.length >= CHUNK) {
        text += String.fromCharCode.apply(null, units);
        units = [];
      }
    }
    return text + String.fromCharCode.apply(null, units);
  }
}

export class TextEncoder {
  encode(text) {
    const bytes = [];
    for (const letter of text) {
      const point = letter.codePointAt(0);
      if (point < 0x80) {
        bytes.push(point);
      } else if (point < 0x800) {
        bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
      } else if (point < 0x10000) {
        // Half a pair is no letter: U+FFFD, as everywhere.
        const whole = point >= 0xd800 && point < 0xe000 ? 0xfffd : point;
        bytes.push(0xe0 | (whole >> 12), 0x80 | ((whole >> 6) & 0x3f), 0x80 | (whole & 0x3f));
      } else {
        bytes.push(0xf0 | (point >> 18), 0x80 | ((point >> 12) & 0x3f), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
      }
    }
    return new Uint8Array(bytes);
  }

  /** The glue leaves room for three bytes a letter. */
  encodeInto(text, into) {
    const bytes = this.encode(text);
    into.set(bytes);
    return { read: text.length, written: bytes.length };
  }
}
