import { useMemo } from 'react';
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

function unit(locale: Locale, name: 'hour' | 'minute', value: number): string {
  return new Intl.NumberFormat(locale, { style: 'unit', unit: name, unitDisplay: 'short' }).format(value);
}

export function formatsOf(locale: Locale): Formats {
  const number = new Intl.NumberFormat(locale);
  const percent = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: 0 });
  const date = new Intl.DateTimeFormat(locale, { dateStyle: 'medium' });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: 'medium', timeStyle: 'short' });
  const relative = new Intl.RelativeTimeFormat(locale, { numeric: 'auto' });
  return {
    number: value => number.format(value),
    percent: value => percent.format(value / 100),
    date: time => date.format(new Date(time)),
    dateTime: time => dateTime.format(new Date(time)),
    ago(time) {
      const seconds = (new Date(time).getTime() - Date.now()) / 1000;
      const step = STEPS.find(([, length]) => Math.abs(seconds) >= length);
      return step ? relative.format(Math.trunc(seconds / step[1]), step[0]) : relative.format(0, 'minute');
    },
    minutes(total) {
      const [hours, rest] = [Math.floor(total / 60), total % 60];
      if (hours === 0) return unit(locale, 'minute', rest);
      return rest === 0
        ? unit(locale, 'hour', hours)
        : `${unit(locale, 'hour', hours)} ${unit(locale, 'minute', rest)}`;
    },
    list: items => new Intl.ListFormat(locale).format(items),
  };
}

export function useFormats(): Formats {
  const locale = useLocale();
  return useMemo(() => formatsOf(locale), [locale]);
}
