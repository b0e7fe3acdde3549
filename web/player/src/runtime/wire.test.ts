import fc from 'fast-check';
import { expect, it } from 'vitest';
import { decode, encode } from './wire';

const units = fc.array(
  fc.oneof(fc.integer({ min: 0, max: 0xffff }), fc.constantFrom(0, 0x10, 0x30, 0x4e00, 0xd83d, 0xde00, 0xfffd)),
  { maxLength: 60 },
);

it('gives back what was set, whatever it was, and sends what others can read', () => {
  fc.assert(
    fc.property(units, codes => {
      const value = String.fromCharCode(...codes);
      const sent = encode(value);
      expect(decode(sent)).toBe(value);
      expect(JSON.parse(JSON.stringify(sent)) === sent).toBe(true);
      // Throws for halves of characters.
      expect(() => encodeURIComponent(sent)).not.toThrow();
      expect(sent).not.toContain('\ufffd');
      expect(sent).not.toContain('\0');
      expect(sent.length).toBeLessThanOrEqual(2 * value.length + 1);
    }),
    { numRuns: 2_000 },
  );
});

it('leaves texts as they are', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), text => {
      fc.pre(!['\0', '\u0010', '\ufffd'].some(each => text.includes(each)));
      expect(encode(text)).toBe(text);
    }),
  );
});
