import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useFormats } from 'shared/i18n/format';
import { Icon, type IconName } from 'shared/parts/icon';
import { useText } from '../../../../text';
import style from './document.module.css';
import type { Pdf } from './pdf';
import { PdfSheet } from './pdf-sheet';

const ZOOMS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3, 4];

interface PdfPagesProps {
  pdf: Pdf;
  title: string;
  /** Where it begins. */
  first: number;
  onPage: (page: number) => void;
  children: ReactNode;
}

interface Size {
  width: number;
  height: number;
}

/** All pages below each other; only those in view are drawn. A zoom of 1 fits the width. */
export function PdfPages({ pdf, title, first, onPage, children }: PdfPagesProps) {
  const text = useText();
  const box = useRef<HTMLElement>(null);
  const frame = useRef<HTMLDivElement>(null);
  const width = useWidth(box);
  const [zoom, setZoom] = useState(1);
  const usual = useUsualSize(pdf);
  const { page, goTo } = usePage(box, { count: pdf.numPages, first, isReady: usual !== undefined && width > 0, zoom });
  const told = useRef(onPage);
  told.current = onPage;
  useEffect(() => told.current(page), [page]);

  function zoomBy(step: 1 | -1) {
    setZoom(step > 0 ? (ZOOMS.find(each => each > zoom) ?? zoom) : (ZOOMS.findLast(each => each < zoom) ?? zoom));
  }

  function toggleFull() {
    if (document.fullscreenElement) void document.exitFullscreen();
    else void frame.current?.requestFullscreen?.().catch(() => undefined);
  }

  return (
    <div ref={frame} className={style.document}>
      <div className={style.tools} role="toolbar" aria-label={text('document.tools')}>
        <PageField page={page} count={pdf.numPages} onPage={goTo} />
        <span className={style.gap} />
        <Zoom zoom={zoom} onStep={zoomBy} onFit={() => setZoom(1)} />
        {document.fullscreenEnabled && <Tool icon="expand" label={text('document.full')} onPress={toggleFull} />}
        {children}
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard */}
      <section ref={box} className={style.pages} aria-label={title} tabIndex={0} onKeyDown={keepArrows}>
        {usual &&
          width > 0 &&
          Array.from({ length: pdf.numPages }, (_, index) => (
            <PdfSheet
              key={`${index + 1}`}
              pdf={pdf}
              number={index + 1}
              width={Math.floor(width * zoom)}
              usual={usual}
              onGoTo={goTo}
            />
          ))}
      </section>
    </div>
  );
}

/** Sideways they scroll what is enlarged, and do not turn the page of the course. */
function keepArrows(event: KeyboardEvent): void {
  if (event.key.startsWith('Arrow')) event.stopPropagation();
}

/** Most pages of a document have the size of its first one. */
function useUsualSize(pdf: Pdf): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    let left = false;
    void pdf.getPage(1).then(
      page => {
        const { width, height } = page.getViewport({ scale: 1 });
        if (!left) setSize({ width, height });
      },
      () => !left && setSize({ width: 210, height: 297 }),
    );
    return () => {
      left = true;
    };
  }, [pdf]);
  return size;
}

/** The room that pages have. */
function useWidth(box: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const { paddingInlineStart, paddingInlineEnd } = getComputedStyle(element);
    const padding = Number.parseFloat(paddingInlineStart) + Number.parseFloat(paddingInlineEnd);
    const observer = new ResizeObserver(() => setWidth(element.clientWidth - padding));
    observer.observe(element);
    return () => observer.disconnect();
  }, [box]);
  return width;
}

interface PageOptions {
  count: number;
  first: number;
  isReady: boolean;
  zoom: number;
}

function sheetsIn(box: HTMLElement): HTMLElement[] {
  return [...box.querySelectorAll<HTMLElement>('[data-page]')];
}

/** The page that is looked at, and the way to another one. */
function usePage(box: { current: HTMLElement | null }, { count, first, isReady, zoom }: PageOptions) {
  const [page, setPage] = useState(Math.min(first, count));
  const looked = useRef(page);
  looked.current = page;

  function goTo(number: number) {
    const wanted = Math.max(1, Math.min(number, count));
    const element = box.current;
    const sheet = element && sheetsIn(element)[wanted - 1];
    if (element && sheet) element.scrollTop = sheet.offsetTop - element.offsetTop - 8;
    setPage(wanted);
  }
  const go = useRef(goTo);
  go.current = goTo;

  // Also when pages get another size, the same one stays in view.
  useLayoutEffect(() => {
    if (isReady) go.current(looked.current);
  }, [isReady, zoom]);

  useEffect(() => {
    const element = box.current;
    if (!element || !isReady) return;
    const look = () => {
      const line = element.scrollTop + element.offsetTop + element.clientHeight / 3;
      const sheets = sheetsIn(element);
      const at = sheets.findIndex(sheet => sheet.offsetTop + sheet.offsetHeight > line);
      setPage(at < 0 ? count : at + 1);
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, [box, isReady, count]);

  return { page, goTo };
}

interface PageFieldProps {
  page: number;
  count: number;
  onPage: (page: number) => void;
}

function PageField({ page, count, onPage }: PageFieldProps) {
  const text = useText();
  const formats = useFormats();
  // What is typed goes before where it is, until it is taken.
  const [typed, setTyped] = useState<string>();

  function take() {
    const wanted = Number(typed);
    if (typed !== undefined && Number.isInteger(wanted) && wanted > 0) onPage(wanted);
    setTyped(undefined);
  }

  return (
    <div className={style.page}>
      <Tool icon="back" label={text('document.previous')} disabled={page <= 1} onPress={() => onPage(page - 1)} />
      <label>
        <span className="visually-hidden">{text('document.page')}</span>
        <input
          type="text"
          inputMode="numeric"
          className={style.number}
          value={typed ?? String(page)}
          size={Math.max(2, String(count).length)}
          onInput={event => setTyped(event.currentTarget.value)}
          onFocus={event => event.currentTarget.select()}
          onBlur={take}
          onKeyDown={event => event.key === 'Enter' && take()}
        />
      </label>
      <span className={style.of}>{text('document.of', { count: formats.number(count) })}</span>
      <Tool icon="next" label={text('document.next')} disabled={page >= count} onPress={() => onPage(page + 1)} />
    </div>
  );
}

interface ZoomProps {
  zoom: number;
  onStep: (step: 1 | -1) => void;
  onFit: () => void;
}

function Zoom({ zoom, onStep, onFit }: ZoomProps) {
  const text = useText();
  const formats = useFormats();
  return (
    <div className={style.page}>
      <Tool icon="minus" label={text('document.smaller')} disabled={zoom <= 0.5} onPress={() => onStep(-1)} />
      <button type="button" className={style.fit} onClick={onFit} title={text('document.fit')}>
        {formats.percent(zoom * 100)}
        <span className="visually-hidden">, {text('document.fit')}</span>
      </button>
      <Tool icon="plus" label={text('document.larger')} disabled={zoom >= 4} onPress={() => onStep(1)} />
    </div>
  );
}

interface ToolProps {
  icon: IconName;
  label: string;
  disabled?: boolean;
  onPress: () => void;
}

function Tool({ icon, label, disabled = false, onPress }: ToolProps) {
  return (
    <button
      type="button"
      className={style.tool}
      aria-label={label}
      title={label}
      aria-disabled={disabled || undefined}
      onClick={disabled ? undefined : onPress}
    >
      <Icon name={icon} size={18} />
    </button>
  );
}
