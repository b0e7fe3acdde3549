import { readFileSync } from 'node:fs';
import type { TestFile } from './book.ts';

/** Nearly eight seconds that count themselves, recorded in a browser: like most such recordings it does not tell how long it is. */
export function film(): TestFile {
  const buffer = readFileSync(new URL('../fixtures/film.webm', import.meta.url));
  return { name: 'film.webm', mimeType: 'video/webm', buffer };
}

/** Whole seconds of it. */
export const FILM_SECONDS = 7;

/** A tone of so many seconds: 8,000 samples a second, 8 bits each. */
export function tone(seconds: number): TestFile {
  const samples = Buffer.from(
    Array.from({ length: seconds * 8000 }, (_, at) => 128 + Math.round(20 * Math.sin((at * 440 * 2 * Math.PI) / 8000))),
  );
  const head = Buffer.alloc(44);
  head.write('RIFF', 0);
  head.writeUInt32LE(36 + samples.length, 4);
  head.write('WAVEfmt ', 8);
  head.writeUInt32LE(16, 16);
  head.writeUInt16LE(1, 20);
  head.writeUInt16LE(1, 22);
  head.writeUInt32LE(8000, 24);
  head.writeUInt32LE(8000, 28);
  head.writeUInt16LE(1, 32);
  head.writeUInt16LE(8, 34);
  head.write('data', 36);
  head.writeUInt32LE(samples.length, 40);
  return { name: 'tone.wav', mimeType: 'audio/wav', buffer: Buffer.concat([head, samples]) };
}

function pageOf(words: string): string {
  return `BT /F1 24 Tf 72 720 Td (${words}) Tj ET\n`;
}

/** A PDF with these words, one on each page; the second page is linked from the first. Padding makes it as large as a test wants it. */
export function pdf(name: string, pages: readonly string[], padding = 0): TestFile {
  const kids = pages.map((_, at) => `${4 + 2 * at} 0 R`).join(' ');
  const link =
    '/Annots [<< /Type /Annot /Subtype /Link /Rect [72 600 300 640] /Border [0 0 0] /A << /S /URI /URI (https://example.com/more) >> >>]';
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    `<< /Type /Pages /Kids [${kids}] /Count ${pages.length} >>`,
    '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...pages.flatMap((words, at) => [
      `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources << /Font << /F1 3 0 R >> >> /Contents ${5 + 2 * at} 0 R ${at === 0 ? link : ''} >>`,
      `<< /Length ${pageOf(words).length} >>\nstream\n${pageOf(words)}endstream`,
    ]),
  ];
  let body = `%PDF-1.4\n${padding > 0 ? `%${'x'.repeat(padding)}\n` : ''}`;
  const places = objects.map((object, at) => {
    const place = body.length;
    body += `${at + 1} 0 obj\n${object}\nendobj\n`;
    return `${String(place).padStart(10, '0')} 00000 n \n`;
  });
  const table = body.length;
  const size = objects.length + 1;
  body += `xref\n0 ${size}\n0000000000 65535 f \n${places.join('')}trailer\n<< /Size ${size} /Root 1 0 R >>\nstartxref\n${table}\n%%EOF\n`;
  return { name, mimeType: 'application/pdf', buffer: Buffer.from(body, 'latin1') };
}

/** Captions of the film, as they are made by hand. */
export function captions(name = 'film.en.vtt'): TestFile {
  const file = `WEBVTT

NOTE Made for a test

1
00:00.000 --> 00:02.000
<v Ada>Welcome to the workshop.

2
00:02.000 --> 00:05.000 align:start
Wear your <b>helmet</b> &amp; gloves.

3
00:05.000 --> 00:08.000
Close the door behind you.
`;
  return { name, mimeType: 'text/vtt', buffer: Buffer.from(file) };
}

export function subtitles(name = 'film.de.srt'): TestFile {
  const file =
    '\uFEFF1\r\n00:00:00,000 --> 00:00:04,000\r\nWillkommen in der Werkstatt.\r\n\r\n2\r\n00:00:04,000 --> 00:00:08,000\r\nTür zu!\r\n';
  return { name, mimeType: 'application/x-subrip', buffer: Buffer.from(file) };
}

/** What every scanner takes for malware; it is none. In two halves, so that scanners leave this file alone. */
export function eicar(): TestFile {
  const words = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-', 'ANTIVIRUS-TEST-FILE!$H+H*'].join('');
  return { name: 'holiday.txt', mimeType: 'text/plain', buffer: Buffer.from(words) };
}
