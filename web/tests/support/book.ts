/** The sum that zip archives check their files by. */
function crc32(bytes: Buffer): number {
  let sum = 0xffffffff;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return (sum ^ 0xffffffff) >>> 0;
}

/** A zip archive whose files are stored as they are. */
export function zip(files: Record<string, string | Buffer>): Buffer {
  const [bodies, index]: [Buffer[], Buffer[]] = [[], []];
  let at = 0;
  for (const [path, content] of Object.entries(files)) {
    const [name, bytes] = [Buffer.from(path), typeof content === 'string' ? Buffer.from(content) : content];
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x21, 8);
    common.writeUInt32LE(crc32(bytes), 10);
    common.writeUInt32LE(bytes.length, 14);
    common.writeUInt32LE(bytes.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\u0003\u0004'), common, name, bytes]);
    const place = Buffer.alloc(14);
    place.writeUInt32LE(at, 10);
    index.push(Buffer.concat([Buffer.from('PK\u0001\u0002\u0014\u0000'), common, place, name]));
    bodies.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(index);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(index.length, 4);
  end.writeUInt16LE(index.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(at, 12);
  return Buffer.concat([...bodies, listed, Buffer.from('PK\u0005\u0006'), end]);
}

export interface TestFile {
  name: string;
  mimeType: string;
  buffer: Buffer;
}

/** A small book: two chapters, a link to nowhere, and a file to include that is not there. */
export function book(title: string): TestFile {
  const files = {
    'book.toml': `[book]\ntitle = "${title}"\n`,
    'src/SUMMARY.md': '# Summary\n\n- [Welcome](welcome.md)\n- [Tools](tools.md)\n',
    'src/welcome.md': '# Welcome\n\nGood to have you here.\n\nSee [more](nowhere.md).\n',
    'src/tools.md': '# Tools\n\n```rust\n{{#include missing.rs}}\n```\n\nSee [that](elsewhere.md) as well.\n',
  };
  return { name: 'book.zip', mimeType: 'application/zip', buffer: zip(files) };
}

/** A picture of one pixel. */
const DOT = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg==',
  'base64',
);

export const PICTURE: TestFile = { name: 'dot.png', mimeType: 'image/png', buffer: DOT };

/** A book of two chapters, the first of which has a picture and links to a file. */
export function pictureBook(title: string): TestFile {
  const files = {
    'book.toml': `[book]\ntitle = "${title}"\n`,
    'src/SUMMARY.md': '# Summary\n\n- [Seen](seen.md)\n- [Told](told.md)\n',
    'src/seen.md': '# Seen\n\nThis is how it looks.\n\n![A dot](dot.png)\n\nSee the [plan](plan.csv).\n',
    'src/told.md': '# Told\n\nNothing but words.\n',
    'src/dot.png': DOT,
    'src/plan.csv': 'day;task\n1;look\n',
  };
  return { name: 'book.zip', mimeType: 'application/zip', buffer: zip(files) };
}

/** A book that takes long enough to be seen while it is imported. */
export function longBook(title: string, pages: number): TestFile {
  const names = Array.from({ length: pages }, (_, index) => `Chapter ${index + 1}`);
  const files: Record<string, string> = {
    'book.toml': `[book]\ntitle = "${title}"\n`,
    'src/SUMMARY.md': ['# Summary\n', ...names.map((name, index) => `- [${name}](${index}.md)`)].join('\n'),
  };
  for (const [index, name] of names.entries()) files[`src/${index}.md`] = `# ${name}\n\nOne thing after the other.\n`;
  return { name: 'handbook-of-the-workshop.zip', mimeType: 'application/zip', buffer: zip(files) };
}

/** An archive in which there is no book. */
export function noBook(): TestFile {
  return { name: 'holiday.zip', mimeType: 'application/zip', buffer: zip({ 'readme.txt': 'Nothing to learn.' }) };
}
