import type { Locale } from './locales';
import { useLocale } from './text';

export interface Formats {
  number(value: number): string;
  percent(value: number): string;
  /** 3 May 2026 */
  date(time: string): string;
  /** 3 May 2026, 14:05 */
  dateTime(time: string): string;
  /** 2 hours ago */
  ago(time: string): string;
  /** 1 hr 5 min */
  minutes(minutes: number): string;
  list(items: string[]): string;
}

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

export function formatsOf(locale: Locale): Formats {
  const number = once(() => new Intl.NumberFormat(locale));
  const percent = once(() => new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 }));
  const date = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium' }));
  const dateTime = once(() => new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' }));
  const relative = once(() => new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }));
  const unit = (name: 'hour' | 'minute') =>
    once(() => new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }));
  const [hour, minute] = [unit('hour'), unit('minute')];
  const list = once(() => new Intl.ListFormat(locale));
  return {
    number: value => number().format(value),
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
      const parts = [hours > 0 && hour().format(hours), (rest > 0 || hours === 0) && minute().format(rest)];
      return parts.filter(Boolean).join(' ');
    },
    list: items => list().format(items),
  };
}

const made = new Map<Locale, Formats>();

/** One set of formats for all parts of a page. */
function formatsIn(locale: Locale): Formats {
  const formats = made.get(locale) ?? formatsOf(locale);
  made.set(locale, formats);
  return formats;
}

/** The first formats of a page cost a phone a tenth of a second: time that it has while it waits for the network. */
export function prepareFormats(locale: Locale): void {
  formatsIn(locale).minutes(90);
  new Intl.PluralRules(locale).select(1);
}

export function useFormats(): Formats {
  return formatsIn(useLocale());
}
