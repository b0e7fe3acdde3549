import { useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Button } from 'shared/parts/button';
import { useProblemText } from 'shared/parts/problem-note';
import { showToast } from 'shared/parts/toasts';
import { useText } from '../text';
import { csv, download, walk } from './csv';
import { PanelIcon } from './panel-icon';
import type { AskPage } from './use-pages';

interface ExportButtonProps<Row> {
  /** The name of the file, without its ending. */
  name: string;
  ask: AskPage<Row>;
  columns: readonly { header: string; value: (row: Row) => string }[];
}

/** Writes the whole list, as it is filtered, into a CSV file. Says how far it is, and can be stopped. */
export function ExportButton<Row>({ name, ask, columns }: ExportButtonProps<Row>) {
  const text = useText();
  const formats = useFormats();
  const problemText = useProblemText();
  const [count, setCount] = useState<number>();
  const stop = useRef<AbortController>(undefined);

  async function run() {
    const controller = new AbortController();
    stop.current = controller;
    setCount(0);
    try {
      const rows = await walk(ask, setCount, controller.signal);
      download(
        `${name}.csv`,
        csv([columns.map(column => column.header), ...rows.map(row => columns.map(column => column.value(row)))]),
      );
      showToast(text('export.done', { count: rows.length, shown: formats.number(rows.length) }));
    } catch (error) {
      if (!controller.signal.aborted) showToast(problemText(error), 'bad');
    } finally {
      setCount(undefined);
    }
  }

  if (count !== undefined) {
    return (
      <Button onClick={() => stop.current?.abort()}>
        <span role="status">{text('export.running', { count, shown: formats.number(count) })}</span>
      </Button>
    );
  }
  return (
    <Button icon={<PanelIcon name="download" size={16} />} onClick={run}>
      {text('export')}
    </Button>
  );
}
