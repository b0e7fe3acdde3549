import type { Node } from 'prosemirror-model';
import type { EditorView, NodeView } from 'prosemirror-view';
import { schema } from './schema';

/** Code with its language, which is written in the bar above. */
class CodeView implements NodeView {
  readonly dom = document.createElement('pre');
  readonly contentDOM = document.createElement('code');

  constructor(private node: Node) {
    this.dom.append(this.contentDOM);
    this.dom.spellcheck = false;
    this.show();
  }

  private show(): void {
    const { info } = this.node.attrs;
    if (info) this.dom.dataset.info = info;
    else delete this.dom.dataset.info;
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }
}

/** An item of a list; a task has a box that is ticked with the mouse, and from the bar above with the keyboard. */
class ItemView implements NodeView {
  readonly dom = document.createElement('li');
  readonly contentDOM = document.createElement('div');
  private readonly box = document.createElement('input');

  constructor(
    private node: Node,
    private readonly view: EditorView,
    private readonly position: () => number | undefined,
  ) {
    this.box.type = 'checkbox';
    this.box.tabIndex = -1;
    this.box.contentEditable = 'false';
    this.box.setAttribute('aria-hidden', 'true');
    this.box.addEventListener('change', () => this.tick());
    this.dom.append(this.contentDOM);
    this.show();
  }

  private show(): void {
    const { checked } = this.node.attrs;
    this.dom.toggleAttribute('data-task', checked !== null);
    if (checked === null) this.box.remove();
    else this.dom.prepend(this.box);
    this.box.checked = checked === true;
  }

  private tick(): void {
    const at = this.position();
    if (at !== undefined) this.view.dispatch(this.view.state.tr.setNodeAttribute(at, 'checked', this.box.checked));
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    this.node = node;
    this.show();
    return true;
  }

  stopEvent(event: Event): boolean {
    return event.target === this.box;
  }

  ignoreMutation(mutation: { target: globalThis.Node }): boolean {
    return !this.contentDOM.contains(mutation.target);
  }
}

/** A picture where its address is known, else what it shows, in words. */
class PictureView implements NodeView {
  readonly dom = document.createElement('span');

  constructor(
    private node: Node,
    private readonly addressOf: (src: string) => string | undefined,
  ) {
    this.dom.dataset.picture = '';
    this.show();
  }

  private show(): void {
    const { src, alt } = this.node.attrs;
    const address = this.addressOf(src);
    const words = alt || src;
    if (address === undefined) this.dom.replaceChildren(words);
    else {
      const picture = document.createElement('img');
      picture.alt = alt;
      picture.src = address;
      // Addresses grow old, and there may be no network.
      picture.addEventListener('error', () => this.dom.replaceChildren(words));
      this.dom.replaceChildren(picture);
    }
  }

  update(node: Node): boolean {
    if (node.type !== this.node.type) return false;
    const isSame = node.attrs.src === this.node.attrs.src && node.attrs.alt === this.node.attrs.alt;
    this.node = node;
    if (!isSame) this.show();
    return true;
  }
}

type Make = (node: Node, view: EditorView, position: () => number | undefined) => NodeView;

/** `addressOf` knows at which address a picture can be seen, if it can be. */
export function nodeViewsWith(addressOf: (src: string) => string | undefined): Record<string, Make> {
  return {
    [schema.nodes.code_block.name]: node => new CodeView(node),
    [schema.nodes.list_item.name]: (node, view, position) => new ItemView(node, view, position),
    [schema.nodes.picture.name]: node => new PictureView(node, addressOf),
  };
}
