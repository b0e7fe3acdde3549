import { useFormats } from 'shared/i18n/format';
import { buttonLook } from 'shared/parts/button';
import { Link } from 'wouter';
import { sizeOfAll, useDownloads } from '../../../offline/downloads';
import { useText } from '../../../text';
import style from './profile.module.css';

/** What this device keeps for the member, in a sentence. */
export function Downloads() {
  const text = useText();
  const formats = useFormats();
  const downloads = useDownloads() ?? [];
  const count = downloads.length;
  return (
    <section className={style.card} aria-labelledby="downloads">
      <h2 id="downloads">{text('downloads.title')}</h2>
      <p className={style.soft}>
        {count > 0
          ? text('downloads.sum', {
              count,
              shown: formats.number(count),
              size: formats.size(sizeOfAll(downloads)),
            })
          : text('downloads.empty-text')}
      </p>
      <Link href="/downloads" className={buttonLook()}>
        {text('downloads.manage')}
      </Link>
    </section>
  );
}
