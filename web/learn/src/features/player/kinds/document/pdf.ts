import {
  GlobalWorkerOptions,
  getDocument,
  PDFDataRangeTransport,
  type PDFDocumentProxy,
  type PDFPageProxy,
} from 'pdfjs-dist/legacy/build/pdf.mjs';
import workerUrl from 'pdfjs-dist/legacy/build/pdf.worker.min.mjs?url';

/** From the build: `build/pdf-files.ts`. */
declare const __PDF_VERSION__: string;
declare const __PDF_FILES__: readonly string[];

export type Pdf = PDFDocumentProxy;
export type PdfPage = PDFPageProxy;

/** Fonts and character maps that PDFs count on; the build puts them there. */
const FILES = `${import.meta.env.BASE_URL}assets/pdf-${__PDF_VERSION__}/`;

/** Asks for at least so much at a time. */
const CHUNK = 256 * 1024;

GlobalWorkerOptions.workerSrc = workerUrl;

/** Everything that it takes to read any PDF without network, beside the scripts that every device keeps. */
export const READER_FILES = [workerUrl, ...__PDF_FILES__.map(file => FILES + file)];

export interface Opening {
  pdf: Promise<Pdf>;
  close: () => void;
}

/** Reads a file that lies on the device: the pages' policy lets nothing be fetched from there. */
class KeptPdf extends PDFDataRangeTransport {
  constructor(private readonly file: Blob) {
    super(file.size, null);
  }

  override requestDataRange(begin: number, end: number): void {
    void this.file
      .slice(begin, end)
      .arrayBuffer()
      .then(bytes => this.onDataRange(begin, new Uint8Array(bytes)));
  }
}

/** Opens a PDF: of a large one only what is looked at is loaded, if the server gives parts. Nothing of it is ever run. */
export function openPdf(source: string | Blob): Opening {
  const task = getDocument({
    ...(typeof source === 'string' ? { url: source } : { range: new KeptPdf(source) }),
    isEvalSupported: false,
    enableXfa: false,
    useWasm: false,
    disableAutoFetch: true,
    disableStream: true,
    rangeChunkSize: CHUNK,
    cMapUrl: `${FILES}cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${FILES}standard_fonts/`,
    wasmUrl: `${FILES}wasm/`,
  });
  return { pdf: task.promise, close: () => void task.destroy() };
}

/** Why a PDF does not open. */
export function faultOf(error: unknown): 'expired' | 'password' | 'broken' {
  const { name, status } = error as { name?: string; status?: number };
  if (name === 'PasswordException') return 'password';
  return name === 'InvalidPDFException' || (name === 'ResponseException' && status === 404) ? 'broken' : 'expired';
}
