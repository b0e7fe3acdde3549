import { useMemo } from 'react';
import { useLocale } from 'shared/i18n/text';

const UNITS = ['kilobyte', 'megabyte'] as const;

/** “2.4 MB”: how large a file is. */
export function useSize(): (bytes: number) => string {
  const locale = useLocale();
  return useMemo(
    () => bytes => {
      const step = bytes < 1_000_000 ? 0 : 1;
      const [unit] = UNITS.slice(step);
      const maximumFractionDigits = step === 1 || bytes < 10_000 ? 1 : 0;
      const style = { style: 'unit', unit: unit ?? 'kilobyte', unitDisplay: 'short', maximumFractionDigits } as const;
      return new Intl.NumberFormat(locale, style).format(bytes / 1_000 ** (step + 1));
    },
    [locale],
  );
}
