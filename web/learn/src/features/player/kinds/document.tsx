import { lazy, Suspense } from 'react';
import { Loading, Skeleton } from 'shared/parts/skeleton';
import { DocumentCard } from './document/document-card';
import type { Kind, TaskProps } from './kind';

const PDF: string = 'application/pdf';

const PdfView = lazy(() => import('./document/pdf-view'));

/** A document: a PDF is read in the page, anything else is saved. */
function DocumentTask(props: TaskProps<'document'>) {
  const { lesson, content } = props;
  const file = lesson.files?.find(each => each.digest === content.file);
  if (file?.content_type !== PDF) return <DocumentCard {...props} file={file} />;
  return (
    <Suspense fallback={<PdfWaiting />}>
      <PdfView key={content.file} {...props} file={file} />
    </Suspense>
  );
}

function PdfWaiting() {
  return (
    <Loading>
      <Skeleton height="32rem" />
    </Loading>
  );
}

export const documentKind: Kind<'document'> = { Task: DocumentTask, comesFirst: true };
