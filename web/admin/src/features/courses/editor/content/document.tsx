import { useQuery } from '@tanstack/react-query';
import { CheckField } from '../../../../parts/fields';
import { useText } from '../../../../text';
import { FileField } from '../../../files/parts/file-field';
import { FileLine } from '../../../files/parts/file-line';
import { fileQuery } from '../../../files/queries';
import style from './content.module.css';
import type { ContentEditorProps, ContentOf, KindOfLesson } from './kind';

const PDF: string = 'application/pdf';

function DocumentEditor({ content, slot, readOnly, error, onChange }: ContentEditorProps<'document'>) {
  const text = useText();
  const { data } = useQuery({ ...fileQuery(content.file), enabled: content.file !== '' });
  // Only PDFs are shown in the page: of anything else learners would have nothing.
  const isSavedOnly = Boolean(data?.content_type) && data?.content_type !== PDF;
  return (
    <div className={style.content}>
      <FileField
        slot={slot}
        kind="document"
        label={text('course.document')}
        value={content.file}
        error={error}
        readOnly={readOnly}
        onChosen={file =>
          onChange({
            ...content,
            file: file.digest,
            downloadable: content.downloadable === true || file.content_type !== PDF,
          })
        }
      />
      <CheckField
        label={text('course.downloadable')}
        hint={text(isSavedOnly ? 'course.downloadable-always' : 'course.downloadable-hint')}
        checked={content.downloadable === true}
        disabled={readOnly || isSavedOnly}
        onChange={event => onChange({ ...content, downloadable: event.target.checked })}
      />
    </div>
  );
}

function DocumentPreview({ content }: { content: ContentOf<'document'> }) {
  const { data } = useQuery({ ...fileQuery(content.file), enabled: content.file !== '' });
  return data ? <FileLine file={data} /> : null;
}

/** A document to read in the page, or to save. */
export const DOCUMENT: KindOfLesson<'document'> = {
  name: 'course.kind.document',
  purpose: 'course.kind.document-text',
  picture:
    'M6.500 3.500h7.500l4 4v13h-11.500zM13.500 3.500v4.500h4.500M9 16.500v-4h1.200a1.200 1.200 0 0 1 0 2.400H9M13 12.500v4h.8a2 2 0 0 0 0-4z',
  needsText: false,
  empty: { kind: 'document', file: '', downloadable: true },
  text: ({ file, downloadable }) => `${file.slice(0, 12)}${downloadable ? ' ↓' : ''}`,
  sent: content => content,
  fault: ({ file }) => (file === '' ? 'no-file' : undefined),
  Editor: DocumentEditor,
  Preview: DocumentPreview,
};
