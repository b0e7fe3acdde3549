import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { ChooseFile } from '../../../parts/choose-file';
import { SelectField, TextArea } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { ACCEPTS, contentOfFile, FORMATS, type Format, type Reading, readQuestions } from '../formats';
import type { Question } from '../model/question';
import style from '../parts/quizzes.module.css';
import { useText } from '../text';

interface ImportQuestionsProps {
  open: boolean;
  onClose: () => void;
  onAdd: (questions: readonly Question[]) => void;
}

/** Questions from elsewhere: pasted as GIFT, or from a file. What could not be read is listed before anything is added. */
export function ImportQuestions({ open, onClose, onAdd }: ImportQuestionsProps) {
  const text = useText();
  return (
    <Dialog title={text('quiz.import')} open={open} onClose={onClose}>
      <Importing onClose={onClose} onAdd={onAdd} />
    </Dialog>
  );
}

function Importing({ onClose, onAdd }: Omit<ImportQuestionsProps, 'open'>) {
  const text = useText();
  const [format, setFormat] = useState<Format>('gift');
  const [pasted, setPasted] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [reading, setReading] = useState<Reading>();

  async function read(content: () => Promise<string>) {
    setBusy(true);
    setError(undefined);
    setReading(undefined);
    try {
      setReading(await readQuestions(format, await content()));
    } catch (refused) {
      setError(refused);
    } finally {
      setBusy(false);
    }
  }

  return (
    <div className={layout.form}>
      <SelectField
        label={text('quiz.format')}
        value={format}
        options={FORMATS.map(value => ({ value, label: text(`quiz.format.${value}`) }))}
        onChange={event => {
          setFormat(event.target.value as Format);
          setReading(undefined);
        }}
      />
      {format !== 'qti' && (
        <TextArea
          label={text('quiz.paste')}
          hint={format === 'gift' ? text('quiz.paste-gift') : undefined}
          value={pasted}
          rows={8}
          spellCheck={false}
          onChange={event => setPasted(event.target.value)}
        />
      )}
      <div className={layout.row}>
        {format !== 'qti' && (
          <Button
            busy={busy}
            aria-disabled={pasted.trim() === '' || undefined}
            onClick={() => pasted.trim() !== '' && void read(async () => pasted)}
          >
            {text('quiz.read')}
          </Button>
        )}
        <FileTrigger
          acceptedFileTypes={ACCEPTS[format]}
          onSelect={files => {
            const file = files?.[0];
            if (file) void read(() => contentOfFile(format, file));
          }}
        >
          <ChooseFile>{text('quiz.choose-file')}</ChooseFile>
        </FileTrigger>
      </div>
      {error !== undefined && <ProblemNote error={error} />}
      {reading && <Found reading={reading} />}
      <div className={layout.ends}>
        <Button onClick={onClose}>{text('cancel')}</Button>
        <Button
          look="main"
          aria-disabled={!reading?.questions.length || undefined}
          onClick={() => reading && reading.questions.length > 0 && onAdd(reading.questions)}
        >
          {text('quiz.import-add')}
        </Button>
      </div>
    </div>
  );
}

function Found({ reading: { questions, skipped } }: { reading: Reading }) {
  const text = useText();
  const formats = useFormats();
  return (
    <div className={layout.form}>
      <Note kind={questions.length > 0 ? 'good' : 'info'}>
        {text('quiz.found', { count: questions.length, shown: formats.number(questions.length) })}
      </Note>
      <SkippedList skipped={skipped} />
    </div>
  );
}

/** What was left out, and why, by question. */
export function SkippedList({ skipped }: { skipped: Reading['skipped'] }) {
  const text = useText();
  const formats = useFormats();
  if (skipped.length === 0) return null;
  return (
    <section className={style.skipped} aria-label={text('quiz.skipped')}>
      <p>{text('quiz.skipped-count', { count: skipped.length, shown: formats.number(skipped.length) })}</p>
      <ul>
        {skipped.map(({ at, title, reason }) => (
          <li key={`${at} ${title ?? ''} ${reason}`}>
            <strong>{[at, title].filter(Boolean).join(', ')}</strong>: {reason}
          </li>
        ))}
      </ul>
    </section>
  );
}
