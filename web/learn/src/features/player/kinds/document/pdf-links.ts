import style from './document.module.css';
import type { Pdf, PdfPage } from './pdf';

interface LinkAnnotation {
  subtype: string;
  rect: [number, number, number, number];
  url?: string;
  dest?: string | unknown[] | null;
}

/** Links of a PDF lead to the web, beside the lesson, or to another of its pages. Anything else that it would do is not done. */
export async function linksOf(
  pdf: Pdf,
  page: PdfPage,
  scale: number,
  onGoTo: (page: number) => void,
): Promise<HTMLElement> {
  const layer = document.createElement('div');
  layer.className = style.links ?? '';
  const viewport = page.getViewport({ scale });
  const annotations: LinkAnnotation[] = await page.getAnnotations();
  for (const { subtype, rect, url, dest } of annotations) {
    const link = subtype === 'Link' ? linkTo(pdf, url, dest, onGoTo) : undefined;
    if (!link) continue;
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = viewport.convertToViewportRectangle(rect);
    link.style.insetInlineStart = '';
    link.style.left = `${(Math.min(x1, x2) / viewport.width) * 100}%`;
    link.style.top = `${(Math.min(y1, y2) / viewport.height) * 100}%`;
    link.style.width = `${(Math.abs(x2 - x1) / viewport.width) * 100}%`;
    link.style.height = `${(Math.abs(y2 - y1) / viewport.height) * 100}%`;
    layer.append(link);
  }
  return layer;
}

function linkTo(
  pdf: Pdf,
  url: string | undefined,
  dest: LinkAnnotation['dest'],
  onGoTo: (page: number) => void,
): HTMLElement | undefined {
  const link = document.createElement('a');
  if (url !== undefined && /^(https?|mailto):/i.test(url)) {
    link.href = url;
    link.target = '_blank';
    link.rel = 'noopener noreferrer';
    link.setAttribute('aria-label', url);
    return link;
  }
  if (!dest) return undefined;
  const button = document.createElement('button');
  button.type = 'button';
  button.addEventListener('click', () => void pageOf(pdf, dest).then(page => page && onGoTo(page)));
  void pageOf(pdf, dest).then(page => button.setAttribute('aria-label', String(page ?? '')));
  return button;
}

/** From 1. */
async function pageOf(pdf: Pdf, dest: string | unknown[]): Promise<number | undefined> {
  const [target] = (typeof dest === 'string' ? await pdf.getDestination(dest) : dest) ?? [];
  if (typeof target === 'number') return target + 1;
  if (typeof target !== 'object' || target === null) return undefined;
  return (await pdf.getPageIndex(target as { num: number; gen: number }).catch(() => -1)) + 1 || undefined;
}
