import { useEffect, useRef, useState } from 'react';
import { Note } from 'shared/parts/problem-note';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { fromShelf, shelve } from '../../../../offline/shelf';
import { useText } from '../../../../text';
import type { TaskProps } from '../kind';
import { useFileAddress } from '../use-file-address';
import style from './document.module.css';
import type { LessonFile } from './lesson-file';
import { faultOf, openPdf, type Pdf, READER_FILES } from './pdf';
import { PdfPages } from './pdf-pages';
import { SaveFile } from './save-file';

/** What it takes to read PDFs without network: this script is not among what every device keeps. */
export const READER: readonly string[] = [import.meta.url, ...READER_FILES];

interface PdfViewProps extends TaskProps<'document'> {
  file: LessonFile;
}

/** A PDF, read in the page. */
export default function PdfView({ courseId, lesson, content, file }: PdfViewProps) {
  const text = useText();
  const address = useFileAddress(courseId, lesson, content.file);
  const { pdf, fault } = useOpened(address);
  const key = ['page', courseId, lesson.id] as const;
  const first = useKeptPage(key);
  const save = <SaveFile courseId={courseId} lesson={lesson} file={file} />;
  if (fault || address.failed) {
    return (
      <div className={style.failed}>
        <Note kind="bad">{text(address.failed ? 'document.failed' : `document.${fault ?? 'broken'}`)}</Note>
        {address.failed && (
          <button type="button" className={style.inline} onClick={() => void address.renew()}>
            {text('retry')}
          </button>
        )}
        {save}
      </div>
    );
  }
  if (!pdf || first === undefined) {
    return (
      <Loading>
        <Skeleton height="32rem" />
      </Loading>
    );
  }
  return (
    <PdfPages pdf={pdf} title={file.file_name} first={first} onPage={page => void shelve(key, page)}>
      {save}
    </PdfPages>
  );
}

/** Opens what is at the address; where that has grown old, at the next one. */
function useOpened({ address, kept, renew }: ReturnType<typeof useFileAddress>) {
  const [pdf, setPdf] = useState<Pdf>();
  const [fault, setFault] = useState<'password' | 'broken'>();
  const again = useRef(renew);
  again.current = renew;
  useEffect(() => {
    if (address === undefined) return;
    let left = false;
    const opening = openPdf(kept ?? address);
    opening.pdf.then(
      opened => !left && setPdf(opened),
      error => {
        if (left) return;
        const found = faultOf(error);
        if (found === 'expired') void again.current();
        else setFault(found);
      },
    );
    return () => {
      left = true;
      setPdf(undefined);
      opening.close();
    };
  }, [address, kept]);
  return { pdf, fault };
}

/** The page that was looked at last, on this device. */
function useKeptPage([name, courseId, lessonId]: readonly [string, string, string]): number | undefined {
  const [page, setPage] = useState<number>();
  useEffect(() => {
    void fromShelf<number>([name, courseId, lessonId]).then(kept => setPage(kept ?? 1));
  }, [name, courseId, lessonId]);
  return page;
}
