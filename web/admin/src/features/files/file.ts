import type { Schema } from 'shared/api/schemas';

/** A file of the workspace, as the API tells of it. */
export type StoredFile = Schema<'File'>;
export type FileKind = StoredFile['kind'];

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;

interface Limits {
  /** Bytes. */
  largest: number;
  /** What a file dialogue offers. The API looks into the bytes, and believes neither names nor types. */
  accepts: readonly string[];
}

export const LIMITS: Record<FileKind, Limits> = {
  picture: { largest: 10 * MIB, accepts: ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/avif'] },
  document: {
    largest: 200 * MIB,
    accepts: '.pdf .docx .xlsx .pptx .odt .ods .odp .txt .csv .rtf .html .htm .svg .zip'.split(' '),
  },
  video: { largest: 5 * GIB, accepts: ['video/mp4', 'video/webm', 'video/quicktime', '.mp4', '.webm', '.mov', '.m4v'] },
  audio: { largest: GIB, accepts: ['audio/*', '.mp3', '.m4a', '.ogg', '.oga', '.wav', '.flac', '.weba'] },
  captions: { largest: 2 * MIB, accepts: ['.vtt', '.srt', 'text/vtt', 'application/x-subrip'] },
  package: { largest: GIB, accepts: ['.zip', 'application/zip', 'application/x-zip-compressed'] },
};
