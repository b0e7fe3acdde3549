import type { Locale } from './locales';
import { textOf, useLocale } from './text';

export interface Formats {
  number(value: number): string;
  percent(value: number): string;
  /** 3 May 2026 */
  date(time: string): string;
  /** 28 Nov 2026, 16:55, in London */
  dateTime(time: string): string;
  /** 2 hours ago */
  ago(time: string): string;
  /** 1 hr 5 min */
  minutes(minutes: number): string;
  list(items: string[]): string;
  /** 2.4 MB: how large a file is. */
  size(bytes: number): string;
}

/** 1:05:09: a place in a video, which all our languages write alike. */
export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60];
  const two = (value: number) => String(value).padStart(2, '0');
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

/** By powers of a thousand. */
const SIZES = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
];

/** A value that is made when it is first needed: a browser takes many milliseconds to make a format of dates. */
function once<Value>(make: () => Value): () => Value {
  let made: Value | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

/** The language in the form of the reader's country, as the browser names it: dates and numbers differ between London and New York. */
export function regional(locale: Locale, spoken: readonly string[] = navigator.languages): string {
  const own = spoken.find(tag => tag.startsWith(`${locale}-`));
  return own ?? (locale === 'en' ? 'en-GB' : locale);
}

export function formatsOf(locale: Locale, region = regional(locale)): Formats {
  const number = once(() => new Intl.NumberFormat(region));
  const percent = once(() => new Intl.NumberFormat(region, { style: 'percent', maximumFractionDigits: 0 }));
  const date = once(() => new Intl.DateTimeFormat(region, { dateStyle: 'medium' }));
  const dateTime = once(() => new Intl.DateTimeFormat(region, { dateStyle: 'medium', timeStyle: 'short' }));
  const relative = once(() => new Intl.RelativeTimeFormat(region, { numeric: 'auto' }));
  const list = once(() => new Intl.ListFormat(region));
  return {
    // What all our languages write alike needs no format: the first one costs a phone a tenth of a second.
    number: value => (SMALL.test(String(value)) ? String(value) : number().format(value)),
    percent: value => percent().format(value / 100),
    date: time => date().format(new Date(time)),
    dateTime: time => dateTime().format(new Date(time)),
    ago(time) {
      const seconds = (new Date(time).getTime() - Date.now()) / 1000;
      const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
      return step ? relative().format(Math.trunc(seconds / step[1]), step[0]) : relative().format(0, 'minute');
    },
    minutes(total) {
      const [hours, rest] = [Math.floor(total / 60), total % 60];
      const parts = [
        hours > 0 && textOf('duration.hours', { shown: this.number(hours) }),
        (rest > 0 || hours === 0) && textOf('duration.minutes', { shown: this.number(rest) }),
      ];
      return parts.filter(Boolean).join(' ');
    },
    list: items => list().format(items),
    size(bytes) {
      const step = bytes < 1_000_000 ? 1 : bytes < 1_000_000_000 ? 2 : 3;
      const maximumFractionDigits = step > 1 || bytes < 10_000 ? 1 : 0;
      const style = { style: 'unit', unit: SIZES[step], unitDisplay: 'short', maximumFractionDigits } as const;
      return new Intl.NumberFormat(region, style).format(bytes / 1_000 ** step);
    },
  };
}

/** Numbers with nothing between their digits. */
const SMALL = /^\d{1,3}$/;

const made = new Map<Locale, Formats>();

/** One set of formats for all parts of a page. */
export function useFormats(): Formats {
  const locale = useLocale();
  const formats = made.get(locale) ?? formatsOf(locale);
  made.set(locale, formats);
  return formats;
}
