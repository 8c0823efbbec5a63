/**
 * Bits to printable ASCII and back, six to a character: text that no LMS changes.
 * Python counts the same bits in packages/state_budget.py; change both together.
 */

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Returns a writer of bits, the highest bit of a number first. */
export function bitWriter() {
  let out = "";
  let held = 0;
  let count = 0;
  const writer = {
    put(value, width) {
      for (let at = width - 1; at >= 0; at -= 1) {
        held = (held << 1) | ((value >>> at) & 1);
        count += 1;
        if (count === 6) {
          out += ALPHABET[held];
          held = 0;
          count = 0;
        }
      }
    },
    /** A number below 2^24 in groups of three bits, each led by "more follow". */
    putLength(value) {
      let groups = 1;
      while (value >= 2 ** (3 * groups)) groups += 1;
      for (let at = groups - 1; at >= 0; at -= 1) {
        writer.put((at ? 8 : 0) | ((value >>> (3 * at)) & 7), 4);
      }
    },
    /** A number by the rule of Rice: quotient in ones, a zero, then `rice` bits. */
    putRice(value, rice) {
      for (let ones = value >>> rice; ones > 0; ones -= 1) writer.put(1, 1);
      writer.put(0, 1);
      writer.put(value & (2 ** rice - 1), rice);
    },
    text() {
      return count ? out + ALPHABET[held << (6 - count)] : out;
    },
  };
  return writer;
}

/** Returns a reader of what `bitWriter` wrote; it throws a RangeError at the end. */
export function bitReader(text) {
  let at = 0;
  const reader = {
    take(width) {
      let value = 0;
      for (let n = 0; n < width; n += 1) {
        const six = ALPHABET.indexOf(text[Math.floor(at / 6)] ?? "?");
        if (six < 0) throw new RangeError("the state ends early");
        value = (value << 1) | ((six >>> (5 - (at % 6))) & 1);
        at += 1;
      }
      return value >>> 0;
    },
    takeLength() {
      let value = 0;
      let group = 8;
      while (group & 8) {
        group = reader.take(4);
        value = value * 8 + (group & 7);
      }
      return value;
    },
    takeRice(rice) {
      let ones = 0;
      while (reader.take(1)) ones += 1;
      return ones * 2 ** rice + reader.take(rice);
    },
  };
  return reader;
}

const utf8 = new TextEncoder();

/** Returns 32 well-mixed bits of a text (FNV-1a, then the finish of Murmur 3). */
export function hash32(text) {
  let h = 0x811c9dc5;
  for (const byte of utf8.encode(text)) h = Math.imul(h ^ byte, 0x01000193);
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return (h ^ (h >>> 16)) >>> 0;
}
