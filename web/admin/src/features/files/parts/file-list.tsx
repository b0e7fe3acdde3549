import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { Failure, State } from 'shared/parts/state';
import { usePages } from '../../../parts/use-pages';
import { useText } from '../../../text';
import type { FileKind, StoredFile } from '../file';
import { askFiles } from '../queries';
import style from './files.module.css';

interface FileListProps {
  kind: FileKind;
  onPick: (file: StoredFile) => void;
  onClose: () => void;
}

/** Files that are there already, newest first. */
export function FileList({ kind, onPick, onClose }: FileListProps) {
  const text = useText();
  return (
    <Dialog title={text(`file.list.${kind}`)} open onClose={onClose}>
      <Files kind={kind} onPick={onPick} />
    </Dialog>
  );
}

function Files({ kind, onPick }: Omit<FileListProps, 'onClose'>) {
  const text = useText();
  const formats = useFormats();
  const { rows, error, retry, stale, previous, next } = usePages(['files', kind], askFiles(kind));
  if (!rows) {
    if (error) return <Failure error={error} onRetry={retry} busy={stale} />;
    return (
      <Loading>
        <Skeleton height="8rem" />
      </Loading>
    );
  }
  if (rows.length === 0) {
    return (
      <State icon="page" title={text('file.list-empty')}>
        {text('file.list-empty-text')}
      </State>
    );
  }
  return (
    <>
      <ul className={style.list} aria-busy={stale || undefined}>
        {rows.map(file => (
          <li key={file.digest}>
            <button type="button" className={style.row} onClick={() => onPick(file)}>
              <span className={style.name}>{file.file_name}</span>
              <span className={style.soft}>{formats.size(file.size)}</span>
            </button>
          </li>
        ))}
      </ul>
      {(previous || next) && (
        <div className={style.ways}>
          <Button aria-disabled={!previous || undefined} onClick={previous}>
            {text('table.previous')}
          </Button>
          <Button aria-disabled={!next || undefined} onClick={next}>
            {text('table.next')}
          </Button>
        </div>
      )}
    </>
  );
}
