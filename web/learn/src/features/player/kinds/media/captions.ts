/** What is said from one second to another. */
export interface Cue {
  from: number;
  to: number;
  /** Who says it, where the file tells. */
  speaker?: string;
  /** Plain text; lines are kept. */
  words: string;
}

const NAMED: Record<string, string> = { amp: '&', lt: '<', gt: '>', nbsp: ' ', quot: '"', apos: "'", lrm: '', rlm: '' };
/** Hours may be left out; SRT writes a comma; hand-made files are loose with digits. */
const TIME = String.raw`(?:(\d+):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?`;
const TIMING = new RegExp(String.raw`^\s*${TIME}\s*--?>\s*${TIME}(?:\s.*)?$`);

function secondsOf([hours, minutes, seconds, fraction]: readonly (string | undefined)[]): number {
  const whole = Number(hours ?? 0) * 3600 + Number(minutes) * 60 + Number(seconds);
  return whole + Number((fraction ?? '0').padEnd(3, '0')) / 1000;
}

function plain(marked: string): string {
  return marked
    .replace(/<\/?[a-z\d][^<>]*>/gi, '')
    .replace(/\{\\[^{}]*\}/g, '')
    .replace(/&(?:#(\d{1,6})|#x([\da-f]{1,5})|([a-z]+));/gi, (whole, decimal, hex, name) => {
      if (name !== undefined) return NAMED[name.toLowerCase()] ?? whole;
      const point = decimal !== undefined ? Number(decimal) : Number.parseInt(hex, 16);
      return point > 0 && point <= 0x10ffff ? String.fromCodePoint(point) : '';
    })
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '')
    .join('\n');
}

function cueOf([times = '', ...said]: readonly string[]): Cue | undefined {
  const parts = TIMING.exec(times)?.slice(1, 9) ?? [];
  const [from, to] = [secondsOf(parts.slice(0, 4)), secondsOf(parts.slice(4))];
  const marked = said.join('\n');
  const words = plain(marked);
  if (to <= from || words === '') return undefined;
  const speaker = plain(/<v(?:\.[^\s<>]*)?\s+([^<>]+)>/i.exec(marked)?.[1] ?? '');
  return { from, to, words, ...(speaker && { speaker }) };
}

/**
 * Reads WebVTT and SRT, as they are found: a byte order mark, any line ends, names of cues, settings after the times, tags, hours left out,
 * decimals with a comma. Notes, styles and regions say nothing; what cannot be read is passed over. The server checks files for their size.
 */
export function cuesOf(file: string): Cue[] {
  const blocks = file
    .replace(/^\uFEFF/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '')
    .split(/\n[^\S\n]*\n+/);
  return blocks
    .flatMap(block => cuesIn(block.split('\n').filter(line => line.trim() !== '')))
    .sort((one, other) => one.from - other.from || one.to - other.to);
}

/** Files without the empty lines between their cues exist: each line of times begins another one. */
function cuesIn(lines: readonly string[]): Cue[] {
  if (/^(NOTE|STYLE|REGION)\b/.test(lines[0] ?? '')) return [];
  const starts = lines.flatMap((line, at) => (TIMING.test(line) ? [at] : []));
  return starts.flatMap((start, index) => {
    const next = starts[index + 1];
    // The number of the next cue stands above its times.
    const end = next === undefined ? lines.length : next - (/^\s*\d+\s*$/.test(lines[next - 1] ?? '') ? 1 : 0);
    const cue = cueOf(lines.slice(start, end));
    return cue ? [cue] : [];
  });
}

/** The place of what is said at a time: the last cue that has begun and has not ended. */
export function cueAt(cues: readonly Cue[], time: number): number {
  let [low, high] = [0, cues.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((cues[middle]?.from ?? 0) <= time) low = middle + 1;
    else high = middle;
  }
  const cue = cues[low - 1];
  return cue && time < cue.to ? low - 1 : -1;
}

/** What stands in a file: UTF-8 as it should be, else what Windows wrote in former times. */
export function textIn(file: ArrayBuffer): string {
  const [first, second] = new Uint8Array(file.slice(0, 2));
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(file);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(file);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    return new TextDecoder('windows-1252').decode(file);
  }
}
