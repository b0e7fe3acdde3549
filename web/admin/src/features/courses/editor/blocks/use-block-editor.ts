import type { Node } from 'prosemirror-model';
import { type Command, EditorState } from 'prosemirror-state';
import { EditorView } from 'prosemirror-view';
import { type RefObject, useEffect, useRef, useState } from 'react';
import { openPage, type Page, pageText } from './markdown/page';
import { pluginsOf, type Wishes } from './setup';
import { nodeViewsWith } from './views';

interface BlockEditorOptions {
  markdown: string;
  /** What the field says of itself to those who do not see it. */
  attributes: Record<string, string>;
  /** Addresses of pictures, by what they are called in the text. */
  pictures: ReadonlyMap<string, string>;
  wishes: Wishes;
  onChange: (markdown: string) => void;
}

export interface BlockEditorModel {
  host: RefObject<HTMLDivElement | null>;
  view: EditorView | undefined;
  state: EditorState | undefined;
  /** Whether the text can only be shown as its source. */
  isRefused: boolean;
  run: (command: Command) => void;
  can: (command: Command) => boolean;
  /** A position that stays where it is in the text, whatever is written before it. */
  follow: (at: number) => { readonly at: number; end: () => void };
}

/** An editor in the place of `host`. A text that comes from outside takes the place of what is there. */
export function useBlockEditor(options: BlockEditorOptions): BlockEditorModel {
  const { markdown, attributes, pictures, wishes, onChange } = options;
  const host = useRef<HTMLDivElement>(null);
  const latest = useRef({ attributes, wishes, onChange });
  latest.current = { attributes, wishes, onChange };
  const page = useRef<Page>(undefined);
  /** What the text is as far as is known here: what was opened, or what was told last. */
  const known = useRef<string>(undefined);
  const followed = useRef(new Set<{ at: number }>());
  const [view, setView] = useState<EditorView>();
  const [state, setState] = useState<EditorState>();
  const [isRefused, setRefused] = useState(false);

  useEffect(() => {
    if (!host.current) return;
    const mounted = new EditorView(host.current, {
      state: EditorState.create({ doc: openPage('')?.doc as Node, plugins: plugins() }),
      nodeViews: nodeViewsWith(src => pictures.get(src)),
      attributes: () => latest.current.attributes,
      dispatchTransaction(tr) {
        const next = mounted.state.apply(tr);
        mounted.updateState(next);
        for (const place of followed.current) place.at = tr.mapping.map(place.at);
        setState(next);
        if (!tr.docChanged || !page.current) return;
        known.current = pageText(next.doc, page.current);
        latest.current.onChange(known.current);
      },
    });
    setView(mounted);
    setState(mounted.state);
    return () => mounted.destroy();
  }, []);

  function plugins() {
    const wish = () => latest.current.wishes;
    return pluginsOf({
      menu: typed => wish().menu(typed),
      link: () => wish().link(),
      toolbar: () => wish().toolbar(),
      files: (files, at) => wish().files(files, at),
    });
  }

  useEffect(() => {
    if (!view || known.current === markdown) return;
    const opened = openPage(markdown);
    setRefused(opened === undefined);
    known.current = markdown;
    page.current = opened;
    if (!opened) return;
    const next = EditorState.create({ doc: opened.doc, plugins: plugins() });
    view.updateState(next);
    setState(next);
  }, [view, markdown]);

  useEffect(() => {
    // Other views are drawn anew.
    if (view) view.setProps({ nodeViews: nodeViewsWith(src => pictures.get(src)) });
  }, [view, pictures]);

  useEffect(() => {
    // Attributes are read anew with each state.
    if (view) view.setProps({ attributes: () => attributes });
  }, [view, attributes]);

  return {
    host,
    view,
    state,
    isRefused,
    run(command) {
      if (!view) return;
      command(view.state, view.dispatch, view);
      view.focus();
    },
    can: command => (state ? command(state) : false),
    follow(at) {
      const place = { at, end: () => followed.current.delete(place) };
      followed.current.add(place);
      return place;
    },
  };
}
