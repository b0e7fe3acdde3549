import { TextLayer } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { useEffect, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { useText } from '../../../../text';
import style from './document.module.css';
import type { Pdf, PdfPage } from './pdf';
import { linksOf } from './pdf-links';

/** A canvas of more pixels than this does not fit into a phone's memory. */
const MOST_PIXELS = 12_000_000;

interface PdfSheetProps {
  pdf: Pdf;
  /** From 1. */
  number: number;
  /** In pixels of the page. */
  width: number;
  usual: { width: number; height: number };
  onGoTo: (page: number) => void;
}

/** One page: a picture, its words above it to be selected and read out, and its links. Far from the view it is an empty sheet. */
export function PdfSheet({ pdf, number, width, usual, onGoTo }: PdfSheetProps) {
  const text = useText();
  const formats = useFormats();
  const sheet = useRef<HTMLDivElement>(null);
  const near = useNear(sheet);
  const [size, setSize] = useState(usual);
  const go = useRef(onGoTo);
  go.current = onGoTo;

  useEffect(() => {
    const element = sheet.current;
    if (!near || !element) return;
    const drawing = new Drawing(element);
    void drawing.draw(pdf, number, width, setSize, page => go.current(page));
    return () => drawing.end();
  }, [near, pdf, number, width]);

  return (
    // biome-ignore lint/a11y/useSemanticElements: a page of a document is no set of fields
    <div
      ref={sheet}
      role="group"
      aria-label={text('document.page-of', { page: formats.number(number), count: formats.number(pdf.numPages) })}
      className={style.sheet}
      data-page={number}
      style={{ inlineSize: `${width}px`, aspectRatio: `${size.width} / ${size.height}` }}
    />
  );
}

/** Whether it is in view, or nearly. */
function useNear(sheet: { current: HTMLElement | null }): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    const element = sheet.current;
    if (!element) return;
    const observer = new IntersectionObserver(([entry]) => setNear(entry?.isIntersecting === true), {
      root: element.parentElement,
      rootMargin: '100% 0px',
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [sheet]);
  return near;
}

/** Draws a page into a sheet, until it is not wanted any more. */
class Drawing {
  private ended = false;
  private readonly endings: (() => void)[] = [];

  constructor(private readonly sheet: HTMLElement) {}

  async draw(
    pdf: Pdf,
    number: number,
    width: number,
    onSize: (size: { width: number; height: number }) => void,
    onGoTo: (page: number) => void,
  ): Promise<void> {
    try {
      const page = await pdf.getPage(number);
      if (this.ended) return;
      const { width: natural, height } = page.getViewport({ scale: 1 });
      onSize({ width: natural, height });
      const scale = width / natural;
      const [canvas, words, links] = await Promise.all([
        this.picture(page, scale),
        this.words(page, scale),
        linksOf(pdf, page, scale, onGoTo),
      ]);
      // What was drawn before, smaller or larger, stays until then.
      if (!this.ended) this.sheet.replaceChildren(canvas, words, links);
    } catch {
      // Not wanted any more, or damaged: then the sheet stays empty.
    }
  }

  private async picture(page: PdfPage, scale: number): Promise<HTMLCanvasElement> {
    const { width, height } = page.getViewport({ scale });
    const density = Math.min(devicePixelRatio, Math.sqrt(MOST_PIXELS / (width * height)));
    const viewport = page.getViewport({ scale: scale * density });
    const canvas = document.createElement('canvas');
    canvas.width = Math.floor(viewport.width);
    canvas.height = Math.floor(viewport.height);
    canvas.setAttribute('aria-hidden', 'true');
    const task = page.render({ canvas, viewport });
    this.endings.push(() => task.cancel());
    await task.promise;
    return canvas;
  }

  private async words(page: PdfPage, scale: number): Promise<HTMLElement> {
    const container = document.createElement('div');
    container.className = style.words ?? '';
    container.style.setProperty('--total-scale-factor', String(scale));
    const layer = new TextLayer({
      textContentSource: page.streamTextContent(),
      container,
      viewport: page.getViewport({ scale }),
    });
    this.endings.push(() => layer.cancel());
    await layer.render();
    return container;
  }

  end(): void {
    this.ended = true;
    for (const end of this.endings) end();
  }
}
