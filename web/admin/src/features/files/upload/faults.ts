/** The API has looked into the file and does not take it; the reason is a sentence for the author. */
export class RefusedFile extends Error {
  readonly reason: string;

  constructor(reason: string) {
    super(reason);
    this.name = 'RefusedFile';
    this.reason = reason;
  }
}

/** Its bytes are others than those that were read first. */
export class FileChanged extends Error {
  override readonly name = 'FileChanged';
}

/** It cannot be read any more. */
export class FileLost extends Error {
  override readonly name = 'FileLost';
}

/** The server does not know the upload any more. */
export class PartsGone extends Error {
  override readonly name = 'PartsGone';
}

/** The address of a part works no more: another one is asked for. */
export class AddressRefused extends Error {
  override readonly name = 'AddressRefused';
}
