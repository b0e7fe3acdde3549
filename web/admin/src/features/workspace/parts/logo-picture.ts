/** What the API takes: `Logo` in its description. */
const MOST_BYTES = 24 * 1024;
/** Twice of what is shown, for screens with many dots; less where that is too much to store. */
const HEIGHTS = [144, 112, 84, 56];
const MOST_WIDE = 4;

function drawn(picture: ImageBitmap, height: number): string {
  const scale = Math.min(1, height / picture.height, (MOST_WIDE * height) / picture.width);
  const canvas = document.createElement('canvas');
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext('2d')?.drawImage(picture, 0, 0, canvas.width, canvas.height);
  // A browser that cannot write WebP writes PNG.
  return canvas.toDataURL('image/webp', 0.92);
}

function bytesOf(url: string): number {
  return Math.floor(((url.length - url.indexOf(',') - 1) * 3) / 4);
}

/** A picture as a small data URL; nothing for a file that is none. */
export async function logoPicture(file: File): Promise<string | undefined> {
  const picture = await createImageBitmap(file).catch(() => undefined);
  return picture && HEIGHTS.map(height => drawn(picture, height)).find(url => bytesOf(url) <= MOST_BYTES);
}
