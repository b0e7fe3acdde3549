import { useRef, useState } from 'react';
import { useText } from '../../../../text';
import { useFaultText } from '../../../files/parts/use-fault-text';
import { schema } from './schema';
import { useUploads } from './uploads';
import type { BlockEditorModel } from './use-block-editor';

/** Pictures that are chosen, pasted or dropped; each stands where it was put, whatever is written while it is stored. */
export function usePictures(model: BlockEditorModel, onStored: (src: string, address: string) => void) {
  const text = useText();
  const faultText = useFaultText();
  const uploads = useUploads();
  const field = useRef<HTMLInputElement>(null);
  const [note, setNote] = useState<string>();
  const [busy, setBusy] = useState(0);

  async function put(files: readonly File[], at: number) {
    const pictures = files.filter(file => file.type.startsWith('image/'));
    if (!uploads) setNote(text('block.picture-none'));
    else if (pictures.length < files.length) setNote(text('block.picture-other'));
    else setNote(undefined);
    if (!uploads) return;
    const place = model.follow(at);
    setBusy(count => count + pictures.length);
    for (const picture of pictures) {
      try {
        const { src, alt, address } = await uploads.uploadPicture(picture);
        if (address !== undefined) onStored(src, address);
        const { view } = model;
        const node = schema.nodes.picture.create({ src, alt });
        if (view) view.dispatch(view.state.tr.replaceRangeWith(place.at, place.at, node));
      } catch (error) {
        setNote(faultText(error));
      } finally {
        setBusy(count => count - 1);
      }
    }
    place.end();
  }

  const input = (
    <input
      ref={field}
      type="file"
      accept="image/*"
      multiple
      hidden
      onChange={event => {
        const files = [...(event.target.files ?? [])];
        event.target.value = '';
        if (model.view) void put(files, model.view.state.selection.from);
      }}
    />
  );

  function choose() {
    if (uploads) field.current?.click();
    else setNote(text('block.picture-none'));
  }

  return { note, isBusy: busy > 0, put, choose, input };
}
