/** Lines of an example that a book keeps to itself. */
const UNSEEN = 'span[hidden]';

interface Labels {
  copy: string;
  onCopied: () => void;
  onRefused: () => void;
}

/** Gives every block of code a button that copies it, and colours where the language is known. */
export async function dressCode(article: HTMLElement, labels: Labels): Promise<void> {
  const blocks = [...article.querySelectorAll<HTMLElement>('pre')];
  for (const block of blocks) {
    for (const line of block.querySelectorAll(UNSEEN)) line.remove();
    addCopying(block, labels);
  }
  const codes = blocks.flatMap(block => [...block.querySelectorAll<HTMLElement>('code[class*="language-"]')]);
  if (codes.length === 0) return;
  const { colour } = await import('./highlight');
  for (const code of codes) colour(code);
}

function addCopying(block: HTMLElement, { copy, onCopied, onRefused }: Labels): void {
  const frame = document.createElement('div');
  frame.dataset.code = '';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = copy;
  button.addEventListener('click', () =>
    navigator.clipboard.writeText((block.textContent ?? '').replace(/\n$/, '')).then(onCopied, onRefused),
  );
  block.replaceWith(frame);
  frame.append(block, button);
}
