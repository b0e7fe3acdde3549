import { useState } from 'react';
import { Button } from 'shared/parts/button';
import { Dialog } from 'shared/parts/dialog';
import { Note, ProblemNote } from 'shared/parts/problem-note';
import { SelectField } from '../../../parts/fields';
import layout from '../../../parts/layout.module.css';
import { FORMATS, type Format, type Skipped, writeQuestions } from '../formats';
import type { Question } from '../model/question';
import { sentQuestion } from '../model/quiz';
import { useText } from '../text';
import { SkippedList } from './import-questions';

interface ExportQuestionsProps {
  open: boolean;
  questions: readonly Question[];
  onClose: () => void;
}

export function ExportQuestions({ open, questions, onClose }: ExportQuestionsProps) {
  const text = useText();
  return (
    <Dialog title={text('quiz.export')} open={open} onClose={onClose}>
      <Exporting questions={questions} onClose={onClose} />
    </Dialog>
  );
}

function save(name: string, blob: Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

function Exporting({ questions, onClose }: Omit<ExportQuestionsProps, 'open'>) {
  const text = useText();
  const [format, setFormat] = useState<Format>('gift');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();
  const [skipped, setSkipped] = useState<readonly Skipped[]>();

  async function write() {
    setBusy(true);
    setError(undefined);
    setSkipped(undefined);
    try {
      const written = await writeQuestions(format, questions.map(sentQuestion));
      save(written.name, written.blob);
      setSkipped(written.skipped);
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
        onChange={event => setFormat(event.target.value as Format)}
      />
      {error !== undefined && <ProblemNote error={error} />}
      {skipped && <Note kind="good">{text('quiz.exported')}</Note>}
      {skipped && <SkippedList skipped={skipped} />}
      <div className={layout.ends}>
        <Button onClick={onClose}>{text('close')}</Button>
        <Button look="main" busy={busy} onClick={() => void write()}>
          {text('quiz.export-save')}
        </Button>
      </div>
    </div>
  );
}
