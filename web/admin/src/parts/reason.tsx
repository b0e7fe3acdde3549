import { sentence } from 'shared/i18n/sentence';
import { useText } from '../text';

/** Why the API could not do what was asked for, where it says so. */
export function Reason({ reason }: { reason: string | null | undefined }) {
  const text = useText();
  return <p>{reason ? sentence(reason) : text('imports.no-reason')}</p>;
}
