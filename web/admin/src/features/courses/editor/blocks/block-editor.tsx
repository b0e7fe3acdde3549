import { type ReactNode, useCallback, useId, useMemo, useRef, useState } from 'react';
import type { Schema } from 'shared/api/schemas';
import { Note } from 'shared/parts/problem-note';
import { useText } from '../../../../text';
import { BlockBar } from './block-bar';
import style from './block-editor.module.css';
import { BlockMenu, type MenuPlace } from './block-menu';
import { type BlockName, newBlock } from './catalogue';
import { insertBlock } from './commands';
import { LinkDialog } from './link-dialog';
import page from './page.module.css';
import { pictureAddresses } from './picture-addresses';
import { EditorToolbar } from './toolbar';
import { useBlockEditor } from './use-block-editor';
import { usePictures } from './use-pictures';

interface BlockEditorProps {
  markdown: string;
  /** The text as it is saved, with the page that the server made of it. */
  saved: Pick<Schema<'LessonContent'>, 'markdown' | 'html'> | undefined;
  error: string | undefined;
  isOptional: boolean;
  language: string | undefined;
  direction: Schema<'TextDirection'> | undefined;
  /** What stands in its place when blocks cannot show the text. */
  refused: ReactNode;
  onChange: (markdown: string) => void;
}

/** A lesson as blocks: written with the keyboard alone, or with the mouse. */
export default function BlockEditor(props: BlockEditorProps) {
  const { markdown, saved, error, isOptional, language, direction, refused, onChange } = props;
  const text = useText();
  const id = useId();
  const frame = useRef<HTMLDivElement>(null);
  const tools = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<MenuPlace>();
  const [isLinking, setLinking] = useState(false);
  const attributes = useMemo(
    () => ({
      role: 'textbox',
      'aria-multiline': 'true',
      'aria-label': text('course.text'),
      'aria-describedby': `${id}-note`,
      ...(error && { 'aria-invalid': 'true' }),
      ...(language && { lang: language }),
      ...(direction && { dir: direction }),
    }),
    [text, id, error, language, direction],
  );
  const openMenu = useCallback((typed: boolean) => {
    const view = editor.current?.view;
    const box = frame.current?.getBoundingClientRect();
    if (!view || !box) return;
    const { bottom, left } = view.coordsAtPos(view.state.selection.head);
    setMenu({ typed, top: bottom - box.top, start: Math.max(0, left - box.left), width: box.width });
  }, []);
  const [stored, setStored] = useState<ReadonlyMap<string, string>>(new Map());
  const addresses = useMemo(
    () => new Map([...pictureAddresses(saved?.markdown ?? '', saved?.html ?? ''), ...stored]),
    [saved?.markdown, saved?.html, stored],
  );
  const model = useBlockEditor({
    markdown,
    attributes,
    pictures: addresses,
    wishes: {
      menu: openMenu,
      link: () => setLinking(true),
      toolbar: () => tools.current?.querySelector('button')?.focus(),
      files: (files, at) => void pictures.put(files, at),
    },
    onChange,
  });
  const editor = useRef(model);
  editor.current = model;
  const pictures = usePictures(model, (src, address) => setStored(known => new Map(known).set(src, address)));
  const { view, state } = model;

  function choose(name: BlockName) {
    setMenu(undefined);
    if (name === 'picture') pictures.choose();
    else model.run(insertBlock(newBlock(name)));
  }

  /** What was typed into the menu and chose nothing is a text like any other. */
  function closeMenu(words: string) {
    setMenu(undefined);
    model.run((now, dispatch) => {
      if (words !== '') dispatch?.(now.tr.insertText(words));
      return true;
    });
  }

  return (
    <div className={style.frame} ref={frame}>
      {model.isRefused && refused}
      <div className={style.blocks} hidden={model.isRefused}>
        <div className={style.tools} ref={tools}>
          {view && state && (
            <>
              <EditorToolbar
                model={model}
                onMenu={() => openMenu(false)}
                onLink={() => setLinking(true)}
                onPicture={pictures.choose}
              />
              <BlockBar model={model} state={state} />
            </>
          )}
        </div>
        {pictures.note && <Note kind="bad">{pictures.note}</Note>}
        {pictures.isBusy && <Note kind="info">{text('block.picture-uploading')}</Note>}
        <div
          ref={model.host}
          className={page.page}
          data-short={isOptional || undefined}
          data-invalid={error !== undefined || undefined}
          data-empty={isEmpty(markdown) ? text(isOptional ? 'block.empty-optional' : 'block.empty') : undefined}
          style={labelsOf(text)}
        />
        {pictures.input}
        {menu && <BlockMenu place={menu} onChoose={choose} onClose={closeMenu} />}
        {view && <LinkDialog key={String(isLinking)} view={view} open={isLinking} onClose={() => setLinking(false)} />}
      </div>
      <p id={`${id}-note`} className={error ? style.error : style.hint} role={error ? 'alert' : undefined}>
        {error ?? text('block.hint')}
      </p>
    </div>
  );
}

function isEmpty(markdown: string): boolean {
  return markdown.trim() === '';
}

/** Words that style sheets show in empty titles and beside callouts, in the reader's language. */
function labelsOf(text: ReturnType<typeof useText>): React.CSSProperties {
  const words = {
    '--title': text('block.title-empty'),
    '--summary': text('block.summary-empty'),
    '--source': text('block.source'),
    '--note': text('callout.note'),
    '--tip': text('callout.tip'),
    '--important': text('callout.important'),
    '--warning': text('callout.warning'),
    '--caution': text('callout.caution'),
  };
  return Object.fromEntries(Object.entries(words).map(([name, word]) => [name, JSON.stringify(word)]));
}
