import { useFormats } from 'shared/i18n/format';
import { Icon } from 'shared/parts/icon';
import type { StoredFile } from '../file';
import style from './files.module.css';

/** A file by name and size. */
export function FileLine({ file, more }: { file: StoredFile; more?: string | undefined }) {
  const formats = useFormats();
  return (
    <p className={style.file}>
      <Icon name="page" />
      <span className={style.name}>{file.file_name}</span>
      <span className={style.soft}>
        {formats.size(file.size)}
        {more && ` · ${more}`}
      </span>
    </p>
  );
}
